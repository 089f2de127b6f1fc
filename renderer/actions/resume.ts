import { MOST_QUEUED, type ReviewView } from '../../src/contract/view-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening, showTab, useApp } from '../state/app-store.ts';
import { useCompare } from '../state/compare-store.ts';
import { useListPlace } from '../state/list-place.ts';
import { loadCases, useReaders } from '../state/readers-store.ts';
import type { RereadQueue } from '../state/reread-queue.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { clearWorklist, setQueue, useWorklist } from '../state/worklist-store.ts';
import { looks } from '../viewer/look-memory.ts';
import { prepareSource, reloadWorklist } from './listing.ts';
import { forgetPlaces, forgetSearches, placeHere, restorePlaces, storedPlaces } from './source-places.ts';

/** How long the reader rests before the place is kept: each keeping is a write to the disk. */
const REST_MS = 400;

/** Where the reader is now; null without a list. */
function viewNow(): ReviewView | null {
  const { sort, filters, queue } = useWorklist.getState();
  const { project, tab } = useApp.getState();
  const place = placeHere();
  if (!project || project.readOnly || place === null) return null;
  const { sourceId, sliceId, topSliceId, beside } = place;
  return {
    ...{ tab, sourceId, sort, filters, sliceId, topSliceId, beside },
    ...{ places: storedPlaces(), looks: looks.stored(), queue: storedQueue(queue) },
  };
}

/** A queue that is too long is not stored, and none is stored in its stead. */
function storedQueue(queue: RereadQueue | null): ReviewView['queue'] {
  if (queue === null || queue.slices.length > MOST_QUEUED) return null;
  const { title, by, slices, reread, adjudication = false } = queue;
  const pairs = slices.map(({ sliceId, sourceId }) => ({ sliceId, sourceId }));
  return { title, by, slices: pairs, reread: [...reread], adjudication };
}

let timer: ReturnType<typeof setTimeout> | null = null;
let kept = '';
/** The opening in which the place on the screen is not that of the reader who is signed in: kept, it would become theirs. */
let othersPlaceIn: number | null = null;
/** Counts the places that were asked for: one that comes after another was asked for is dropped. */
let asked = 0;

/** Forgets what was searched for, before it is kept once more. */
export async function forgetSearchesAndKeep(): Promise<void> {
  forgetSearches();
  await keep();
}

/** Keeps the place when it rests. A place that could not be kept costs a reader a scroll, no work, so nothing is said. */
async function keep(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  const { opening } = useApp.getState();
  const view = othersPlaceIn === opening ? null : viewNow();
  const text = `${opening} ${JSON.stringify(view)}`;
  if (view === null || text === kept) return;
  kept = text;
  try {
    await call('view.keep', view);
  } catch (error) {
    console.warn('The place was not kept', error);
  }
}

function keepSoon(): void {
  if (timer === null) timer = setTimeout(() => void keep(), REST_MS);
}

/**
 * Lets a reader sign in: the place on the screen is kept for the one before them, and from then on none until
 * `openPlaceOfReader` has brought theirs. Where the signing in fails the place is still that of the one before.
 */
export async function keepWhileSigningIn(signIn: () => Promise<void>): Promise<void> {
  await keep();
  const before = othersPlaceIn;
  othersPlaceIn = useApp.getState().opening;
  try {
    await signIn();
  } catch (error) {
    othersPlaceIn = before;
    throw error;
  }
}

/** Keeps the reader's place in step with the screen for as long as the window lives. */
export function followPlace(): () => void {
  const stops = [useWorklist, useApp, useListPlace, useViewer, useCompare].map((store) => store.subscribe(keepSoon));
  const onLeave = () => void keep();
  window.addEventListener('pagehide', onLeave);
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener('pagehide', onLeave);
  };
}

/**
 * Opens the project where this reader left it, else at the source that was added last.
 * @param known where they left it, when that was asked for already
 */
export async function openLastPlace(known?: ReviewView | null): Promise<void> {
  const { project } = useApp.getState();
  if (!project || useWorklist.getState().sourceId !== null) return;
  const still = askForPlace();
  const told = known === undefined ? await keptPlace() : known;
  if (!still()) return;
  othersPlaceIn = null;
  const view = inProject(told);
  if (view !== null) return openAt(view, still, () => showTab(view.tab));
  restorePlaces(told?.places ?? []);
  await openNewest();
}

