import { mouseMapOf } from '../../src/input/mouse-profile.ts';
import type { Point } from '../../src/viewing/view.ts';
import { stepInStack } from '../actions/listing.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useTool } from '../state/tool-store.ts';
import type { ViewportCommands } from '../state/viewer-store.ts';
import {
  type DragTool,
  dragAction,
  dragSteps,
  dragTool,
  type WheelSteps,
  wheelPan,
  wheelZoom,
} from './pointer-moves.ts';

/** What the pointer moves; points are those of the element that it is over. */
export type Moved = Pick<ViewportCommands, 'drag' | 'zoomBy'>;

/** A drag under way. */
export interface Drag {
  readonly tool: DragTool | 'magnify';
  readonly pointerId: number;
  /** Where on the element it began, in CSS pixels: a zoom goes about it. */
  readonly from: Point;
  x: number;
  y: number;
  /** What a drag through the stack has gone beyond its last slice, in screen pixels. */
  travelPx: number;
}

/** Where a pointer is on an element, in its CSS pixels. */
export function pointOn(element: Element, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** The drag that a press on an element begins, by the reader's mouse profile and the chosen tool; null where none does. */
export function beginDrag(element: Element, event: PointerEvent): Drag | null {
  const map = mouseMapOf(usePreferences.getState());
  const { tool: chosen } = useTool.getState();
  const magnifies = chosen === 'magnify' && dragAction(event, map) === 'tool';
  const tool = magnifies ? 'magnify' : dragTool(event, map, chosen);
  if (tool === null) return null;
  const { pointerId, clientX, clientY } = event;
  return { tool, pointerId, from: pointOn(element, event), x: clientX, y: clientY, travelPx: 0 };
}

/** Does what the next move of a drag asks for. The lens is its owner's. */
export function continueDrag(drag: Drag, event: PointerEvent, picture: Moved): void {
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (drag.tool === 'scroll') {
    const { steps, leftPx } = dragSteps(drag.travelPx + dy);
    drag.travelPx = leftPx;
    if (steps !== 0) stepInStack(steps);
  } else if (drag.tool !== 'magnify') picture.drag(drag.tool, dx, dy, drag.from);
  drag.x = event.clientX;
  drag.y = event.clientY;
}

/** The wheel, or two fingers: as the profile says, a zoom about the pointer; with Shift it moves the picture, in any profile. */
export function turnWheel(element: Element, event: WheelEvent, picture: Moved, wheel: WheelSteps): void {
  const map = mouseMapOf(usePreferences.getState());
  const action = event.shiftKey ? 'pan' : event.ctrlKey ? map.ctrlWheel : map.wheel;
  if (action === 'zoom') picture.zoomBy(wheelZoom(event.deltaY), pointOn(element, event));
  if (action === 'pan') {
    const { dx, dy } = wheelPan(event);
    picture.drag('pan', dx, dy);
  }
  if (action === 'scroll') {
    const steps = wheel.take(event.deltaY, event.deltaMode);
    if (steps !== 0) stepInStack(steps);
  }
}
