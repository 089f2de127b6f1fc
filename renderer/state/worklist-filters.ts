import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { Filters } from '../../src/contract/view-methods.ts';
import type { Label, TrainableLabel } from '../../src/review/label.ts';
import { disagrees } from './worklist-view.ts';

export const NO_FILTERS: Filters = {
  status: 'all',
  disagreement: false,
  uncertain: false,
  label: null,
  call: null,
  series: null,
  search: '',
};

/** What a filter may go by: what is hidden while blind is found by nothing. */
export interface Sight {
  /** Whether call, label and file name of a slice may be on the screen. */
  readonly shows: (item: WorklistItem) => boolean;
  readonly titles: ReadonlyMap<number, string>;
}

/** Filters without those that tell the model's mind or a label: what is left of them while blind. */
export function blindFilters(filters: Filters): Filters {
  return { ...filters, disagreement: false, uncertain: false, label: null, call: null };
}

export function isFiltered(filters: Filters): boolean {
  return (Object.keys(NO_FILTERS) as (keyof Filters)[]).some((key) => filters[key] !== NO_FILTERS[key]);
}

/** Whether a reader's own label contradicts the model's call. */
export function readDisagrees(item: WorklistItem): boolean {
  return item.read && disagrees(item);
}

/** Whether a slice fits all filters but the status, which a queue counts in its own way. */
export function fits(item: WorklistItem, filters: Filters, sight: Sight): boolean {
  const { disagreement, uncertain, label, call, series, search } = filters;
  if (series !== null && item.seriesIndex !== series) return false;
  const shows = sight.shows(item);
  if (disagreement && !(shows && readDisagrees(item))) return false;
  if (uncertain && !(shows && item.prediction?.cannotTell)) return false;
  if (label !== null && !(shows && (item.currentLabel ?? 'no-label') === label)) return false;
  if (call !== null && !(shows && item.prediction?.call === call)) return false;
  return search.trim() === '' || isFound(item, search, sight.titles.get(item.seriesIndex) ?? '', shows);
}

const texts = new WeakMap<WorklistItem, string>();

function textOf(item: WorklistItem, title: string): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = `${item.file}\n${title}\n${item.notes}`.toLowerCase();
  texts.set(item, text);
  return text;
}

/** Every word is in the file's name, the series' title or a note, or is the instance number. */
function isFound(item: WorklistItem, search: string, title: string, shows: boolean): boolean {
  const text = shows ? textOf(item, title) : '';
  return search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word) || word === String(item.instanceNumber));
}

/** How many slices each filter alone lets through. */
export interface FilterCounts {
  readonly all: number;
  readonly read: number;
  readonly disagreement: number;
  readonly uncertain: number;
  readonly label: ReadonlyMap<Label | 'no-label', number>;
  readonly call: ReadonlyMap<TrainableLabel, number>;
  readonly series: ReadonlyMap<number, { readonly all: number; readonly read: number }>;
}

/** One pass over the list. Slices whose call and label are hidden count for neither. */
export function countFilters(items: Iterable<WorklistItem>, sight: Pick<Sight, 'shows'>): FilterCounts {
  const label = new Map<Label | 'no-label', number>();
  const call = new Map<TrainableLabel, number>();
  const series = new Map<number, { all: number; read: number }>();
  const counts = { all: 0, read: 0, disagreement: 0, uncertain: 0 };
  for (const item of items) {
    counts.all += 1;
    const own = series.get(item.seriesIndex) ?? { all: 0, read: 0 };
    if (own.all === 0) series.set(item.seriesIndex, own);
    own.all += 1;
    if (item.read) {
      counts.read += 1;
      own.read += 1;
    }
    if (!sight.shows(item)) continue;
    const { prediction, currentLabel } = item;
    label.set(currentLabel ?? 'no-label', (label.get(currentLabel ?? 'no-label') ?? 0) + 1);
    if (readDisagrees(item)) counts.disagreement += 1;
    if (prediction === null) continue;
    if (prediction.cannotTell) counts.uncertain += 1;
    call.set(prediction.call, (call.get(prediction.call) ?? 0) + 1);
  }
  return { ...counts, label, call, series };
}
