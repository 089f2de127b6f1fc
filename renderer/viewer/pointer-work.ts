import { mouseMapOf } from '../../src/input/mouse-profile.ts';
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

type Moved = Pick<ViewportCommands, 'drag' | 'zoomBy'>;

/** A drag under way. */
export interface Drag {
  readonly tool: DragTool | 'magnify';
  readonly pointerId: number;
  x: number;
  y: number;
  /** What a drag through the stack has gone beyond its last slice, in screen pixels. */
  travelPx: number;
}

/** The drag that a press begins, by the reader's mouse profile and the chosen tool; null where none does. */
export function beginDrag(event: PointerEvent): Drag | null {
  const map = mouseMapOf(usePreferences.getState());
  const { tool: chosen } = useTool.getState();
  const magnifies = chosen === 'magnify' && dragAction(event, map) === 'tool';
  const tool = magnifies ? 'magnify' : dragTool(event, map, chosen);
  return tool && { tool, pointerId: event.pointerId, x: event.clientX, y: event.clientY, travelPx: 0 };
}

/** Does what the next move of a drag asks for. The lens is its owner's. */
export function continueDrag(drag: Drag, event: PointerEvent, picture: Moved): void {
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (drag.tool === 'scroll') {
    const { steps, leftPx } = dragSteps(drag.travelPx + dy);
    drag.travelPx = leftPx;
    if (steps !== 0) stepInStack(steps);
  } else if (drag.tool !== 'magnify') picture.drag(drag.tool, dx, dy);
  drag.x = event.clientX;
  drag.y = event.clientY;
}

/** The wheel, or two fingers: as the profile says; with Shift it moves the picture, in any profile. */
export function turnWheel(event: WheelEvent, picture: Moved, wheel: WheelSteps): void {
  const map = mouseMapOf(usePreferences.getState());
  const action = event.shiftKey ? 'pan' : event.ctrlKey ? map.ctrlWheel : map.wheel;
  if (action === 'zoom') picture.zoomBy(wheelZoom(event.deltaY));
  if (action === 'pan') {
    const { dx, dy } = wheelPan(event);
    picture.drag('pan', dx, dy);
  }
  if (action === 'scroll') {
    const steps = wheel.take(event.deltaY, event.deltaMode);
    if (steps !== 0) stepInStack(steps);
  }
}
