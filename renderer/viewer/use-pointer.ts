import { useEffect } from 'react';
import { mouseMapOf } from '../../src/input/mouse-profile.ts';
import { stepInStack } from '../actions/listing.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useTool } from '../state/tool-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { type DragTool, dragSteps, dragTool, WheelSteps, wheelPan, wheelZoom } from './pointer-moves.ts';
import type { SliceViewport } from './slice-viewport.ts';

/** The wheel, or two fingers: as the profile says; with Shift it moves the picture, in any profile. */
function turnWheel(event: WheelEvent, viewport: SliceViewport, wheel: WheelSteps): void {
  const map = mouseMapOf(usePreferences.getState());
  const action = event.shiftKey ? 'pan' : event.ctrlKey ? map.ctrlWheel : map.wheel;
  if (action === 'zoom') viewport.zoomBy(wheelZoom(event.deltaY));
  if (action === 'pan') {
    const { dx, dy } = wheelPan(event);
    viewport.drag('pan', dx, dy);
  }
  if (action === 'scroll') {
    const steps = wheel.take(event.deltaY, event.deltaMode);
    if (steps !== 0) stepInStack(steps);
  }
}

function listen(element: HTMLElement, viewport: SliceViewport, signal: AbortSignal): void {
  const wheel = new WheelSteps();
  let drag: { readonly tool: DragTool; readonly pointerId: number; x: number; y: number; travelPx: number } | null =
    null;

  const down = (event: PointerEvent) => {
    const tool = dragTool(event, mouseMapOf(usePreferences.getState()), useTool.getState().tool);
    if (tool === null || drag !== null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    drag = { tool, pointerId: event.pointerId, x: event.clientX, y: event.clientY, travelPx: 0 };
  };
  const move = (event: PointerEvent) => {
    useViewer.setState({ probe: viewport.probe(event.pageX, event.pageY) });
    if (drag?.pointerId !== event.pointerId) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (drag.tool === 'scroll') {
      const { steps, leftPx } = dragSteps(drag.travelPx + dy);
      drag.travelPx = leftPx;
      if (steps !== 0) stepInStack(steps);
    } else viewport.drag(drag.tool, dx, dy);
    drag.x = event.clientX;
    drag.y = event.clientY;
  };
  const up = (event: PointerEvent) => {
    if (drag?.pointerId === event.pointerId) drag = null;
  };
  const turn = (event: WheelEvent) => {
    event.preventDefault();
    turnWheel(event, viewport, wheel);
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
