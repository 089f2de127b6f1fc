import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openProject } from '../../../renderer/actions/folders.ts';
import { followSelection, setReader } from '../../../renderer/actions/reading.ts';
import { followPlace, openLastPlace } from '../../../renderer/actions/resume.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { clearReaders, useReaders } from '../../../renderer/state/readers-store.ts';
import { useToasts } from '../../../renderer/state/toast-store.ts';
import { NO_FILTERS } from '../../../renderer/state/worklist-filters.ts';
import {
  arrangeWorklist,
  clearWorklist,
  noteReread,
  selectSlice,
  setQueue,
  showWorklist,
  useWorklist,
} from '../../../renderer/state/worklist-store.ts';
import { looks } from '../../../renderer/viewer/look-memory.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { AdjudicationCase } from '../../../src/contract/reader-methods.ts';
import type { Worklist } from '../../../src/contract/review-methods.ts';
import { MOST_QUEUED, type ReviewView, reviewViewSchema } from '../../../src/contract/view-methods.ts';
import { FAKE_SLICES, fakeMetadata } from '../support/fake-slices.ts';
import { item } from '../support/worklist-items.ts';

/** What main keeps of each reader's place, and who is signed in there. */
let views: Record<string, ReviewView> = {};
let reader = '';
let beforeView: Promise<void> | null = null;
const begun: unknown[] = [];
/** Every call, in order. */
const asked: string[] = [];
const PLACE = { sliceId: 2, topSliceId: 1 };
/** What main says of the adjudication queue; null where it cannot say. */
let cases: readonly AdjudicationCase[] | null = null;
let stop = (): void => undefined;

const worklist: Worklist = {
  ...{ sourceId: 1, kind: 'study', name: 's', synthetic: false, series: [], refused: [], warnings: [] },
  items: [item(1), item(2), item(3)],
};
const source = {
  ...{ id: 1, kind: 'study' as const, name: 's', root: '/s', rootFound: true, synthetic: false },
  ...{ slices: 3, refused: 0, unread: 3, addedMs: 0 },
};
const project: ProjectSummary = {
  ...{ folder: '/p', name: 'P', readOnly: false, readOnlyReason: null, synthetic: false, createdMs: 0 },
  ...{ readingMode: 'off', sources: [source], currentModel: null, doubtWidth: 0.25 },
};

const answers: Record<string, () => unknown> = {
  'project.open': () => ({ ...project, folder: '/q' }),
  'view.get': () => ({ view: views[reader] ?? null }),
  'adjudication.queue': () => cases && { cases },
  'reader.signIn': () => ({ name: reader }),
  'project.summary': () => project,
};

function answerOf(value: unknown): unknown {
  const error = { code: 'disk', message: 'The disk is gone.', details: null };
  return value === null ? { kind: 'error', error } : { kind: 'ok', value };
}

beforeEach(() => {
  vi.useFakeTimers();
  views = {};
  reader = 'Ann';
  beforeView = null;
  begun.length = 0;
  usePreferences.setState({ readerName: 'Ann' });
  cases = null;
  clearReaders();
  vi.stubGlobal('window', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    overread: {
      call: async (method: string, input: unknown) => {
        asked.push(method);
        // As main does: what does not fit the contract is not kept.
        if (method === 'view.keep') views[reader] = reviewViewSchema.parse(structuredClone(input));
        if (method === 'reader.signIn') reader = (input as { name: string }).name;
        if (method === 'presentation.begin') begun.push(input);
        if (method === 'view.get') await beforeView;
        const answer = answers[method];
        return answerOf(answer ? answer() : worklist);
      },
    },
  });
  useApp.setState(({ opening }) => ({ project, tab: 'review', opening: opening + 1 }));
  clearWorklist();
  looks.clear();
  showWorklist(worklist);
  stop = followPlace();
});
afterEach(() => {
  stop();
  looks.clear();
  clearWorklist();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  ['the first time', null],
  ['where it was left', { ...{ tab: 'review', sourceId: 1, sort: 'order', filters: NO_FILTERS }, ...PLACE }],
] as const)('asks main for the list before the window draws the project, %s', async (_, left) => {
  await vi.advanceTimersByTimeAsync(1000);
  views = left === null ? {} : { Ann: reviewViewSchema.parse(left) };
  asked.length = 0;
  // What changed is drawn behind the turn in which it changed.
  const unsubscribe = useApp.subscribe(() => queueMicrotask(() => asked.push('drawn')));
  await openProject('/q');
  unsubscribe();
  const told = asked.filter((method) => method !== 'reader.list');
  expect(told.slice(0, 4)).toEqual(['project.open', 'view.get', 'worklist.get', 'drawn']);
  expect(useWorklist.getState().worklist.kind).toBe('ready');
  await vi.advanceTimersByTimeAsync(1000);
});

