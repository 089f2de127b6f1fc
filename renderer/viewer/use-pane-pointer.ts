import { useEffect, useState } from 'react';
import { pointOnOwn } from '../../src/viewing/linked-view.ts';
import type { Point } from '../../src/viewing/view.ts';
import { useViewer } from '../state/viewer-store.ts';
import { WheelSteps } from './pointer-moves.ts';
import { beginDrag, continueDrag, type Drag, type Moved, pointOn, turnWheel } from './pointer-work.ts';

/** The pointer over the second picture moves the first, and so both. Returns where it is, in the element's CSS pixels. */
export function usePanePointer(element: HTMLElement | null): Point | null {
  const [hover, setHover] = useState<Point | null>(null);
  useEffect(() => {
    if (!element) return undefined;
    const abort = new AbortController();
    listen(element, setHover, abort.signal);
    return () => abort.abort();
  }, [element]);
  return hover;
}

/** The first picture, to be moved by points of the second's element. */
function movedByPane(element: HTMLElement): Moved | null {
  const { commands, viewport } = useViewer.getState();
  if (!commands || !viewport) return null;
  const onOwn = (at?: Point): Point | undefined =>
    at && pointOnOwn(at, element.getBoundingClientRect(), viewport.element);
  return {
    drag: (tool, dx, dy, from) => commands.drag(tool, dx, dy, onOwn(from)),
    zoomBy: (factor, at) => commands.zoomBy(factor, onOwn(at)),
  };
}

function listen(element: HTMLElement, onHover: (point: Point | null) => void, signal: AbortSignal): void {
  const wheel = new WheelSteps();
  let drag: Drag | null = null;
  const down = (event: PointerEvent): void => {
    const begun = beginDrag(element, event);
    if (begun === null || drag !== null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    drag = begun;
  };
  const move = (event: PointerEvent): void => {
    onHover(pointOn(element, event));
    if (drag?.pointerId !== event.pointerId) return;
    const moved = movedByPane(element);
    if (moved) continueDrag(drag, event, moved);
  };
  const up = (event: PointerEvent): void => {
    if (drag?.pointerId === event.pointerId) drag = null;
  };
  const turn = (event: WheelEvent): void => {
    event.preventDefault();
    const moved = movedByPane(element);
    if (moved) turnWheel(element, event, moved, wheel);
  };
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', () => onHover(null), { signal });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  // The middle button would start the system's own scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  element.addEventListener('wheel', turn, { signal, passive: false });
}
