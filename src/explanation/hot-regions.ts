import { type MaskPart, maskParts } from '../prediction/mask.ts';

/** The parts of a slice where a map is at or above a threshold. Counts are of pixels. */
export interface HotRegions {
  readonly regions: number;
  readonly total: number;
  readonly largest: number;
  /** How many of all hot pixels lie outside the head. */
  readonly outsideHead: number;
  readonly headPixels: number;
}

/**
 * Finds the hot parts of a map; pixels that touch by their sides hang together.
 * @param heat one value per pixel, row-major
 * @param head 1 inside the head
 */
export function hotRegions(
  heat: ArrayLike<number>,
  rows: number,
  columns: number,
  threshold: number,
  head: Uint8Array,
): HotRegions {
  const mask = new Uint8Array(rows * columns);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (heat[at] as number) >= threshold ? 1 : 0;
  const parts: MaskPart[] = maskParts(mask, rows, columns);
  let [outsideHead, headPixels] = [0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    headPixels += head[at] as number;
    if (mask[at] === 1 && head[at] === 0) outsideHead += 1;
  }
  return {
    regions: parts.length,
    total: parts.reduce((sum, { count }) => sum + count, 0),
    largest: parts.reduce((most, { count }) => Math.max(most, count), 0),
    outsideHead,
    headPixels,
  };
}

/** An area on the slice: in square millimetres where the pixels' spacing is known, else as a share of the head. */
export type HotArea =
  | { readonly kind: 'mm2'; readonly totalMm2: number; readonly largestMm2: number }
  | { readonly kind: 'share-of-head'; readonly total: number; readonly largest: number };

/** How large hot regions are. Null spacing, or spacing that is not above 0: shares of the head (which may pass 1). */
export function hotArea(
  regions: HotRegions,
  spacing: { readonly rowSpacingMm: number | null; readonly columnSpacingMm: number | null },
): HotArea {
  const { rowSpacingMm, columnSpacingMm } = spacing;
  if (rowSpacingMm && columnSpacingMm && rowSpacingMm > 0 && columnSpacingMm > 0) {
    const pixelMm2 = rowSpacingMm * columnSpacingMm;
    return { kind: 'mm2', totalMm2: regions.total * pixelMm2, largestMm2: regions.largest * pixelMm2 };
  }
  const head = Math.max(1, regions.headPixels);
  return { kind: 'share-of-head', total: regions.total / head, largest: regions.largest / head };
}
