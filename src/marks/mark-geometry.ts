import type { Point } from './mark-shape.ts';

/** Distance between the centres of neighbouring rows and of neighbouring columns (PS3.3 10.7.1.3: row spacing first). */
export interface SpacingMm {
  readonly row: number;
  readonly column: number;
}

/** Distance in pixels of the slice. */
export function lengthPx(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Distance in mm; pixels need not be square. */
export function lengthMm(a: Point, b: Point, spacing: SpacingMm): number {
  return Math.hypot((b.x - a.x) * spacing.column, (b.y - a.y) * spacing.row);
}

/**
 * The angle at `corner` between the arms to `a` and `b`, 0 to 180 degrees. Of the distances between rows and between columns
 * their ratio alone matters.
 */
export function angleDegrees(a: Point, corner: Point, b: Point, { row, column }: SpacingMm): number {
  const ax = (a.x - corner.x) * column;
  const ay = (a.y - corner.y) * row;
  const bx = (b.x - corner.x) * column;
  const by = (b.y - corner.y) * row;
  return (Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 180) / Math.PI;
}

/** Area in square pixels of the figure as it is drawn: of the rectangle, or of the ellipse in that box. */
export function areaPx(kind: 'ellipse' | 'rectangle', a: Point, b: Point): number {
  const box = Math.abs(b.x - a.x) * Math.abs(b.y - a.y);
  return kind === 'rectangle' ? box : (box * Math.PI) / 4;
}

/**
 * The pixels whose centres lie in the figure or on its edge, as indices into row-major samples, in order. What lies outside
 * of the picture is not there.
 */
export function pixelsInside(
  kind: 'ellipse' | 'rectangle',
  [a, b]: readonly [Point, Point],
  picture: { readonly rows: number; readonly columns: number },
): number[] {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  const inside: number[] = [];
  for (let y = Math.max(0, Math.ceil(top - 0.5)); y <= Math.min(picture.rows - 1, Math.floor(bottom - 0.5)); y += 1) {
    const across = kind === 'rectangle' ? 1 : ellipseShare(y + 0.5, top, bottom);
    const half = ((right - left) / 2) * across;
    const middle = (left + right) / 2;
    const first = Math.max(0, Math.ceil(middle - half - 0.5));
    const last = Math.min(picture.columns - 1, Math.floor(middle + half - 0.5));
    for (let x = first; x <= last; x += 1) inside.push(y * picture.columns + x);
  }
  return inside;
}

/** Half width of an ellipse at a height, as a share of its largest. */
function ellipseShare(y: number, top: number, bottom: number): number {
  const radius = (bottom - top) / 2;
  const off = (y - (top + bottom) / 2) / radius;
  return Math.sqrt(Math.max(0, 1 - off * off));
}
