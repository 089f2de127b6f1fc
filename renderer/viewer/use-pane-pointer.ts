import { useEffect, useState } from 'react';
import type { Point } from '../../src/viewing/view.ts';
import { stepInStack } from '../actions/listing.ts';
import { useTool } from '../state/tool-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { type DragTool, dragTool, WheelSteps, wheelZoom } from './pointer-moves.ts';

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
  let drag: { readonly tool: DragTool; x: number; y: number } | null = null;
  const down = (event: PointerEvent): void => {
    const tool = dragTool(event, useTool.getState().tool);
    if (tool === null) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    drag = { tool, x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent): void => {
    const { left, top } = element.getBoundingClientRect();
    onHover({ x: event.clientX - left, y: event.clientY - top });
    if (!drag) return;
    useViewer.getState().commands?.drag(drag.tool, event.clientX - drag.x, event.clientY - drag.y);
    drag = { tool: drag.tool, x: event.clientX, y: event.clientY };
  };
  const up = (): void => {
    drag = null;
  };
  const turn = (event: WheelEvent): void => {
    event.preventDefault();
    const steps = event.ctrlKey ? 0 : wheel.take(event.deltaY, event.deltaMode);
    if (event.ctrlKey) useViewer.getState().commands?.zoomBy(wheelZoom(event.deltaY));
    else if (steps !== 0) stepInStack(steps);
  };
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', () => onHover(null), { signal });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  element.addEventListener('wheel', turn, { signal, passive: false });
}
