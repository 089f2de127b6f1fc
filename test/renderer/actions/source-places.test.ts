import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeProject } from '../../../renderer/actions/folders.ts';
import { openQueue, openSlice, readSource, reloadWorklist } from '../../../renderer/actions/listing.ts';
import { followPlace, forgetSearchesAndKeep, openLastPlace } from '../../../renderer/actions/resume.ts';
import { forgetPlaces } from '../../../renderer/actions/source-places.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { useCompare } from '../../../renderer/state/compare-store.ts';
import { useListPlace } from '../../../renderer/state/list-place.ts';
import { NO_FILTERS } from '../../../renderer/state/worklist-filters.ts';
import {
  arrangeWorklist,
  clearWorklist,
  selectSlice,
  setQueue,
  useWorklist,
} from '../../../renderer/state/worklist-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { Worklist } from '../../../src/contract/review-methods.ts';
import { MOST_PLACES, type ReviewView, reviewViewSchema } from '../../../src/contract/view-methods.ts';
import { item } from '../support/worklist-items.ts';

/** Source n holds the slices n1 to n6, three of each of two series; source 9 has one series only. */
function worklist(sourceId: number): Worklist {
  const items = [1, 2, 3, 4, 5, 6].map((n) =>
    item(sourceId * 10 + n, { seriesIndex: n > 3 && sourceId !== 9 ? 1 : 0 }),
  );
  return { sourceId, kind: 'study', name: 's', synthetic: false, series: [], items, refused: [], warnings: [] };
}
const source = (id: number): ProjectSummary['sources'][number] => ({
  ...{ id, kind: 'study', name: 's', root: '/s', rootFound: true, synthetic: false },
  ...{ slices: 6, refused: 0, unread: 6, addedMs: 0 },
});
const project = (folder: string): ProjectSummary => ({
  ...{ folder, name: 'P', readOnly: false, readOnlyReason: null, synthetic: false, createdMs: 0 },
  ...{ readingMode: 'off', sources: [1, 2, 9].map(source), currentModel: null, doubtWidth: 0.25 },
});

let view: ReviewView | null = null;
/** Sources whose lists are not answered yet. */
const held = new Map<number, () => void>();
const holding = new Set<number>();
/** Sources whose lists cannot be read. */
const failing = new Set<number>();
/** Slices that are no longer in their lists. */
const gone = new Set<number>();

