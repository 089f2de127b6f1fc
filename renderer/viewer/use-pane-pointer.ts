import { useEffect, useState } from 'react';
import type { Point } from '../../src/viewing/view.ts';
import { useViewer } from '../state/viewer-store.ts';
import { WheelSteps } from './pointer-moves.ts';
import { beginDrag, continueDrag, type Drag, turnWheel } from './pointer-work.ts';

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

function listen(element: HTMLElement, onHover: (point: Point | null) => void, signal: AbortSignal): void {
  const wheel = new WheelSteps();
  let drag: Drag | null = null;
  const down = (event: PointerEvent): void => {
    const begun = beginDrag(event);
    if (begun === null || drag !== null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    drag = begun;
  };
  const move = (event: PointerEvent): void => {
    const { left, top } = element.getBoundingClientRect();
    onHover({ x: event.clientX - left, y: event.clientY - top });
    const { commands } = useViewer.getState();
    if (drag?.pointerId === event.pointerId && commands) continueDrag(drag, event, commands);
  };
  const up = (event: PointerEvent): void => {
    if (drag?.pointerId === event.pointerId) drag = null;
  };
  const turn = (event: WheelEvent): void => {
    event.preventDefault();
    const { commands } = useViewer.getState();
    if (commands) turnWheel(event, commands, wheel);
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
