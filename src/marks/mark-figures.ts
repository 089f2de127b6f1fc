import { z } from 'zod';
import { isWithin, type ValueRange } from '../study/finite-range.ts';
import { angleDegrees, areaPx, lengthMm, lengthPx, pixelsInside, type SpacingMm } from './mark-geometry.ts';
import type { MarkShape, Point } from './mark-shape.ts';

/** What a value of the picture is: HU for CT, grey level of a PNG, luma of a picture in colour, a value without a scale. */
const unitSchema = z.enum(['HU', 'grey', 'colour', 'stored']);
export type ValueUnit = z.infer<typeof unitSchema>;

const whole = z.number().int().nonnegative();

/** What a mark measures. In mm only where the file says its spacing (else null), in HU only for CT. */
export const markFiguresSchema = z.discriminatedUnion('kind', [
  /** `column` and `row` count from 0; `value` is null on padding and on rows that a cut-off file lacks. */
  z.object({ kind: z.literal('probe'), column: whole, row: whole, value: z.number().nullable(), unit: unitSchema }),
  z.object({ kind: z.literal('length'), px: z.number(), mm: z.number().nullable() }),
  /** `inMm`: whether the spacing was known. Without it pixels count as high by wide as `pixelAspect` says, or as square. */
  z.object({
    kind: z.literal('angle'),
    degrees: z.number(),
    inMm: z.boolean(),
    pixelAspect: z.number().positive().optional(),
  }),
  z.object({
    kind: z.literal('area'),
    areaPx: z.number(),
    areaMm2: z.number().nullable(),
    /** Pixels whose centre is inside; the statistics are over these. Padding and missing rows are not among them. */
    pixels: whole,
    /** Pixels inside that are padding, or of rows that a cut-off file lacks, and were left out. */
    paddingPixels: whole,
    mean: z.number().nullable(),
    /** Of the pixels as the whole, not as a sample: divided by their number. */
    sd: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    unit: unitSchema,
  }),
  z.object({ kind: z.literal('none') }),
]);
export type MarkFigures = z.infer<typeof markFiguresSchema>;

/** A decoded slice as it is drawn and measured: `pixels` row-major, RGBA when `color`; value = pixel * slope + intercept. */
export interface MeasuredPicture {
  readonly rows: number;
  readonly columns: number;
  readonly color: boolean;
  readonly pixels: ArrayLike<number>;
  readonly slope: number;
  readonly intercept: number;
  readonly unit: ValueUnit;
  /** Pixels of this range are padding: no part of the picture. */
  readonly padding: ValueRange | null;
  /** Of a file that was cut off, at the bottom: drawn dark, and no part of the picture. */
  readonly rowsMissing: number;
  readonly rowSpacingMm: number | null;
  readonly columnSpacingMm: number | null;
  /** Height of a pixel by its width, as it is drawn where no spacing is known; 1 where that is not known either. */
  readonly pixelAspect: number;
}

/** Pure: the same mark on the same picture gives the same figures, on the screen and in the log. */
export function measureMark(shape: MarkShape, picture: MeasuredPicture): MarkFigures {
  const spacing = spacingOf(picture);
  switch (shape.kind) {
    case 'probe':
      return probeFigures(shape.points[0], picture);
    case 'length': {
      const [from, to] = shape.points;
      return { kind: 'length', px: lengthPx(from, to), mm: spacing && lengthMm(from, to, spacing) };
    }
    case 'angle':
      return angleFigures(shape.points, picture, spacing);
    case 'ellipse':
    case 'rectangle':
      return areaFigures(shape.kind, shape.points, picture, spacing);
    case 'arrow':
      return { kind: 'none' };
  }
}

function spacingOf({ rowSpacingMm, columnSpacingMm }: MeasuredPicture): SpacingMm | null {
  if (rowSpacingMm === null || columnSpacingMm === null) return null;
  return { row: rowSpacingMm, column: columnSpacingMm };
}

function angleFigures(
  points: readonly [Point, Point, Point],
  { pixelAspect }: MeasuredPicture,
  spacing: SpacingMm | null,
): MarkFigures {
  const degrees = angleDegrees(...points, spacing ?? { row: pixelAspect, column: 1 });
  const byAspect = spacing === null && pixelAspect !== 1;
  return { kind: 'angle', degrees, inMm: spacing !== null, ...(byAspect && { pixelAspect }) };
}

function probeFigures(at: Point, picture: MeasuredPicture): MarkFigures {
  // The far edge belongs to the last pixel.
  const column = Math.min(Math.max(Math.floor(at.x), 0), picture.columns - 1);
  const row = Math.min(Math.max(Math.floor(at.y), 0), picture.rows - 1);
  return { kind: 'probe', column, row, value: valueAt(picture, row * picture.columns + column), unit: picture.unit };
}

function areaFigures(
  kind: 'ellipse' | 'rectangle',
  points: readonly [Point, Point],
  picture: MeasuredPicture,
  spacing: SpacingMm | null,
): MarkFigures {
  const area = areaPx(kind, ...points);
  const inside = pixelsInside(kind, points, picture).map((index) => valueAt(picture, index));
  const values = inside.filter((value) => value !== null);
  return {
    kind: 'area',
    areaPx: area,
    areaMm2: spacing && area * spacing.row * spacing.column,
    pixels: values.length,
    paddingPixels: inside.length - values.length,
    ...statisticsOf(values),
    unit: picture.unit,
  };
}

/** Mean, population SD in two passes, lowest and highest; null over nothing. */
function statisticsOf(values: readonly number[]) {
  const n = values.length;
  if (n === 0) return { mean: null, sd: null, min: null, max: null };
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = sum / n;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / n), min, max };
}

/** A pixel's value in the picture's unit, null for padding and missing rows. Colour counts as its luma (ITU-R BT.601), 0 to 255. */
function valueAt(picture: MeasuredPicture, index: number): number | null {
  const { pixels, padding } = picture;
  if (index >= (picture.rows - picture.rowsMissing) * picture.columns) return null;
  if (picture.color) {
    const [red, green, blue] = [pixels[index * 4] ?? 0, pixels[index * 4 + 1] ?? 0, pixels[index * 4 + 2] ?? 0];
    return red === green && green === blue ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  const pixel = pixels[index] ?? 0;
  if (isWithin(pixel, padding)) return null;
  return pixel * picture.slope + picture.intercept;
}
