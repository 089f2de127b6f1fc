import type { Filters } from '../../src/contract/view-methods.ts';
import type { FilterCounts } from '../state/worklist-filters.ts';
import { labelWord } from '../words.ts';

/** One thing that the list can be narrowed to. */
export interface FilterChoice {
  readonly key: string;
  readonly group: 'Reading' | 'Model' | 'Label' | 'Series';
  readonly word: string;
  /** How many slices of the source fit it alone. */
  readonly count: number;
  readonly on: Partial<Filters>;
  readonly off: Partial<Filters>;
}

const LABELS = ['haemorrhage', 'none', 'unsure', 'excluded', 'no-label'] as const;
const CALLS = ['haemorrhage', 'none'] as const;

/** Everything that a list can be narrowed to, in the order of the menu. Series only where there are several. */
export function filterChoices(counts: FilterCounts, titles: ReadonlyMap<number, string>): FilterChoice[] {
  const reading: FilterChoice[] = [
    choice('unread', 'Reading', 'Unread', counts.all - counts.read, { status: 'unread' }, { status: 'all' }),
    choice('read', 'Reading', 'Read', counts.read, { status: 'read' }, { status: 'all' }),
  ];
  const within = 'Model cannot tell';
  const model: FilterChoice[] = [
    choice(
      'disagreement',
      'Model',
      'Read differs from the model',
      counts.disagreement,
      { disagreement: true },
      { disagreement: false },
    ),
    choice('uncertain', 'Model', within, counts.uncertain, { uncertain: true }, { uncertain: false }),
    ...CALLS.map((call) =>
      choice(
        `call ${call}`,
        'Model',
        `Called ${labelWord(call).toLowerCase()}`,
        counts.call.get(call) ?? 0,
        { call },
        { call: null },
      ),
    ),
  ];
  const labels = LABELS.map((label) => {
    const word = label === 'no-label' ? 'No label' : labelWord(label);
    return choice(`label ${label}`, 'Label', word, counts.label.get(label) ?? 0, { label }, { label: null });
  });
  const series =
    titles.size < 2
      ? []
      : [...titles].map(([index, title]) =>
          choice(
            `series ${index}`,
            'Series',
            title,
            counts.series.get(index)?.all ?? 0,
            { series: index },
            { series: null },
          ),
        );
  return [...reading, ...model, ...labels, ...series];
}

function choice(
  key: string,
  group: FilterChoice['group'],
  word: string,
  count: number,
  on: Partial<Filters>,
  off: Partial<Filters>,
): FilterChoice {
  return { key, group, word, count, on, off };
}

/** Why a list is not narrowed by the model or by label while the AI of one of its slices is hidden. */
export const BLIND_FILTER = 'Blind-first: filters by the model or by label would tell what is hidden';

/** Whether a group of filters would tell what is hidden from a blind reader. */
export const tellsHidden = (group: FilterChoice['group']): boolean => group === 'Model' || group === 'Label';

/** Why the list cannot be narrowed to a choice of a group now; null when it can. */
export function whyNoFilter(
  group: FilterChoice['group'],
  now: { readonly blind: boolean; readonly queued: boolean },
): string | null {
  if (now.queued && group === 'Reading') return 'A queue counts in its own way what is read.';
  return now.blind && tellsHidden(group) ? BLIND_FILTER : null;
}

/** Whether the list is narrowed to a choice now. */
export function isChosen({ on }: FilterChoice, filters: Filters): boolean {
  return (Object.keys(on) as (keyof Filters)[]).every((key) => filters[key] === on[key]);
}
