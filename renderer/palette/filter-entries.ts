import { narrow } from '../actions/narrowing.ts';
import { whyNotInReview } from '../keys/why-not.ts';
import { hidesAi } from '../state/blind.ts';
import { countFilters } from '../state/worklist-filters.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { filterChoices, isChosen, whyNoFilter } from '../worklist/filter-choices.ts';
import { offered, type PaletteEntry } from './palette-entry.ts';

const FURTHER_WORDS: Readonly<Record<string, string>> = {
  disagreement: 'disagreement disagrees',
  uncertain: 'uncertain doubt',
};

/** No counts are said here: none are needed. */
const NO_COUNTS = countFilters([], { shows: () => false });

/** Narrowing the list to each thing that it can be narrowed to, and taking off what it is narrowed to. */
export function filterEntries(): PaletteEntry[] {
  const { filters, titles, queue, items } = useWorklist.getState();
  const elsewhere = whyNotInReview();
  const blind = hidesAi(items.values());
  return filterChoices(NO_COUNTS, titles).map((choice) => {
    const { key, group, word, on, off } = choice;
    const chosen = isChosen(choice, filters);
    const id = `filter${group === 'Series' ? ':' : ' '}${key}`;
    return offered({
      id,
      group: 'Filter',
      title: `${chosen ? 'Take off the filter' : 'Filter'} by ${group.toLowerCase()}: ${word}`,
      words: FURTHER_WORDS[key] ?? '',
      why: elsewhere ?? whyNoFilter(group, { blind, queued: queue !== null }),
      run: () => narrow(chosen ? off : on),
    });
  });
}
