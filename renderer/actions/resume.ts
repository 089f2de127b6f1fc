import type { ReviewView } from '../../src/contract/view-methods.ts';
import { call } from '../api.ts';
import { sameOpening, showTab, useApp } from '../state/app-store.ts';
import { useListPlace } from '../state/list-place.ts';
import { useViewer } from '../state/viewer-store.ts';
import { arrangeWorklist, selectSlice, useWorklist } from '../state/worklist-store.ts';
import { prepareSource } from './listing.ts';

/** How long the reader rests before the place is kept: each keeping is a write to the disk. */
const REST_MS = 400;

/** Where the reader is now; null without a list. */
function viewNow(): ReviewView | null {
  const { sourceId, worklist, sort, filters, selectedId, queue } = useWorklist.getState();
  const { project, tab } = useApp.getState();
  if (!project || project.readOnly || sourceId === null || worklist.kind !== 'ready' || queue !== null) return null;
  const { topSliceId } = useListPlace.getState();
  return { tab, sourceId, sort, filters, sliceId: selectedId, topSliceId, window: changedWindow() };
}

/** The window of the picture, where it is not the picture's own. */
function changedWindow(): ReviewView['window'] {
  const { picture, viewport } = useViewer.getState();
  if (picture.kind !== 'ready' || viewport === null) return null;
  const { windowCenter: center, windowWidth: width } = viewport;
  const own = center === picture.metadata.windowCenter && width === picture.metadata.windowWidth;
  return own ? null : { center, width };
}

let timer: ReturnType<typeof setTimeout> | null = null;
let kept = '';

/** Keeps the place when it rests. A place that could not be kept costs a reader a scroll, no work, so nothing is said. */
function keep(): void {
  if (timer) clearTimeout(timer);
  timer = null;
  const view = viewNow();
  const text = `${useApp.getState().opening} ${JSON.stringify(view)}`;
  if (view === null || text === kept) return;
  kept = text;
  call('view.keep', view).catch((error: unknown) => console.warn('The place was not kept', error));
}

function keepSoon(): void {
  if (timer === null) timer = setTimeout(keep, REST_MS);
}

/** Keeps the reader's place in step with the screen for as long as the window lives. */
export function followPlace(): () => void {
  const stops = [useWorklist, useApp, useListPlace, useViewer].map((store) => store.subscribe(keepSoon));
  const onLeave = () => keep();
  window.addEventListener('pagehide', onLeave);
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener('pagehide', onLeave);
  };
}

/** Opens the project where this reader left it, else at the source that was added last. */
export async function openLastPlace(): Promise<void> {
  const { project } = useApp.getState();
  if (!project || useWorklist.getState().sourceId !== null) return;
  const still = sameOpening();
  const { view } = await call('view.get', {});
  if (!still()) return;
  if (view === null || !project.sources.some(({ id }) => id === view.sourceId)) {
    const newest = [...project.sources].sort((a, b) => b.addedMs - a.addedMs || b.id - a.id)[0];
    if (newest) await prepareSource(newest.id);
    return;
  }
  useWorklist.setState({ sort: view.sort, filters: view.filters });
  await prepareSource(view.sourceId, () => still() && goTo(view));
}

/** The list is there: the same slice, the same scroll, the same window, the same tab. */
function goTo(view: ReviewView): void {
  const { items } = useWorklist.getState();
  if (view.sliceId !== null && items.has(view.sliceId)) {
    selectSlice(view.sliceId);
    arrangeWorklist({});
    if (view.window) setWindowOnce(view.sliceId, view.window);
  }
  useListPlace.setState({ wantedTopId: view.topSliceId });
  showTab(view.tab);
}

/** Sets the window when the slice's picture is on the screen, unless the reader has gone on by then. */
function setWindowOnce(sliceId: number, { center, width }: NonNullable<ReviewView['window']>): void {
  const stop = useViewer.subscribe(({ picture, commands, viewport }) => {
    if (useWorklist.getState().selectedId !== sliceId) return stop();
    if (picture.kind === 'none' || picture.kind === 'loading' || picture.sliceId !== sliceId) return;
    if (picture.kind === 'ready' && (commands === null || viewport === null)) return;
    stop();
    if (picture.kind === 'ready') commands?.setWindow(center, width);
  });
}
