import { create } from 'zustand';
import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import type { Filters, SourcePlace } from '../../src/contract/view-methods.ts';
import { mayShow } from './blind.ts';
import type { Loadable } from './loadable.ts';
import { inQueue, queuedItems, type RereadQueue, withRereads } from './reread-queue.ts';
import { fits, isFiltered, NO_FILTERS, type Sight } from './worklist-filters.ts';
import { type SliceNumber, type Sort, sliceNumbers, sortItems } from './worklist-view.ts';

interface WorklistState {
  readonly sourceId: number | null;
  readonly worklist: Loadable<Worklist>;
  readonly items: ReadonlyMap<number, WorklistItem>;
  /** Ids in acquisition order: what the wheel goes through. */
  readonly stack: readonly number[];
  readonly numbers: ReadonlyMap<number, SliceNumber>;
  /** Titles of the series by their index. */
  readonly titles: ReadonlyMap<number, string>;
  /** Ids as listed: sorted and filtered when asked, and not in between. */
  readonly order: readonly number[];
  /** Where each listed slice stands in `order`. */
  readonly places: ReadonlyMap<number, number>;
  readonly sort: Sort;
  readonly filters: Filters;
  /** Slices that stay listed although the filter would drop them now. */
  readonly kept: ReadonlySet<number>;
  /** Predictions that came since the list was last sorted by them. */
  readonly newResults: number;
  readonly selectedId: number | null;
  /** Slices marked for a bulk label. */
  readonly marked: ReadonlySet<number>;
  /** Where a range of marks begins, and its moving end. */
  readonly anchorId: number | null;
  readonly leadId: number | null;
  /** While set, the list holds the slices of this queue alone, in its order. */
  readonly queue: RereadQueue | null;
  /** The slice of the list that was selected last: where the list goes on after a look at its neighbours in the stack. */
  readonly listedId: number | null;
}

const NO_MARKS = { marked: new Set<number>(), anchorId: null, leadId: null } as const;

const empty = {
  sourceId: null,
  worklist: { kind: 'idle' },
  items: new Map<number, WorklistItem>(),
  stack: [],
  numbers: new Map<number, SliceNumber>(),
  titles: new Map<number, string>(),
  order: [],
  places: new Map<number, number>(),
  kept: new Set<number>(),
  newResults: 0,
  selectedId: null,
  ...NO_MARKS,
  queue: null,
  listedId: null,
} as const;

export const useWorklist = create<WorklistState>()(() => ({ ...empty, sort: 'order', filters: NO_FILTERS }));

/** Forgets the list and what it was narrowed to; what is shown next begins whole. */
export function clearWorklist(): void {
  useWorklist.setState({ ...empty, sort: 'order', filters: NO_FILTERS });
}

type Listing = Pick<WorklistState, 'items' | 'sort' | 'filters' | 'kept' | 'queue' | 'titles'>;

/** What a filter may go by now. */
function sightNow(titles: ReadonlyMap<number, string>): Sight {
  return { titles, shows: mayShow };
}

function listed(state: Listing): Pick<WorklistState, 'order' | 'places'> {
  const { items, filters, kept, queue } = state;
  const inOrder = queue
    ? queuedItems(queue, items, filters.status, kept).flatMap((sliceId) => items.get(sliceId) ?? [])
    : sortItems([...items.values()], state.sort);
  const sight = sightNow(state.titles);
  const hasStatus = (item: WorklistItem) =>
    queue !== null || filters.status === 'all' || item.read === (filters.status === 'read');
  const order = (
    isFiltered(filters)
      ? inOrder.filter((item) => kept.has(item.sliceId) || (hasStatus(item) && fits(item, filters, sight)))
      : inOrder
  ).map(({ sliceId }) => sliceId);
  return { order, places: new Map(order.map((sliceId, place) => [sliceId, place])) };
}

/**
 * Takes a worklist from main, and goes to the place that is given, at once: what is selected is put on record as shown. Without
 * a place the selected slice stays selected. Where there is no such slice the list begins at its top.
 */
export function showWorklist(
  worklist: Worklist,
  place: Pick<SourcePlace, 'sliceId' | 'series' | 'search'> | null = null,
): void {
  const before = useWorklist.getState();
  const items = new Map(worklist.items.map((item) => [item.sliceId, item]));
  const stack = sortItems(worklist.items, 'order').map(({ sliceId }) => sliceId);
  const same = before.sourceId === worklist.sourceId;
  const inList = (sliceId: number | null | undefined): number | null =>
    items.has(sliceId ?? -1) ? (sliceId ?? null) : null;
  const placed = inList(place?.sliceId);
  const filters = place === null ? before.filters : { ...before.filters, series: place.series, search: place.search };
  const kept = new Set(place === null && same ? before.kept : []);
  if (placed !== null && filters.search === '') kept.add(placed);
  const queue = before.queue && inQueue(before.queue, worklist.sourceId) ? before.queue : null;
  const titles = new Map(worklist.series.map(({ index, title }) => [index, title]));
  const next = { items, kept, titles, sort: before.sort, filters, queue };
  const { order, places } = listed(next);
  const selectedId = placed ?? (same && place === null ? inList(before.selectedId) : null);
  useWorklist.setState({
    ...next,
    ...(same ? {} : NO_MARKS),
    sourceId: worklist.sourceId,
    worklist: { kind: 'ready', value: worklist },
    stack,
    numbers: sliceNumbers(worklist.items),
    order,
    places,
    newResults: 0,
    selectedId: selectedId ?? order[0] ?? stack[0] ?? null,
    listedId: selectedId ?? order[0] ?? null,
  });
}

