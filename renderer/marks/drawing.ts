import {
  type MarkKind,
  type MarkShape,
  POINTS_OF,
  type Point,
  shapeOf,
  withPoints,
} from '../../src/marks/mark-shape.ts';
import type { ScreenPoint } from './mark-paths.ts';

/** A mark being drawn: by dragging, or by clicks with the button up in between. */
export interface Draft {
  readonly kind: MarkKind;
  readonly placed: readonly Point[];
  readonly hover: Point;
  /** Where the button went down, on the screen; null while it is up. */
  readonly downAt: ScreenPoint | null;
}

export type Drawing =
  | { readonly kind: 'goes-on'; readonly draft: Draft }
  | { readonly kind: 'done'; readonly shape: MarkShape }
  | { readonly kind: 'nothing' };

/** Moving less than this between down and up is a click. */
const CLICK_PX = 4;

function withPoint(draft: Draft, point: Point): Drawing {
  const placed = [...draft.placed, point];
  if (placed.length < POINTS_OF[draft.kind]) return { kind: 'goes-on', draft: { ...draft, placed, hover: point } };
  const shape = shapeOf(draft.kind, placed);
  return shape ? { kind: 'done', shape } : { kind: 'nothing' };
}

/** The button goes down on `point` of the slice: begins a mark, or places its next point. */
export function pressed(draft: Draft | null, kind: MarkKind, point: Point, screen: ScreenPoint): Drawing {
  const begun = draft ?? { kind, placed: [], hover: point, downAt: null };
  return withPoint({ ...begun, downAt: screen }, point);
}

export function hovered(draft: Draft, point: Point): Draft {
  return { ...draft, hover: point };
}

/** The button comes up: after a drag that places the next point, after a click it does not. */
export function released(draft: Draft, point: Point, screen: ScreenPoint): Drawing {
  const { downAt } = draft;
  const up = { ...draft, downAt: null };
  if (downAt === null || Math.hypot(screen.x - downAt.x, screen.y - downAt.y) < CLICK_PX) {
    return { kind: 'goes-on', draft: up };
  }
  return withPoint(up, point);
}

/** What is seen of a mark while it is drawn; the point under the cursor stands for those that are still to come. */
export function draftShape({ kind, placed, hover }: Draft): MarkShape | null {
  const missing = POINTS_OF[kind] - placed.length;
  return shapeOf(kind, [...placed, ...Array.from({ length: missing }, () => hover)]);
}

/** A mark moved as a whole (`handle` null) or by one of its points, kept within the picture. */
export function movedBy(
  shape: MarkShape,
  handle: number | null,
  by: { readonly x: number; readonly y: number },
  picture: { readonly rows: number; readonly columns: number },
): MarkShape {
  const moving = shape.points.filter((_, index) => handle === null || index === handle);
  const held = (delta: number, values: readonly number[], highest: number): number =>
    Math.max(-Math.min(...values), Math.min(delta, highest - Math.max(...values)));
  const dx = held(
    by.x,
    moving.map(({ x }) => x),
    picture.columns,
  );
  const dy = held(
    by.y,
    moving.map(({ y }) => y),
    picture.rows,
  );
  const points = shape.points.map((point, index) =>
    handle === null || index === handle ? { x: point.x + dx, y: point.y + dy } : point,
  );
  return withPoints(shape, points);
}

/** A mark of a kind about a point, for whoever draws without a mouse. `size` is half its extent in pixels of the slice. */
export function shapeAbout(kind: MarkKind, { x, y }: Point, size: number): MarkShape | null {
  switch (kind) {
    case 'probe':
      return shapeOf(kind, [{ x, y }]);
    case 'length':
      return shapeOf(kind, [
        { x: x - size, y },
        { x: x + size, y },
      ]);
    case 'angle':
      return shapeOf(kind, [
        { x: x + size, y },
        { x: x - size, y },
        { x: x + size, y: y - size },
      ]);
    case 'ellipse':
    case 'rectangle':
      return shapeOf(kind, [
        { x: x - size, y: y - size },
        { x: x + size, y: y + size },
      ]);
    case 'arrow':
      return shapeOf(kind, [
        { x, y },
        { x: x + size, y: y - size },
      ]);
  }
}
