import { type Affine, composeAffine, invertAffine, scaleAndShift, turn } from '../prediction/affine.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a slice lies on its element, as cornerstone keeps it. */
export interface View {
  /** Screen pixels per slice pixel along the axis with the finer spacing. */
  readonly scale: number;
  /** Shift of the slice's middle from the element's, before the scale. */
  readonly translation: Point;
  /** Degrees clockwise on the screen, after the flips. */
  readonly rotation: number;
  readonly hflip: boolean;
  readonly vflip: boolean;
}

/** The grid of a slice's pixels; spacing is null where it is not known. */
export interface SliceGrid {
  readonly rows: number;
  readonly columns: number;
  readonly rowSpacingMm: number | null;
  readonly columnSpacingMm: number | null;
  /** Height of a pixel over its width, where that is all that is known; 1 without it. */
  readonly pixelAspect?: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const LEAST_SCALE = 0.05;
const MOST_SCALE = 40;

export function clampScale(scale: number): number {
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));
}

/** The point of a slice that is drawn at a point of its element. */
export function slicePoint(view: View, grid: SliceGrid, element: Size, at: Point): { x: number; y: number } {
  return applyAffine(invertAffine(viewTransform(view, grid, element)), at);
}

/** How much longer a pixel is drawn along each axis than along the one with the finer spacing: 1 for that one. */
export function pixelShape({ rowSpacingMm, columnSpacingMm, pixelAspect = 1 }: SliceGrid): Point {
  const known = rowSpacingMm && columnSpacingMm;
  const [row, column] = known ? [rowSpacingMm, columnSpacingMm] : [pixelAspect, 1];
  const finer = Math.min(row, column);
  return { x: column / finer, y: row / finer };
}

/**
 * The map from positions on a slice (in its pixels, centres at .5) to positions on its element (in CSS pixels): flipped
 * about the slice's middle, made true to spacing, turned, scaled, moved. The same as cornerstone-core's own transform.
 */
export function viewTransform(view: View, grid: SliceGrid, element: Size): Affine {
  const shape = pixelShape(grid);
  const linear = (xScale: number, yScale: number) => scaleAndShift(xScale, yScale);
  const turned = (degrees: number): Affine => ({ ...turn(degrees), x0: 0, y0: 0 });
  const steps: readonly Affine[] = [
    scaleAndShift(1, 1, -grid.columns / 2, -grid.rows / 2),
    linear(view.hflip ? -1 : 1, view.vflip ? -1 : 1),
    turned(view.rotation),
    scaleAndShift(1, 1, view.translation.x, view.translation.y),
    turned(-view.rotation),
    linear(view.scale * shape.x, view.scale * shape.y),
    turned(view.rotation),
    scaleAndShift(1, 1, element.width / 2, element.height / 2),
  ];
  return steps.reduce((before, step) => composeAffine(step, before));
}

export function applyAffine({ xx, xy, x0, yx, yy, y0 }: Affine, { x, y }: Point): { x: number; y: number } {
  return { x: xx * x + xy * y + x0, y: yx * x + yy * y + y0 };
}

/** The scale at which the whole slice, flipped and turned as it is, just fits its element. */
export function fitScale(view: Pick<View, 'rotation'>, grid: SliceGrid, element: Size): number {
  const shape = pixelShape(grid);
  const { xx, xy, yx, yy } = turn(view.rotation);
  const [width, height] = [grid.columns * shape.x, grid.rows * shape.y];
  const across = Math.abs(xx) * width + Math.abs(xy) * height;
  const down = Math.abs(yx) * width + Math.abs(yy) * height;
  return clampScale(Math.min(element.width / across, element.height / down));
}

/** The whole slice in the middle, flips and turns kept. */
export function fitted(view: View, grid: SliceGrid, element: Size): View {
  return { ...view, scale: fitScale(view, grid, element), translation: { x: 0, y: 0 } };
}

const degreesOnce = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** Turned clockwise about the middle of the element, whatever was flipped before. */
export function turnedView(view: View, degrees: number): View {
  const { xx, xy, yx, yy } = turn(degrees);
  const { x, y } = view.translation;
  const translation = { x: xx * x + xy * y, y: yx * x + yy * y };
  return { ...view, rotation: degreesOnce(view.rotation + degrees), translation };
}

/** Mirrored on the screen about the element's upright (or lying) middle line, whatever was turned before. */
export function flippedView(view: View, axis: 'horizontal' | 'vertical'): View {
  const { x, y } = view.translation;
  const [degrees, translation] = axis === 'horizontal' ? [0, { x: -x, y }] : [180, { x, y: -y }];
  // Upside down is mirrored and half a turn: with one kind of flip, a slice that lies as it came has no flip and no turn.
  return { ...view, rotation: degreesOnce(degrees - view.rotation), hflip: !view.hflip, translation };
}

/** The view moved so that a point of the slice is drawn at a point of the element. */
export function movedView(view: View, grid: SliceGrid, element: Size, slicePoint: Point, elementPoint: Point): View {
  const now = applyAffine(viewTransform(view, grid, element), slicePoint);
  return pannedView(view, grid, elementPoint.x - now.x, elementPoint.y - now.y);
}

/** The view moved by screen pixels. */
export function pannedView(view: View, grid: SliceGrid, dx: number, dy: number): View {
  const shape = pixelShape(grid);
  const back = turn(-view.rotation);
  const forth = turn(view.rotation);
  const along = { x: back.xx * dx + back.xy * dy, y: back.yx * dx + back.yy * dy };
  const scaled = { x: along.x / (view.scale * shape.x), y: along.y / (view.scale * shape.y) };
  const { x, y } = view.translation;
  return {
    ...view,
    translation: {
      x: x + forth.xx * scaled.x + forth.xy * scaled.y,
      y: y + forth.yx * scaled.x + forth.yy * scaled.y,
    },
  };
}

/** The view at another scale; the point of the slice under `at` (an element's point, its middle by default) stays there. */
export function zoomedView(view: View, grid: SliceGrid, element: Size, scale: number, at?: Point): View {
  const next = { ...view, scale: clampScale(scale) };
  if (!at) return next;
  return movedView(next, grid, element, slicePoint(view, grid, element, at), at);
}
