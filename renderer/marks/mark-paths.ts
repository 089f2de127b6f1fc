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

const LINE_HEIGHT_PX = 16;
const CHARACTER_PX = 6.9;
const GAP_PX = 10;
const EDGE_PX = 4;

/** The plate of a label: beside its mark where there is room, else on its other side, and always within the element. */
export function labelPlace(
  shape: MarkShape,
  { bounds, handles }: DrawnShape,
  lines: readonly string[],
  element: { readonly width: number; readonly height: number },
): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lineHeight: number;
} {
  const width = Math.max(...lines.map(({ length }) => length)) * CHARACTER_PX + 12;
  const height = lines.length * LINE_HEIGHT_PX + 6;
  const tail = shape.kind === 'arrow' ? handles[1] : undefined;
  const right = tail ? tail.x : bounds.right;
  const left = tail ? tail.x : bounds.left;
  const middle = tail ? tail.y : (bounds.top + bounds.bottom) / 2;
  const fits = right + GAP_PX + width <= element.width - EDGE_PX;
  const x = fits ? right + GAP_PX : left - GAP_PX - width;
  const clamp = (value: number, highest: number): number => Math.max(EDGE_PX, Math.min(value, highest - EDGE_PX));
  return {
    x: clamp(x, element.width - width),
    y: clamp(middle - height / 2, element.height - height),
    ...{ width, height, lineHeight: LINE_HEIGHT_PX },
  };
}
