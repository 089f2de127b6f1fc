import { create } from 'zustand';
import type { Worklist, WorklistItem } from '../../src/contract/review-methods.ts';
import type { Loadable } from './loadable.ts';
import { inQueue, queuedItems, type RereadQueue, withReread } from './reread-queue.ts';
import { type Filter, filterItems, type SliceNumber, type Sort, sliceNumbers, sortItems } from './worklist-view.ts';

interface WorklistState {
  readonly sourceId: number | null;
  readonly worklist: Loadable<Worklist>;
  readonly items: ReadonlyMap<number, WorklistItem>;
  /** Ids in acquisition order: what the wheel goes through. */
  readonly stack: readonly number[];
  readonly numbers: ReadonlyMap<number, SliceNumber>;
  /** Ids as listed: sorted and filtered when asked, and not in between. */
  readonly order: readonly number[];
  readonly sort: Sort;
  readonly filter: Filter;
  /** Slices that stay listed although the filter would drop them now. */
  readonly kept: ReadonlySet<number>;
  /** Predictions that came since the list was last sorted by them. */
  readonly newResults: number;
  readonly selectedId: number | null;
  /** While set, the list holds the slices of this queue alone, in its order. */
  readonly queue: RereadQueue | null;
  /** The slice of the list that was selected last: where the list goes on after a look at its neighbours in the stack. */
  readonly listedId: number | null;
}

const empty = {
  sourceId: null,
  worklist: { kind: 'idle' },
  items: new Map<number, WorklistItem>(),
  stack: [],
  numbers: new Map<number, SliceNumber>(),
  order: [],
  kept: new Set<number>(),
  newResults: 0,
  selectedId: null,
  queue: null,
  listedId: null,
} as const;

export const useWorklist = create<WorklistState>()(() => ({ ...empty, sort: 'order', filter: 'all' }));

export function clearWorklist(): void {
  useWorklist.setState({ ...empty, sort: 'order' });
}

function listed(state: Pick<WorklistState, 'items' | 'sort' | 'filter' | 'kept' | 'queue'>): readonly number[] {
  if (state.queue) return queuedItems(state.queue, state.items, state.filter, state.kept);
  const items = sortItems([...state.items.values()], state.sort);
  return filterItems(items, state.filter, state.kept).map(({ sliceId }) => sliceId);
}

/** Takes a worklist from main. The selected slice stays selected where it is still there. */
export function showWorklist(worklist: Worklist): void {
  const before = useWorklist.getState();
  const items = new Map(worklist.items.map((item) => [item.sliceId, item]));
  const stack = sortItems(worklist.items, 'order').map(({ sliceId }) => sliceId);
  const same = before.sourceId === worklist.sourceId;
  const kept = same ? before.kept : new Set<number>();
  const queue = before.queue && inQueue(before.queue, worklist.sourceId) ? before.queue : null;
  const next = { items, kept, sort: before.sort, filter: before.filter, queue };
  const order = listed(next);
  const selectedId = same && before.selectedId !== null && items.has(before.selectedId) ? before.selectedId : null;
  useWorklist.setState({
    ...next,
    sourceId: worklist.sourceId,
    worklist: { kind: 'ready', value: worklist },
    stack,
    numbers: sliceNumbers(worklist.items),
    order,
    newResults: 0,
    selectedId: selectedId ?? order[0] ?? stack[0] ?? null,
    listedId: selectedId ?? order[0] ?? null,
  });
}

/** Sorts (again) and filters (again): the only times that rows move. */
export function arrangeWorklist(change: { readonly sort?: Sort; readonly filter?: Filter }): void {
  useWorklist.setState((state) => {
    const kept = state.selectedId === null ? new Set<number>() : new Set([state.selectedId]);
    const next = {
      items: state.items,
      sort: change.sort ?? state.sort,
      filter: change.filter ?? state.filter,
      kept,
      queue: state.queue,
    };
    return { ...next, order: listed(next), newResults: 0 };
  });
}

export function selectSlice(sliceId: number): void {
  useWorklist.setState((state) => ({
    selectedId: sliceId,
    kept: new Set(state.kept).add(sliceId),
    listedId: state.order.includes(sliceId) ? sliceId : state.listedId,
  }));
}

/** Limits the list to a queue, from its top; null lists everything again, the selected slice staying where it is. */
export function setQueue(queue: RereadQueue | null): void {
  useWorklist.setState((state) => {
    const next = { ...state, queue, filter: 'all' as const, kept: new Set<number>() };
    const order = listed(next);
    const selectedId = queue === null ? state.selectedId : (order[0] ?? state.selectedId);
    return { queue, filter: 'all', kept: next.kept, order, selectedId, listedId: selectedId, newResults: 0 };
  });
}

/** A slice was read, or its read taken back: its queue knows. */
export function noteReread(sliceId: number, read: boolean): void {
  useWorklist.setState(({ queue }) => (queue === null ? {} : { queue: withReread(queue, sliceId, read) }));
}