/** Sorts (again) and filters (again): the only times that rows move. Marks of slices that are no longer listed go. */
export function arrangeWorklist(change: { readonly sort?: Sort; readonly filters?: Partial<Filters> }): void {
  useWorklist.setState((state) => {
    const filters = { ...state.filters, ...change.filters };
    // A search answers what it was asked: the slice on the screen does not stay in between.
    const keep = state.selectedId !== null && filters.search === '';
    const kept = keep && state.selectedId !== null ? new Set([state.selectedId]) : new Set<number>();
    const next = { ...state, filters, kept, sort: change.sort ?? state.sort };
    const { order, places } = listed(next);
    const marked = new Set([...state.marked].filter((sliceId) => places.has(sliceId)));
    const stillListed = (sliceId: number | null): number | null => (places.has(sliceId ?? -1) ? sliceId : null);
    const [anchorId, leadId] = [stillListed(state.anchorId), stillListed(state.leadId)];
    return { sort: next.sort, filters, kept, order, places, marked, anchorId, leadId, newResults: 0 };
  });
}

export function selectSlice(sliceId: number): void {
  useWorklist.setState((state) => ({
    selectedId: sliceId,
    kept: state.kept.has(sliceId) ? state.kept : new Set(state.kept).add(sliceId),
    listedId: state.places.has(sliceId) ? sliceId : state.listedId,
    // A range and the next toggle begin where the reader has gone, and so does what is read aloud.
    anchorId: null,
    leadId: null,
  }));
}

/** Adds a slice to the marks or takes it off; the slice on the screen is the first of them. */
export function toggleMark(sliceId: number): void {
  useWorklist.setState(({ marked, selectedId, places }) => {
    const next = new Set(marked);
    if (marked.size === 0 && selectedId !== null && selectedId !== sliceId && places.has(selectedId)) {
      next.add(selectedId);
    }
    if (!next.delete(sliceId)) next.add(sliceId);
    return { marked: next, anchorId: sliceId, leadId: sliceId };
  });
}

/** Adds the row that the keys are at to the marks, or takes it off: the end of a range, else the slice on the screen. */
export function toggleMarkHere(): void {
  const { leadId, selectedId, places } = useWorklist.getState();
  const here = leadId !== null && places.has(leadId) ? leadId : selectedId;
  if (here !== null && places.has(here)) toggleMark(here);
}

/** Marks what is listed from the anchor (else the slice on the screen) to here. */
export function markTo(sliceId: number): void {
  useWorklist.setState(({ anchorId, selectedId, places, order }) => {
    const anchor = anchorId ?? selectedId ?? sliceId;
    const from = places.get(anchor);
    const to = places.get(sliceId);
    if (to === undefined) return {};
    const begin = from ?? to;
    const marked = new Set(order.slice(Math.min(begin, to), Math.max(begin, to) + 1));
    return { marked, anchorId: from === undefined ? sliceId : anchor, leadId: sliceId };
  });
}

/** Moves the end of the marked range one row along. */
export function extendMarks(step: number): void {
  const { leadId, selectedId, places, order } = useWorklist.getState();
  const from = places.get(leadId ?? selectedId ?? -1);
  const next = from === undefined ? order[0] : order[from + step];
  if (next !== undefined) markTo(next);
}

/** Marks these slices, and no others. */
export function markAll(sliceIds: readonly number[]): void {
  useWorklist.setState({ marked: new Set(sliceIds), anchorId: sliceIds[0] ?? null, leadId: sliceIds.at(-1) ?? null });
}

export function clearMarks(): void {
  useWorklist.setState(NO_MARKS);
}

/** Limits the list to a queue, from its top; null lists everything again, the selected slice staying where it is. */
export function setQueue(queue: RereadQueue | null): void {
  useWorklist.setState((state) => {
    const next = { ...state, queue, filters: NO_FILTERS, kept: new Set<number>() };
    const { order, places } = listed(next);
    const selectedId = queue === null ? state.selectedId : (order[0] ?? state.selectedId);
    const { filters, kept } = next;
    return { ...NO_MARKS, queue, filters, kept, order, places, selectedId, listedId: selectedId, newResults: 0 };
  });
}

/** A slice was read, or its read taken back: its queue knows. */
export function noteReread(sliceId: number, read: boolean): void {
  noteRereads([sliceId], read);
}

/** The same for many slices. */
export function noteRereads(sliceIds: readonly number[], read: boolean): void {
  useWorklist.setState(({ queue }) => (queue === null ? {} : { queue: withRereads(queue, sliceIds, read) }));
}
