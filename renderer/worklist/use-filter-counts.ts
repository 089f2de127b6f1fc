import { mayShow } from '../state/blind.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { countFilters, type FilterCounts } from '../state/worklist-filters.ts';
import { useWorklist } from '../state/worklist-store.ts';

/** The last count and what it was of: several parts of the list show it, and one pass is enough for all. */
let last: { readonly of: readonly unknown[]; readonly counts: FilterCounts } | null = null;

/** How many slices each filter lets through; counted again when a slice or what may be seen of it changes. */
export function useFilterCounts(): FilterCounts {
  const items = useWorklist((state) => state.items);
  const blindFirst = usePreferences((state) => state.blindFirst);
  const revealed = useReview((state) => state.revealed);
  const of = [items, blindFirst, revealed];
  if (!last?.of.every((value, index) => value === of[index])) {
    last = { of, counts: countFilters(items.values(), { shows: (item) => mayShow(item, blindFirst, revealed) }) };
  }
  return last.counts;
}