/** The window is closed and the project opened again. */
async function restart(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  stop = () => undefined;
  clearWorklist();
  clearReaders();
  looks.clear();
  await openLastPlace();
}

it('keeps a queue with what was read in it, and opens it again', async () => {
  const slices = [3, 1].map((sliceId) => ({ sliceId, sourceId: 1 }));
  setQueue({ title: 'suspect labels', by: 'cross-validation 3', slices, reread: new Set() });
  noteReread(3, true);
  useWorklist.setState({ selectedId: 1 });
  await restart();
  const { queue, order, selectedId } = useWorklist.getState();
  expect(queue).toMatchObject({ title: 'suspect labels', by: 'cross-validation 3', adjudication: false, slices });
  expect([...(queue?.reread ?? [])]).toEqual([3]);
  expect({ order, selectedId }).toEqual({ order: [3, 1], selectedId: 1 });
});

it('opens no queue where none was, and one that was left is not kept', async () => {
  setQueue({ title: 't', by: 'b', slices: [{ sliceId: 2, sourceId: 1 }], reread: new Set(), adjudication: true });
  await vi.advanceTimersByTimeAsync(1000);
  expect(views.Ann?.queue).toMatchObject({ adjudication: true });
  setQueue(null);
  await restart();
  expect(useWorklist.getState()).toMatchObject({ queue: null, order: [1, 2, 3] });
});

const dispute = (sliceId: number, decided = false): AdjudicationCase => ({
  ...{ sliceId, sourceId: 1 },
  reads: [
    { who: 'Reader A', label: 'haemorrhage', confidence: 4, reason: null },
    { who: 'Reader B', label: 'none', confidence: 2, reason: null },
  ],
  decision: decided ? { label: 'none', by: 'Cy', reason: null } : null,
});

/** Three slices in dispute, of which this reader decided the last. */
function adjudicate(): void {
  const slices = [3, 1, 2].map((sliceId) => ({ sliceId, sourceId: 1 }));
  setQueue({ title: 'in dispute', by: 'readers', slices, reread: new Set([2]), adjudication: true });
}

it('opens an adjudication queue again with what the readers say of its slices, before they are listed', async () => {
  adjudicate();
  cases = [dispute(3), dispute(1), dispute(2, true)];
  let atHand: readonly number[] | null = null;
  const unsubscribe = useWorklist.subscribe(({ worklist: list, queue }) => {
    if (list.kind === 'ready' && queue !== null) atHand ??= useReaders.getState().cases.map(({ sliceId }) => sliceId);
  });
  await restart();
  unsubscribe();
  expect(atHand).toEqual([3, 1, 2]);
  expect(useWorklist.getState()).toMatchObject({ queue: { adjudication: true }, order: [3, 1, 2] });
  expect([...(useWorklist.getState().queue?.reread ?? [])]).toEqual([2]);
});

it('leaves out of an adjudication queue what somebody else decided meanwhile, and what is no case any more', async () => {
  adjudicate();
  cases = [dispute(3), dispute(1, true)];
  await restart();
  expect(useWorklist.getState().queue?.slices).toEqual([{ sliceId: 3, sourceId: 1 }]);
});

it.each([
  ['whose cases cannot be loaded', null],
  ['of which no case is open', [dispute(3, true), dispute(1, true), dispute(2, true)]],
])('does not open an adjudication queue %s, and says so', async (_, now) => {
  adjudicate();
  cases = now;
  useToasts.setState({ toasts: [] });
  await restart();
  expect(useWorklist.getState()).toMatchObject({ queue: null, order: [1, 2, 3] });
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual([
    expect.stringContaining('The adjudication queue was not opened again'),
  ]);
});

