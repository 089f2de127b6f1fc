import { clampScale } from '../../src/viewing/view.ts';
import type { Tool } from '../state/tool-store.ts';

export type DragTool = 'window' | 'zoom' | 'pan';

/**
 * What a drag does: left the chosen tool, right zoom, middle pan; Shift and Ctrl stand in for the missing buttons of a
 * touchpad. Null where no drag of the picture follows.
 */
export function dragTool(
  event: { button: number; shiftKey: boolean; ctrlKey: boolean },
  chosen: Tool,
): DragTool | null {
  if (event.button === 1 || (event.button === 0 && event.shiftKey)) return 'pan';
  if (event.button === 2 || (event.button === 0 && event.ctrlKey)) return 'zoom';
  if (event.button !== 0) return null;
  return chosen === 'window' || chosen === 'zoom' || chosen === 'pan' ? chosen : null;
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
