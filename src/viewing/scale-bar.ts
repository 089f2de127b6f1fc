import { pixelShape, type SliceGrid } from './view.ts';

export interface ScaleBar {
  readonly lengthMm: number;
  /** On the screen. */
  readonly lengthPx: number;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten millimetres that fits into `mostPx` screen pixels; null where the
 * spacing is not known. It holds in every direction: the view is true to spacing.
 * @param scale of the view, screen pixels per slice pixel along the axis with the finer spacing
 */
export function scaleBar(scale: number, grid: SliceGrid, mostPx: number): ScaleBar | null {
  const { rowSpacingMm, columnSpacingMm } = grid;
  if (!rowSpacingMm || !columnSpacingMm || !(scale > 0) || !(mostPx > 0)) return null;
  const pxPerMm = (scale * pixelShape(grid).x) / columnSpacingMm;
  const mostMm = mostPx / pxPerMm;
  const power = 10 ** Math.floor(Math.log10(mostMm));
  const step = [5, 2, 1].find((one) => one * power <= mostMm) ?? 1;
  const lengthMm = step * power;
  return { lengthMm, lengthPx: lengthMm * pxPerMm };
}

/** A length as it stands beside the bar: in cm from 1 cm on, without digits that are not there. */
export function scaleBarWord(lengthMm: number): string {
  const [value, unit] = lengthMm >= 10 ? [lengthMm / 10, 'cm'] : [lengthMm, 'mm'];
  return `${Number(value.toPrecision(1))} ${unit}`;
}