it('keeps the place without its queue where that is too long to be kept, in place of an older one', async () => {
  setQueue({ title: 'short', by: 'b', slices: [{ sliceId: 2, sourceId: 1 }], reread: new Set() });
  await vi.advanceTimersByTimeAsync(1000);
  const slices = Array.from({ length: MOST_QUEUED + 1 }, (_, index) => ({ sliceId: index + 1, sourceId: 1 }));
  setQueue({ title: 'long', by: 'b', slices, reread: new Set() });
  await restart();
  expect(useWorklist.getState()).toMatchObject({ queue: null, order: [1, 2, 3], selectedId: 1 });
});

const inSource = (sliceId: number) => ({ sliceId, sourceId: 1 });

/** Bob's place: other than that of whoever reads before him in all that is kept. */
const bobsPlace = (): ReviewView => ({
  ...{ tab: 'review', sourceId: 1, sort: 'order', filters: { ...NO_FILTERS, search: '.png' }, topSliceId: 3 },
  ...{ sliceId: 3, looks: [], beside: { kind: 'none' }, places: [] },
  queue: { title: 'his', by: 'b', slices: [3, 2].map(inSource), reread: [], adjudication: false },
});

function annsLook(): void {
  const [slice] = FAKE_SLICES;
  if (!slice) throw new Error('There are fake slices.');
  const view = { scale: 3, translation: { x: 4, y: -5 }, rotation: 0, hflip: true, vflip: false };
  const look = { view, windowCenter: 40, windowWidth: 80, invert: false, table: null };
  looks.set('1/0', { look, windowChosen: true, fits: false, metadata: fakeMetadata(slice) });
}

it('brings the place of the reader who signs in, and keeps neither the other one’s under their name nor loses it', async () => {
  const his = bobsPlace();
  views = { Bob: his };
  annsLook();
  useWorklist.setState({ selectedId: 2 });
  let letGo = (): void => undefined;
  beforeView = new Promise((resolve) => {
    letGo = resolve;
  });
  const unfollow = followSelection();
  const signedIn = setReader('Bob');
  await vi.advanceTimersByTimeAsync(2000);
  expect(views).toMatchObject({ Ann: { sliceId: 2, looks: [{ group: '1/0' }] }, Bob: his });
  letGo();
  await signedIn;
  unfollow();
  const { queue, filters, order, selectedId } = useWorklist.getState();
  expect({ title: queue?.title, filters, order, selectedId }).toEqual({
    ...{ title: 'his', filters: his.filters, order: [3, 2], selectedId: 3 },
  });
  expect(looks.stored()).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(begun).toEqual([expect.objectContaining({ sliceId: 3 })]);
  selectSlice(2);
  await vi.advanceTimersByTimeAsync(2000);
  expect(views.Bob).toMatchObject({ sliceId: 2, looks: [], queue: { title: 'his' } });
  expect(views.Ann).toMatchObject({ sliceId: 2, looks: [{ group: '1/0' }], queue: null });
});

it('gives a reader who left no place the list as it comes, and nothing of the other one’s looks', async () => {
  annsLook();
  arrangeWorklist({ sort: 'suspicion', filters: { search: '2' } });
  await setReader('Bob');
  expect(useWorklist.getState()).toMatchObject({ sort: 'order', filters: NO_FILTERS, order: [1, 2, 3] });
  await vi.advanceTimersByTimeAsync(2000);
  selectSlice(2);
  await vi.advanceTimersByTimeAsync(2000);
  expect(views.Bob).toMatchObject({ looks: [], sort: 'order', filters: NO_FILTERS });
});

it('keeps nothing under the name of a reader whose place could not be brought', async () => {
  useWorklist.setState({ selectedId: 2 });
  beforeView = Promise.reject(new Error('gone'));
  beforeView.catch(() => undefined);
  await setReader('Bob');
  selectSlice(3);
  await vi.advanceTimersByTimeAsync(2000);
  expect(Object.keys(views)).toEqual(['Ann']);
});

it('keeps how each series was looked at, a table of the file too', async () => {
  const [slice] = FAKE_SLICES;
  if (!slice) throw new Error('There are fake slices.');
  const metadata = fakeMetadata(slice);
  const view = { scale: 3, translation: { x: 4, y: -5 }, rotation: 270, hflip: false, vflip: true };
  const look = { view, windowCenter: 40, windowWidth: 80, invert: true, table: 1 };
  looks.set('1/0', { look, windowChosen: true, fits: false, metadata });
  useWorklist.setState({ selectedId: 2 });
  await restart();
  expect(looks.get('1/0', metadata)).toMatchObject({ look, windowChosen: true, fits: false });
});
