import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';

type Series = Worklist['series'][number];

/** What the list draws, from top to bottom. */
export type Row =
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'slice'; readonly item: WorklistItem; readonly place: number };

/**
 * Rows of the list: series headings only where there is something to head and the order is the acquisition's.
 * @param inOrder whether it is
 * @param study whether the list is of a study: then a single series is headed too, by what it comes to
 */
export function worklistRows(
  order: readonly number[],
  items: ReadonlyMap<number, WorklistItem>,
  series: readonly Series[],
  inOrder: boolean,
  study = false,
): Row[] {
  const headed =
    inOrder &&
    (((series.length > 1 || study) && series.some(({ slices }) => slices > 1)) ||
      series.some(({ remarks }) => remarks.length > 0));
  const rows: Row[] = [];
  let current: number | null = null;
  order.forEach((id, place) => {
    const item = items.get(id);
    if (!item) return;
    const heading =
      headed && item.seriesIndex !== current ? series.find(({ index }) => index === item.seriesIndex) : null;
    if (heading) rows.push({ kind: 'series', series: heading });
    current = item.seriesIndex;
    rows.push({ kind: 'slice', item, place });
  });
  return rows;
}
