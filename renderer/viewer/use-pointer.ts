import { useEffect } from 'react';
import { stepInStack } from '../actions/listing.ts';
import { useTool } from '../state/tool-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { type DragTool, dragTool, WheelSteps, wheelZoom } from './pointer-moves.ts';
import type { SliceViewport } from './slice-viewport.ts';

/** Holds the magnifying lens over the picture, under the pointer. */
function holdLens(element: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const { left, top } = element.getBoundingClientRect();
  useViewer.setState({ lens: { x: clientX - left, y: clientY - top } });
}

function listen(element: HTMLElement, viewport: SliceViewport, signal: AbortSignal): void {
  const wheel = new WheelSteps();
  let drag: { readonly tool: DragTool | 'magnify'; readonly pointerId: number; x: number; y: number } | null = null;

  const down = (event: PointerEvent) => {
    const { tool: chosen } = useTool.getState();
    const magnifies = chosen === 'magnify' && event.button === 0 && !event.shiftKey && !event.ctrlKey;
    const tool = magnifies ? 'magnify' : dragTool(event, chosen);
    if (tool === null || drag !== null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    drag = { tool, pointerId: event.pointerId, x: event.clientX, y: event.clientY };
    if (tool === 'magnify') holdLens(element, event);
  };
  const move = (event: PointerEvent) => {
    useViewer.setState({ probe: viewport.probe(event.pageX, event.pageY) });
    if (drag?.pointerId !== event.pointerId) return;
    if (drag.tool === 'magnify') return holdLens(element, event);
    viewport.drag(drag.tool, event.clientX - drag.x, event.clientY - drag.y);
    drag.x = event.clientX;
    drag.y = event.clientY;
  };
  const up = (event: PointerEvent) => {
    if (drag?.pointerId !== event.pointerId) return;
    drag = null;
    useViewer.setState({ lens: null });
  };
  const turn = (event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey) return viewport.zoomBy(wheelZoom(event.deltaY));
    const steps = wheel.take(event.deltaY, event.deltaMode);
    if (steps !== 0) stepInStack(steps);
  };

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', () => useViewer.setState({ probe: null }), { signal });
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
