import { mayShow } from '../state/blind.ts';
import { countFilters, type FilterCounts } from '../state/worklist-filters.ts';
import { useWorklist } from '../state/worklist-store.ts';

/** The last count and what it was of: several parts of the list show it, and one pass is enough for all. */
let last: { readonly of: unknown; readonly counts: FilterCounts } | null = null;

/** How many slices each filter lets through; counted again when a slice or what may be seen of it changes. */
export function useFilterCounts(): FilterCounts {
  const items = useWorklist((state) => state.items);
  if (last?.of !== items) last = { of: items, counts: countFilters(items.values(), { shows: mayShow }) };
  return last.counts;
}
