import type { Filters } from '../../src/contract/view-methods.ts';
import { hidesAi } from '../state/blind.ts';
import { useDialog } from '../state/dialog-store.ts';
import { blindFilters, isFiltered, NO_FILTERS } from '../state/worklist-filters.ts';
import { arrangeWorklist, clearMarks, useWorklist } from '../state/worklist-store.ts';

/** Id of the search field, which a key gives the focus. */
export const SEARCH_ID = 'worklist-search';

/** Narrows the list. While blind, what would tell the model's mind or a label is left out. */
export function narrow(change: Partial<Filters>): void {
  const filters = { ...useWorklist.getState().filters, ...change };
  arrangeWorklist({ filters: hidesAi(useWorklist.getState().items.values()) ? blindFilters(filters) : filters });
}

export function clearFilters(): void {
  arrangeWorklist({ filters: NO_FILTERS });
}

export function focusSearch(): void {
  document.getElementById(SEARCH_ID)?.focus();
}

/** Takes one thing back at a time: the marks, then what the list is narrowed to. */
export function clearMarksOrFilters(): void {
  const { marked, filters } = useWorklist.getState();
  if (useDialog.getState().dialog.kind !== 'none') return;
  if (marked.size > 0) clearMarks();
  else if (isFiltered(filters)) clearFilters();
}
