import type { DragAction, MouseMap } from '../../src/input/mouse-profile.ts';
import { clampScale } from '../../src/viewing/view.ts';
import type { Tool } from '../state/tool-store.ts';

export type DragTool = 'window' | 'zoom' | 'pan' | 'scroll';

/** What the profile has for a button; null for a button that it does not know. */
export function dragAction(
  event: { readonly button: number; readonly shiftKey: boolean; readonly ctrlKey: boolean },
  map: MouseMap,
): DragAction | null {
  if (event.button === 1) return map.middle;
  if (event.button === 2) return map.right;
  if (event.button !== 0) return null;
  if (event.shiftKey) return map.shiftLeft;
  return event.ctrlKey ? map.ctrlLeft : map.left;
}

/** What a drag does with the picture: by the profile, and where that says so by the chosen tool; null is nothing here. */
export function dragTool(
  event: { readonly button: number; readonly shiftKey: boolean; readonly ctrlKey: boolean },
  map: MouseMap,
  tool: Tool,
): DragTool | null {
  const action = dragAction(event, map);
  if (action === null || action === 'nothing') return null;
  if (action !== 'tool') return action;
  return tool === 'window' || tool === 'zoom' || tool === 'pan' ? tool : null;
}

/** How far a drag goes for one slice, in screen pixels. */
const DRAG_PER_SLICE_PX = 12;

/** Whole slices in a drag so far, and the travel that is left over. Down is forward. */
export function dragSteps(travelPx: number): { readonly steps: number; readonly leftPx: number } {
  const steps = Math.trunc(travelPx / DRAG_PER_SLICE_PX);
  return { steps, leftPx: travelPx - steps * DRAG_PER_SLICE_PX };
}

/**
 * The window after a drag by (dx, dy) screen pixels: right widens, down raises the level. Speed follows the width, so that
 * a stroke window moves finely and a bone window fast. `finest` is the smallest step and width (1 HU, 1 grey level).
 */
export function dragWindow(
  window: { readonly center: number; readonly width: number },
  dx: number,
  dy: number,
  finest: number,
): { center: number; width: number } {
  const step = Math.max(finest, window.width / 300);
  return { center: window.center + dy * step, width: Math.max(finest, window.width + dx * step) };
}

/** The scale after a drag by `dy` screen pixels; up makes it larger. Kept between 5 % and 40 times. */
export function dragZoom(scale: number, dy: number): number {
  return clampScale(scale * Math.exp(-dy * 0.006));
}

/** What a turn of the wheel with Ctrl, or a pinch, multiplies the scale by; a notch is a fifth, however far it is said to go. */
export function wheelZoom(deltaY: number): number {
  return Math.exp(-Math.max(-18, Math.min(18, deltaY)) * 0.01);
}

/** How far a turn of the wheel moves the picture, in screen pixels; a wheel with Shift may come as one across. */
export function wheelPan(event: { readonly deltaX: number; readonly deltaY: number; readonly deltaMode: number }): {
  dx: number;
  dy: number;
} {
  const unitPx = event.deltaMode === 0 ? 1 : 20;
  return { dx: -event.deltaX * unitPx, dy: -event.deltaY * unitPx };
}

const NOTCH_PX = 60;

/** Turns wheel deltas into whole slices: one per notch of a wheel, finger travel on a touchpad adds up. */
export class WheelSteps {
  private travel = 0;

  /** `deltaMode` as in WheelEvent: 0 pixels, 1 lines, 2 pages. Returns slices to go, negative is up. */
  take(deltaY: number, deltaMode: number): number {
    if (deltaY === 0) return 0;
    if (deltaMode !== 0 || Math.abs(deltaY) >= NOTCH_PX) {
      this.travel = 0;
      return Math.sign(deltaY);
    }
    if (Math.sign(deltaY) !== Math.sign(this.travel)) this.travel = 0;
    this.travel += deltaY;
    const steps = Math.trunc(this.travel / NOTCH_PX) || 0;
    this.travel -= steps * NOTCH_PX;
    return steps;
  }
}