async function openNewest(): Promise<void> {
  const sources = useApp.getState().project?.sources ?? [];
  const newest = [...sources].sort((a, b) => b.addedMs - a.addedMs || b.id - a.id)[0];
  if (newest) await prepareSource(newest.id);
}

/**
 * After another reader has signed in: their own place, on the screen that is shown. Who left none has the list that is there, as
 * it comes. Only then is a place kept again.
 */
export async function openPlaceOfReader(): Promise<void> {
  const still = askForPlace();
  // It comes before the place of the opening does, and in its stead.
  const opens = useWorklist.getState().worklist.kind !== 'ready';
  setQueue(null);
  looks.clear();
  forgetPlaces();
  const told = await keptPlace();
  if (!still()) return;
  const view = inProject(told);
  if (view === null) {
    restorePlaces(told?.places ?? []);
    useWorklist.setState({ sort: 'order' });
    await (useWorklist.getState().sourceId === null ? openNewest() : reloadWorklist());
  } else await openAt(view, still, () => opens && showTab(view.tab));
  if (!still()) return;
  useViewer.setState(({ readerTurn }) => ({ readerTurn: readerTurn + 1 }));
  kept = '';
  othersPlaceIn = null;
}

function askForPlace(): () => boolean {
  asked += 1;
  const [mine, here] = [asked, sameOpening()];
  return () => asked === mine && here();
}

/** Where this reader left the project that main has open; null where they left none. */
export async function keptPlace(): Promise<ReviewView | null> {
  return (await call('view.get', {})).view;
}

/** A place in the project on the screen; null where its source has gone. */
function inProject(view: ReviewView | null): ReviewView | null {
  const sources = useApp.getState().project?.sources;
  return view !== null && sources?.some(({ id }) => id === view.sourceId) ? view : null;
}

async function openAt(view: ReviewView, still: () => boolean, then: () => unknown = () => undefined): Promise<void> {
  const queue = view.queue && (await queueToGoOn(view.queue));
  if (!still()) return;
  looks.restore(view.looks);
  const { sourceId, sliceId, topSliceId, beside } = view;
  // The list that is left is that of another reader, or none.
  if (useWorklist.getState().sourceId !== sourceId) clearWorklist();
  const { series, search } = view.filters;
  const place = { sourceId, sliceId, topSliceId, series, search, beside };
  // Its own place too: a list that cannot be read at once comes back at it.
  restorePlaces(view.queue === null ? [...view.places, place] : view.places);
  useWorklist.setState({ sort: view.sort, filters: view.filters, queue });
  await prepareSource(sourceId, place, () => {
    if (still()) then();
  });
}

async function queueToGoOn(stored: NonNullable<ReviewView['queue']>): Promise<RereadQueue | null> {
  return stored.adjudication ? disputesToGoOn(stored) : { ...stored, reread: new Set(stored.reread) };
}

/**
 * An adjudication queue goes on only with what the readers say at hand: nobody settles what they have not seen. Cases that were
 * decided meanwhile, other than in the queue, are no longer in it; without an open one there is no queue.
 */
async function disputesToGoOn(stored: NonNullable<ReviewView['queue']>): Promise<RereadQueue | null> {
  try {
    await loadCases();
  } catch (error) {
    say('problem', `The adjudication queue was not opened again: ${messageOf(error)}`);
    return null;
  }
  const isOpen = new Map(useReaders.getState().cases.map(({ sliceId, decision }) => [sliceId, decision === null]));
  const reread = new Set(stored.reread.filter((sliceId) => isOpen.get(sliceId) === false));
  const slices = stored.slices.filter(({ sliceId }) => isOpen.get(sliceId) === true || reread.has(sliceId));
  if (slices.some(({ sliceId }) => !reread.has(sliceId))) return { ...stored, slices, reread };
  say('info', 'The adjudication queue was not opened again: none of its slices is in dispute any more.');
  return null;
}
