import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { goToNextUnread } from '../../../renderer/actions/going-on.ts';
import { openQueue, openSlice, stepInList } from '../../../renderer/actions/listing.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { leftBySource, queueDoneWord, type RereadQueue } from '../../../renderer/state/reread-queue.ts';
import {
  arrangeWorklist,
  clearWorklist,
  noteReread,
  selectSlice,
  setQueue,
  showWorklist,
  useWorklist,
} from '../../../renderer/state/worklist-store.ts';
import type { Worklist } from '../../../src/contract/review-methods.ts';
import { item } from '../support/worklist-items.ts';

function worklist(sourceId: number): Worklist {
  const items = [1, 2, 3, 4, 5].map((place) => item(sourceId * 10 + place, { read: place === 2 }));
  return { sourceId, kind: 'study', name: '', synthetic: false, series: [], items, refused: [], warnings: [] };
}

const QUEUE: RereadQueue = {
  title: 'suspect labels',
  by: 'cross-validation 3',
  slices: [
    { sliceId: 14, sourceId: 1 },
    { sliceId: 21, sourceId: 2 },
    { sliceId: 12, sourceId: 1 },
  ],
  reread: new Set(),
};
const listed = () => useWorklist.getState().order;
const selected = () => useWorklist.getState().selectedId;

beforeEach(() => {
  vi.stubGlobal('window', {
    overread: {
      call: async (_: string, input: { sourceId?: number }) => ({ kind: 'ok', value: worklist(input.sourceId ?? 0) }),
    },
  });
  clearWorklist();
  showWorklist(worklist(1));
  useApp.setState({ tab: 'evaluation' });
});
afterEach(() => vi.unstubAllGlobals());

describe('a queue to read again', () => {
  it('limits the list to its slices of the source, in its order, and opens in review', async () => {
    await openQueue(QUEUE);
    expect(listed()).toEqual([14, 12]);
    expect(selected()).toBe(14);
    expect(useApp.getState().tab).toBe('review');
  });

  it('opens the source of its first slice', async () => {
    await openQueue({ ...QUEUE, slices: QUEUE.slices.slice(1) });
    expect(useWorklist.getState().sourceId).toBe(2);
    expect(listed()).toEqual([21]);
  });

  it('counts what was read in it, not what was read before', async () => {
    await openQueue(QUEUE);
    await goToNextUnread();
    expect(selected()).toBe(12);
    noteReread(12, true);
    await goToNextUnread();
    expect(selected()).toBe(14);
    noteReread(14, true);
    arrangeWorklist({ filters: { status: 'unread' } });
    expect(listed()).toEqual([14]);
    noteReread(12, false);
    arrangeWorklist({ filters: { status: 'unread' } });
    expect(listed()).toEqual([14, 12]);
  });

  it('goes on where it was left after a look at a neighbour in the stack', async () => {
    await openQueue({ ...QUEUE, slices: [...QUEUE.slices, { sliceId: 15, sourceId: 1 }] });
    stepInList(1);
    selectSlice(13);
    stepInList(1);
    expect(selected()).toBe(15);
  });

  it('keeps its slices when the list is read again or its other source is chosen', async () => {
    await openQueue(QUEUE);
    showWorklist(worklist(1));
    expect(listed()).toEqual([14, 12]);
    showWorklist(worklist(2));
    expect(listed()).toEqual([21]);
  });

  it('is left by choosing another source, by opening another slice, and on purpose', async () => {
    await openQueue(QUEUE);
    showWorklist(worklist(3));
    expect(useWorklist.getState().queue).toBeNull();
    showWorklist(worklist(1));
    await openQueue(QUEUE);
    await openSlice(1, 13);
    expect(selected()).toBe(13);
    expect(listed()).toHaveLength(5);
    await openQueue(QUEUE);
    setQueue(null);
    expect(listed()).toHaveLength(5);
    expect(selected()).toBe(14);
  });

  it('tells where the rest of it is', () => {
    const reread = new Set([14, 12]);
    expect([...leftBySource({ ...QUEUE, reread })]).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(queueDoneWord({ queue: { ...QUEUE, reread }, sourceId: 1 })).toMatch(/1 more to read in another/);
    expect(queueDoneWord({ queue: { ...QUEUE, reread: new Set([14, 12, 21]) }, sourceId: 1 })).toMatch(/read again/);
  });
});