beforeEach(() => {
  vi.useFakeTimers();
  view = null;
  held.clear();
  holding.clear();
  failing.clear();
  gone.clear();
  vi.stubGlobal('window', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    overread: {
      call: async (method: string, input: { sourceId?: number }) => {
        if (method === 'view.keep') view = reviewViewSchema.parse(structuredClone(input));
        if (method === 'view.get') return { kind: 'ok', value: { view } };
        const { sourceId = 0 } = input;
        if (holding.has(sourceId)) await new Promise<void>((resolve) => held.set(sourceId, resolve));
        if (failing.has(sourceId)) return { kind: 'failed', code: 'io', message: 'not now' };
        const list = worklist(sourceId);
        return { kind: 'ok', value: { ...list, items: list.items.filter(({ sliceId }) => !gone.has(sliceId)) } };
      },
    },
  });
  useApp.setState(({ opening }) => ({ project: project('/p'), tab: 'review', opening: opening + 1 }));
  clearWorklist();
  forgetPlaces();
});
afterEach(() => {
  clearWorklist();
  forgetPlaces();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const here = () => {
  const { sourceId, selectedId, filters, order } = useWorklist.getState();
  return { sourceId, selectedId, filters, order, beside: useCompare.getState().other };
};

/** In source 1: its second series, searched, at a slice, with a kept one beside. */
async function settleInFirst(): Promise<void> {
  await readSource(1);
  arrangeWorklist({ filters: { series: 1, search: 'png', status: 'unread' } });
  selectSlice(15);
  useCompare.setState({ other: { kind: 'slice', sliceId: 12 } });
  useListPlace.setState({ topSliceId: 14 });
}
const SETTLED = {
  ...{ sourceId: 1, selectedId: 15, order: [14, 15, 16] },
  ...{ filters: { ...NO_FILTERS, series: 1, search: 'png', status: 'unread' }, beside: { kind: 'slice', sliceId: 12 } },
};

describe('another source', () => {
  it('is whole: neither the series nor the search of the one before narrows it, and nothing of that stands beside', async () => {
    await settleInFirst();
    await readSource(9);
    expect(here()).toEqual({
      ...{ sourceId: 9, selectedId: 91, order: [91, 92, 93, 94, 95, 96], beside: { kind: 'none' } },
      // What says the same in every source goes on.
      filters: { ...NO_FILTERS, status: 'unread' },
    });
  });

  it('is gone on with where it was left: slice, scroll, series, search and what stood beside', async () => {
    await settleInFirst();
    await readSource(2);
    selectSlice(25);
    await readSource(1);
    expect(here()).toEqual(SETTLED);
    expect(useListPlace.getState().wantedTopId).toBe(14);
    await readSource(2);
    expect(here()).toMatchObject({ sourceId: 2, selectedId: 25, filters: { series: null, search: '' } });
  });

  it('keeps its place when it is left again before its list is there', async () => {
    await settleInFirst();
    await readSource(2);
    holding.add(1);
    const first = readSource(1);
    await readSource(2);
    holding.clear();
    held.get(1)?.();
    await first;
    expect(here().sourceId).toBe(2);
    await readSource(1);
    expect(here()).toEqual(SETTLED);
  });

  it('is gone on with at once: no slice is on the screen, and on record as shown, that was not asked for', async () => {
    await settleInFirst();
    await readSource(2);
    const selected: (number | null)[] = [];
    const stop = useWorklist.subscribe((state, before) => {
      if (state.selectedId !== before.selectedId) selected.push(state.selectedId);
    });
    await readSource(1);
    await openSlice(2, 24);
    await openSlice(1, 13);
    stop();
    expect(selected).toEqual([null, 15, null, 24, null, 13]);
  });

  it('begins with the first slice that its series and search leave, where the one it was left at is gone', async () => {
    await settleInFirst();
    await readSource(2);
    gone.add(15);
    await readSource(1);
    expect(here()).toEqual({ ...SETTLED, selectedId: 14, order: [14, 16] });
  });

  it('comes back at its place when its list can be read again', async () => {
    await settleInFirst();
    await readSource(2);
    failing.add(1);
    await readSource(1);
    expect(useWorklist.getState().worklist.kind).toBe('failed');
    await reloadWorklist();
    expect(useWorklist.getState().worklist.kind).toBe('failed');
    failing.clear();
    await reloadWorklist();
    expect(here()).toEqual(SETTLED);
    // A list that is there stays where the reader is now.
    selectSlice(16);
    await reloadWorklist();
    expect(here().selectedId).toBe(16);
  });

  it('is shown once, and stays where the reader went, when its list was asked for twice', async () => {
    await settleInFirst();
    await readSource(2);
    holding.add(1);
    const first = readSource(1);
    const answerFirst = held.get(1);
    await readSource(2);
    holding.clear();
    await readSource(1);
    selectSlice(16);
    answerFirst?.();
    await first;
    expect(here()).toMatchObject({ sourceId: 1, selectedId: 16 });
  });

  it('is opened at the slice that was asked for, though it was left at another', async () => {
    await settleInFirst();
    await readSource(2);
    await openSlice(1, 11);
    expect(here()).toMatchObject({
      selectedId: 11,
      filters: { series: null, search: '' },
      order: [11, 12, 13, 14, 15, 16],
    });
  });

  it('of a queue begins at the queue, and was left where its list was before the queue', async () => {
    await settleInFirst();
    await readSource(2);
    selectSlice(25);
    const slices = [
      { sliceId: 13, sourceId: 1 },
      { sliceId: 24, sourceId: 2 },
    ];
    await openQueue({ title: 't', by: 'b', slices, reread: new Set() });
    expect(here()).toMatchObject({ sourceId: 1, selectedId: 13, order: [13] });
    await readSource(2);
    expect(here()).toMatchObject({ sourceId: 2, selectedId: 24, order: [24] });
    await readSource(1);
    setQueue(null);
    await readSource(2);
    expect(here()).toMatchObject({ sourceId: 2, selectedId: 25 });
  });

  it('was left where its list was before a queue of its own', async () => {
    const stop = followPlace();
    await settleInFirst();
    const slices = [{ sliceId: 13, sourceId: 1 }];
    await openQueue({ title: 't', by: 'b', slices, reread: new Set() });
    expect(here()).toMatchObject({ sourceId: 1, selectedId: 13, order: [13] });
    await vi.advanceTimersByTimeAsync(1000);
    stop();
    expect(view).toMatchObject({ sliceId: 13, places: [{ sourceId: 1, sliceId: 15, search: 'png' }] });
    await openSlice(2, 22);
    expect(here()).toMatchObject({ sourceId: 2, selectedId: 22, filters: NO_FILTERS });
    await readSource(1);
    expect(here()).toEqual({ ...SETTLED, filters: { ...SETTLED.filters, status: 'all' } });
  });

  it('has no place of another project, whose sources bear the same numbers', async () => {
    await settleInFirst();
    await readSource(2);
    useCompare.setState({ other: { kind: 'slice', sliceId: 22 } });
    takeProject(project('/q'));
    expect(useCompare.getState().other).toEqual({ kind: 'none' });
    await readSource(1);
    expect(here()).toMatchObject({ selectedId: 11, filters: NO_FILTERS, beside: { kind: 'none' } });
  });
});

it('finds the places of all sources again after a restart', async () => {
  const stop = followPlace();
  await settleInFirst();
  await readSource(2);
  arrangeWorklist({ filters: { series: 1 } });
  selectSlice(26);
  useCompare.setState({ other: { kind: 'series', seriesIndex: 0 } });
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  expect(view).toMatchObject({ sourceId: 2, topSliceId: null, places: [{ sourceId: 1, topSliceId: 14 }] });
  clearWorklist();
  forgetPlaces();
  await openLastPlace();
  const second = { sourceId: 2, selectedId: 26, order: [24, 25, 26], beside: { kind: 'series', seriesIndex: 0 } };
  expect(here()).toMatchObject({ ...second, filters: { series: 1 } });
  await readSource(1);
  expect(here()).toEqual(SETTLED);
  await readSource(2);
  expect(here()).toMatchObject(second);
});

describe('after a restart', () => {
  /** Leaves source 1 settled and source 2 on the screen, and begins anew. */
  async function restart(): Promise<void> {
    const stop = followPlace();
    await settleInFirst();
    await readSource(2);
    selectSlice(25);
    useListPlace.setState({ topSliceId: 23 });
    await vi.advanceTimersByTimeAsync(1000);
    stop();
    clearWorklist();
    forgetPlaces();
  }

  it('the places of the others are there where the source that the reader was in is gone', async () => {
    await restart();
    const { sources, ...rest } = project('/p');
    useApp.setState({ project: { ...rest, sources: sources.filter(({ id }) => id !== 2) } });
    await openLastPlace();
    expect(here().sourceId).toBe(9);
    await readSource(1);
    expect(here()).toEqual({ ...SETTLED, filters: { ...SETTLED.filters, status: 'all' } });
  });

  it('a list that cannot be read at first comes back at its place', async () => {
    await restart();
    failing.add(2);
    await openLastPlace();
    expect(useWorklist.getState().worklist.kind).toBe('failed');
    failing.clear();
    await reloadWorklist();
    expect(here()).toMatchObject({ sourceId: 2, selectedId: 25 });
    expect(useListPlace.getState()).toEqual({ topSliceId: 23, wantedTopId: 23 });
  });

  it('a place behind another tab, where no list is drawn, keeps its scroll', async () => {
    await restart();
    if (view) view = { ...view, tab: 'audit' };
    const stop = followPlace();
    await openLastPlace();
    await vi.advanceTimersByTimeAsync(1000);
    stop();
    expect(view).toMatchObject({ tab: 'audit', sourceId: 2, sliceId: 25, topSliceId: 23 });
  });
});

it('nothing that was searched for is kept once more after it was forgotten', async () => {
  const stop = followPlace();
  await settleInFirst();
  await readSource(2);
  arrangeWorklist({ filters: { search: 'name' } });
  await forgetSearchesAndKeep();
  expect(view).toMatchObject({ filters: { search: '' }, places: [{ sourceId: 1, search: '' }] });
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  expect(JSON.stringify(view)).not.toMatch(/name|png/);
});

it('keeps as many places as main takes, those that were left last', async () => {
  const stop = followPlace();
  for (let sourceId = 1; sourceId <= MOST_PLACES + 2; sourceId += 1) await readSource(sourceId);
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  expect(view?.sourceId).toBe(MOST_PLACES + 2);
  expect(view?.places.map((place) => place.sourceId)).toEqual(Array.from({ length: MOST_PLACES }, (_, n) => n + 2));
});
