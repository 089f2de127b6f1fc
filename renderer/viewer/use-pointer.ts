import { useEffect } from 'react';
import { useViewer } from '../state/viewer-store.ts';
import { WheelSteps } from './pointer-moves.ts';
import { beginDrag, continueDrag, type Drag, pointOn, turnWheel } from './pointer-work.ts';
import type { SliceViewport } from './slice-viewport.ts';

/** Holds the magnifying lens over the picture, under the pointer. */
function holdLens(element: HTMLElement, event: PointerEvent): void {
  useViewer.setState({ lens: pointOn(element, event) });
}

function listen(element: HTMLElement, viewport: SliceViewport, signal: AbortSignal): void {
  const wheel = new WheelSteps();
  let drag: Drag | null = null;

  const down = (event: PointerEvent) => {
    const begun = beginDrag(element, event);
    if (begun === null || drag !== null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    drag = begun;
    if (drag.tool === 'magnify') holdLens(element, event);
  };
  const move = (event: PointerEvent) => {
    // A lens that keys hold has the reading of its own place.
    const heldByKeys = useViewer.getState().lens !== null && drag?.tool !== 'magnify';
    if (!heldByKeys) useViewer.setState({ probe: viewport.probe(event.pageX, event.pageY) });
    if (drag?.pointerId !== event.pointerId) return;
    if (drag.tool === 'magnify') holdLens(element, event);
    else continueDrag(drag, event, viewport);
  };
  const up = (event: PointerEvent) => {
    if (drag?.pointerId !== event.pointerId) return;
    if (drag.tool === 'magnify') useViewer.setState({ lens: null });
    drag = null;
  };
  const leave = () => {
    if (useViewer.getState().lens === null) useViewer.setState({ probe: null });
  };
  const turn = (event: WheelEvent) => {
    event.preventDefault();
    turnWheel(element, event, viewport, wheel);
  };

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('dblclick', () => viewport.reset(), { signal });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  // The middle button would start the system's own scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  element.addEventListener('wheel', turn, { signal, passive: false });
}

/** Mouse and touchpad on the picture: drags, wheel through the stack, double click to reset, value under the cursor. */
export function usePointer(element: HTMLElement | null, viewport: SliceViewport | null): void {
  useEffect(() => {
    if (!element || !viewport) return undefined;
    const abort = new AbortController();
    listen(element, viewport, abort.signal);
    return () => abort.abort();
  }, [element, viewport]);
}
