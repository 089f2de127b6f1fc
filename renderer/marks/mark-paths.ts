import type { MarkShape, Point } from '../../src/marks/mark-shape.ts';

/** A point in CSS pixels of the viewer's element. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}
export type ToScreen = (point: Point) => ScreenPoint | null;

/** A mark as it is drawn. */
export interface DrawnShape {
  /** SVG path in CSS pixels of the element. */
  readonly path: string;
  /** Where the reader takes hold: one for each point of the shape. */
  readonly handles: readonly ScreenPoint[];
  /** What the label must not cover where there is room beside it. */
  readonly bounds: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const ELLIPSE_STEPS = 72;
const PROBE_PX = 9;
const HEAD_PX = 12;

/** The points of the slice that the outline goes through, in order; flips, rotation and unequal spacing come with `toScreen`. */
function outline(shape: MarkShape): Point[] {
  const [a] = shape.points;
  const b = shape.points[1] ?? a;
  if (shape.kind === 'rectangle') return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }, a];
  if (shape.kind !== 'ellipse') return [...shape.points];
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  return Array.from({ length: ELLIPSE_STEPS + 1 }, (_, step) => {
    const turn = (2 * Math.PI * step) / ELLIPSE_STEPS;
    return {
      x: middle.x + (Math.cos(turn) * (b.x - a.x)) / 2,
      y: middle.y + (Math.sin(turn) * (b.y - a.y)) / 2,
    };
  });
}

const at = ({ x, y }: ScreenPoint): string => `${x.toFixed(2)} ${y.toFixed(2)}`;
const line = (points: readonly ScreenPoint[]): string =>
  points.map((point, index) => `${index ? 'L' : 'M'}${at(point)}`).join('');

/** A cross that leaves its middle free, so that the pixel it names can be seen. */
function cross({ x, y }: ScreenPoint): string {
  const arm = (dx: number, dy: number): string =>
    line([
      { x: x + dx * 3, y: y + dy * 3 },
      { x: x + dx * PROBE_PX, y: y + dy * PROBE_PX },
    ]);
  return arm(1, 0) + arm(-1, 0) + arm(0, 1) + arm(0, -1);
}

function arrowHead(tip: ScreenPoint, tail: ScreenPoint): string {
  const back = Math.atan2(tail.y - tip.y, tail.x - tip.x);
  const barb = (turn: number): ScreenPoint => ({
    x: tip.x + HEAD_PX * Math.cos(back + turn),
    y: tip.y + HEAD_PX * Math.sin(back + turn),
  });
  return line([barb(0.45), tip, barb(-0.45)]);
}

/** How a mark lies on the screen now; null while no picture is shown. */
export function drawnShape(shape: MarkShape, toScreen: ToScreen): DrawnShape | null {
  const handles = shape.points.map(toScreen).filter((point) => point !== null);
  const points = outline(shape)
    .map(toScreen)
    .filter((point) => point !== null);
  const [first] = handles;
  if (!first || handles.length !== shape.points.length) return null;
  const bounds = {
    left: Math.min(...points.map(({ x }) => x)),
    right: Math.max(...points.map(({ x }) => x)),
    top: Math.min(...points.map(({ y }) => y)),
    bottom: Math.max(...points.map(({ y }) => y)),
  };
  if (shape.kind === 'probe') return { path: cross(first), handles, bounds };
  const head = shape.kind === 'arrow' && handles[1] ? arrowHead(first, handles[1]) : '';
  return { path: line(points) + head, handles, bounds };
}

export const LABEL_LINE_PX = 16;
const CHARACTER_PX = 6.9;
const GAP_PX = 10;
const EDGE_PX = 4;

/** The plate of a label, in CSS pixels of the element. */
export interface Plate {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the label stands beside: an area's box or a probe, else the point that was drawn last but one or last. */
function besideOf({ kind }: MarkShape, { bounds, handles }: DrawnShape): DrawnShape['bounds'] {
  const point = kind === 'length' || kind === 'angle' || kind === 'arrow' ? handles[1] : undefined;
  return point ? { left: point.x, right: point.x, top: point.y, bottom: point.y } : bounds;
}

/**
 * The plate of a label: on the side of its mark that the mark itself leaves free, on the other where there is no room, always
 * within the element, and moved down or up until it covers none of `taken` where that is possible.
 */
export function labelPlate(
  shape: MarkShape,
  drawn: DrawnShape,
  lines: readonly string[],
  element: { readonly width: number; readonly height: number },
  taken: readonly Plate[] = [],
): Plate {
  const width = Math.max(...lines.map(({ length }) => length)) * CHARACTER_PX + 12;
  const height = lines.length * LABEL_LINE_PX + 6;
  const beside = besideOf(shape, drawn);
  const clamp = (value: number, highest: number): number => Math.max(EDGE_PX, Math.min(value, highest - EDGE_PX));
  const right = beside.right + GAP_PX;
  const left = beside.left - GAP_PX - width;
  const prefersLeft = (drawn.handles[0]?.x ?? 0) > beside.right && left >= EDGE_PX;
  const x = clamp(prefersLeft || right + width > element.width - EDGE_PX ? left : right, element.width - width);
  const middle = (beside.top + beside.bottom - height) / 2;
  const tries = [0, 1, -1, 2, -2, 3, -3].map((step) => ({
    ...{ x, width, height },
    y: clamp(middle + step * (LABEL_LINE_PX + 4), element.height - height),
  }));
  return (
    tries.find((plate) => !taken.some((other) => overlap(plate, other))) ?? {
      x,
      y: clamp(middle, element.height - height),
      width,
      height,
    }
  );
}

const overlap = (a: Plate, b: Plate): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
