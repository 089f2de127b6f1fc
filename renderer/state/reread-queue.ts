import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { Filter } from './worklist-view.ts';

/** Slices to read once more, in this order. A list shows one source, so the queue is read source by source. */
export interface RereadQueue {
  /** Why these slices, e.g. "suspect labels". */
  readonly title: string;
  /** What chose and ordered them, e.g. "cross-validation 3"; the bars of the list are of the project's current model. */
  readonly by: string;
  readonly slices: readonly { readonly sliceId: number; readonly sourceId: number }[];
  /** Those read since the queue was opened; an earlier read does not count. */
  readonly reread: ReadonlySet<number>;
  /** Whether reads in it settle what readers disagree on. */
  readonly adjudication?: boolean;
}

type Items = ReadonlyMap<number, WorklistItem>;

/** Whether a queue has slices of a source. */
export function inQueue(queue: RereadQueue, sourceId: number): boolean {
  return queue.slices.some((slice) => slice.sourceId === sourceId);
}

/** The slices of a queue that the open list has, in the queue's order; of those read only the kept ones, where asked. */
export function queuedItems(
  queue: RereadQueue,
  items: Items,
  filter: Filter,
  kept: ReadonlySet<number>,
): readonly number[] {
  const ids = queue.slices.map(({ sliceId }) => sliceId).filter((sliceId) => items.has(sliceId));
  return filter === 'all' ? ids : ids.filter((sliceId) => !queue.reread.has(sliceId) || kept.has(sliceId));
}

/** Tells what is still to be read: in a queue what was not read in it, else what has no read. */
export function stillToRead(state: { readonly queue: RereadQueue | null; readonly items: Items }) {
  const { queue, items } = state;
  return (sliceId: number): boolean =>
    queue === null ? items.get(sliceId)?.read === false : items.has(sliceId) && !queue.reread.has(sliceId);
}

/** The queue after a slice was read, or its read was taken back. */
export function withReread(queue: RereadQueue, sliceId: number, read: boolean): RereadQueue {
  const reread = new Set(queue.reread);
  if (read) reread.add(sliceId);
  else reread.delete(sliceId);
  return { ...queue, reread };
}

/** How many slices of a queue are still to be read in each of its sources, in the order of the queue. */
export function leftBySource(queue: RereadQueue): ReadonlyMap<number, number> {
  const left = new Map<number, number>();
  for (const { sliceId, sourceId } of queue.slices) {
    left.set(sourceId, (left.get(sourceId) ?? 0) + (queue.reread.has(sliceId) ? 0 : 1));
  }
  return left;
}

/** What is said when no slice of the open list is left to read in a queue. */
export function queueDoneWord(state: { readonly queue: RereadQueue | null; readonly sourceId: number | null }): string {
  if (state.queue === null) return '';
  const left = leftBySource(state.queue);
  const elsewhere = [...left].reduce((sum, [sourceId, count]) => sum + (sourceId === state.sourceId ? 0 : count), 0);
  if (elsewhere === 0) return 'Every slice of this queue is read again.';
  return `The queue is done in this source; ${elsewhere} more to read in another: choose it above the list.`;
}
