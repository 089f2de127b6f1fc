import { groupBy } from '../collections/group-by.ts';
import { deriveSeed, type Seed } from '../random/seeded-random.ts';
import { SAME_PLACE_MM } from '../study/series-gaps.ts';

/** A slice with its place in the order of its files, as far as an order is drawn from it. */
export interface PlacedSlice {
  readonly sliceId: number;
  readonly seriesIndex: number;
  readonly format: 'png' | 'dicom';
  /** Along the series' normal; null where the file does not say. */
  readonly positionMm: number | null;
}

/** A series of the drawn order. */
export interface DrawnSeries<T extends PlacedSlice> {
  /** Its index in the order of the files; null for all pictures that are of no scan, whose folders may be classes. */
  readonly filed: number | null;
  readonly slices: readonly T[];
}

/**
 * An order in which neither the place nor the series tells how the files lay in their folders: series come as drawn, and their
 * slices too, except that a stack keeps the order of its positions, which come from the scanner and not from a folder. PNGs are all
 * in one series.
 * @param seed the same seed gives the same order, whatever else is in the list
 */
export function drawReadingOrder<T extends PlacedSlice>(items: readonly T[], seed: Seed): DrawnSeries<T>[] {
  const series = groupBy(items, ({ format, seriesIndex }) => (format === 'png' ? null : seriesIndex));
  return [...series]
    .map(([filed, slices]) => ({ filed, slices: drawnSlices(slices, seed) }))
    .map((drawn) => ({ drawn, place: deriveSeed(seed, 'series', drawn.filed ?? 'pictures') }))
    .sort((a, b) => a.place - b.place)
    .map(({ drawn }) => drawn);
}

function drawnSlices<T extends PlacedSlice>(slices: readonly T[], seed: Seed): T[] {
  const stack = slices.every(({ positionMm }) => positionMm !== null);
  return slices
    .map((item) => ({
      item,
      step: stack ? Math.round((item.positionMm ?? 0) / SAME_PLACE_MM) : 0,
      place: deriveSeed(seed, 'slice', item.sliceId),
    }))
    .sort((a, b) => a.step - b.step || a.place - b.place || a.item.sliceId - b.item.sliceId)
    .map(({ item }) => item);
}
