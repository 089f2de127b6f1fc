import type { Worklist } from '../../src/contract/review-methods.ts';

type Series = Worklist['series'][number];

/** What the list draws, from top to bottom. */
export type Row =
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'slice'; readonly sliceId: number; readonly place: number };

/** The rows of a list, and at which of them each listed slice stands. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<number, number>;
}

/**
 * Rows of the list: series headings only where there is something to head and the order is the acquisition's.
 * @param seriesOf the series of each slice, by its index
 * @param inOrder whether it is
 * @param study whether the list is of a study: then a single series is headed too, by what it comes to
 */
export function worklistRows(
  order: readonly number[],
  seriesOf: (sliceId: number) => number | undefined,
  series: readonly Series[],
  inOrder: boolean,
  study = false,
): Rows {
  const headed =
    inOrder &&
    (((series.length > 1 || study) && series.some(({ slices }) => slices > 1)) ||
      series.some(({ remarks }) => remarks.length > 0));
  const byIndex = new Map(series.map((one) => [one.index, one]));
  const rows: Row[] = [];
  const rowOf = new Map<number, number>();
  let current: number | undefined;
  order.forEach((sliceId, place) => {
    const index = seriesOf(sliceId);
    const heading = headed && index !== undefined && index !== current ? byIndex.get(index) : undefined;
    if (heading) rows.push({ kind: 'series', series: heading });
    current = index;
    rowOf.set(sliceId, rows.length);
    rows.push({ kind: 'slice', sliceId, place });
  });
  return { rows, rowOf };
}
