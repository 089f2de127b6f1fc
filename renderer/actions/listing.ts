import type { AppEvent } from '../../src/contract/contract.ts';
import type { SourcePlace } from '../../src/contract/view-methods.ts';
import { CallFailed, call, messageOf } from '../api.ts';
import { showTab, useApp } from '../state/app-store.ts';
import { hidesAi } from '../state/blind.ts';
import { useJobs } from '../state/jobs-store.ts';
import type { RereadQueue } from '../state/reread-queue.ts';
import { slicesWith } from '../state/series-view.ts';
import { say } from '../state/toast-store.ts';
import { blindFilters, NO_FILTERS } from '../state/worklist-filters.ts';
import { arrangeWorklist, selectSlice, setQueue, showWorklist, useWorklist } from '../state/worklist-store.ts';
import { neighbour, type Sort, withPredictions } from '../state/worklist-view.ts';
import { keepPlace, leaveSource, placeAt, placeOf, settleAt } from './source-places.ts';

/** Why a list is sorted by nothing else while the AI of one of its slices is hidden. */
export const BLIND_SORT = 'Blind-first: only the acquisition order tells nothing of the model';

/** Counts the lists that began anew. */
let begun = 0;

/**
 * Reads a source's worklist into the store. An answer that comes after another list was begun is dropped. A list that begins, that
 * of another source or one that could not be read before, begins where the reader left it.
 * @param wanted another place to go to, also in a list that is there; and the queue that a list of another source begins with
 */
async function loadWorklist(
  sourceId: number,
  wanted: { readonly place?: SourcePlace | null; readonly queue?: RereadQueue | null } = {},
): Promise<void> {
  const before = useWorklist.getState();
  const begins = before.sourceId !== sourceId || before.worklist.kind === 'failed';
  if (begins) {
    begun += 1;
    if (before.sourceId !== sourceId) leaveSource();
    useWorklist.setState({
      ...(wanted.queue === undefined ? {} : { queue: wanted.queue, filters: NO_FILTERS }),
      sourceId,
      worklist: { kind: 'loading' },
      items: new Map(),
      stack: [],
      order: [],
      places: new Map(),
      marked: new Set(),
      selectedId: null,
    });
  } else if (wanted.queue !== undefined) {
    // One that is on its way loses its queue as well.
    useWorklist.setState({ queue: wanted.queue, filters: NO_FILTERS });
  }
  const mine = begun;
  const isWanted = () => begun === mine && useWorklist.getState().sourceId === sourceId;
  try {
    const worklist = await call('worklist.get', { sourceId });
    if (!isWanted()) return;
    if (hidesAi(worklist.items)) {
      useWorklist.setState(({ filters }) => ({ sort: 'order', filters: blindFilters(filters) }));
    }
    const place = wanted.place ?? (begins ? placeOf(sourceId) : null);
    showWorklist(worklist, place);
    if (place) settleAt(place);
  } catch (error) {
    if (!isWanted()) return;
    if (begins) useWorklist.setState({ worklist: { kind: 'failed', message: messageOf(error) } });
    else say('problem', `The list could not be read again: ${messageOf(error)}`);
  }
}

/** Opens a source for review, where the reader left it. */
export async function openSource(sourceId: number): Promise<void> {
  showTab('review');
  await loadWorklist(sourceId);
}

/** Reads a source that is complete, whatever screen is shown, and has predicted what is not predicted yet. */
export async function prepareSource(
  sourceId: number,
  place: SourcePlace | null = null,
  onListed: () => unknown = () => undefined,
): Promise<void> {
  await loadWorklist(sourceId, { place });
  if (useWorklist.getState().worklist.kind === 'ready') onListed();
  await predictWhatIsMissing(sourceId);
}

/** Opens a source that is complete for review. */
export async function readSource(sourceId: number): Promise<void> {
  showTab('review');
  await prepareSource(sourceId);
}

/** Reads the shown worklist again, e.g. after a prediction ended. */
export async function reloadWorklist(): Promise<void> {
  const { sourceId } = useWorklist.getState();
  if (sourceId !== null) await loadWorklist(sourceId);
}

/** Opens one slice in review, from wherever it is listed. */
export async function openSlice(sourceId: number, sliceId: number): Promise<void> {
  showTab('review');
  const { sourceId: shown, worklist: list, queue, places } = useWorklist.getState();
  if (shown === sourceId && list.kind === 'ready') {
    // The list of a queue that does not hold the slice would not show it.
    if (queue !== null && !places.has(sliceId)) setQueue(null);
    if (useWorklist.getState().items.has(sliceId)) selectSlice(sliceId);
  } else {
    const isQueued = queue?.slices.some((slice) => slice.sliceId === sliceId);
    const place = placeAt(sourceId, sliceId);
    await loadWorklist(sourceId, queue === null || isQueued ? { place } : { place, queue: null });
  }
  const { worklist, items } = useWorklist.getState();
  if (worklist.kind === 'ready' && !items.has(sliceId)) say('problem', 'That slice is no longer in its list.');
}

/** Opens a queue in review, in the source of its first slice. To be on record (`recordListed`) before. */
export async function openQueue(queue: RereadQueue): Promise<void> {
  const [first] = queue.slices;
  if (!first) return;
  if (useWorklist.getState().sourceId === first.sourceId) {
    keepPlace();
    setQueue(queue);
  } else {
    await loadWorklist(first.sourceId, { queue });
  }
  showTab('review');
}

/** Where the list goes on: at the selected slice or, when that is a neighbour outside a queue, where the list was left. */
export function placeInList(): number | null {
  const { places, selectedId, listedId } = useWorklist.getState();
  if (selectedId !== null && places.has(selectedId)) return selectedId;
  return listedId;
}

/** Goes `step` places along the list as shown. */
export function stepInList(step: number): void {
  const next = neighbour(useWorklist.getState().order, placeInList(), step);
  if (next !== null) selectSlice(next);
}

/**
 * Goes `step` places along the stack as acquired, whatever the list is sorted by. A series of a scan ends at its ends; pictures
 * without positions are no volume, and go on into the next folder.
 */
export function stepInStack(step: number): void {
  const { stack, items, selectedId } = useWorklist.getState();
  const own = slicesWith(stack, items, selectedId);
  const isVolume = own.some(({ positionMm }) => positionMm !== null);
  const next = neighbour(isVolume ? own.map(({ sliceId }) => sliceId) : stack, selectedId, step);
  if (next !== null) selectSlice(next);
}

/** Goes to the first or last of the slices that are counted together on the screen. */
export function goToEndOfStack(end: 'first' | 'last'): void {
  const { stack, items, selectedId } = useWorklist.getState();
  const slice = slicesWith(stack, items, selectedId).at(end === 'first' ? 0 : -1);
  if (slice) selectSlice(slice.sliceId);
}

/** Why the list cannot be sorted so now; null when it can. */
export function whyNoSort(sort: Sort): string | null {
  const { queue, items } = useWorklist.getState();
  if (queue !== null) return 'A queue has an order of its own.';
  return sort !== 'order' && hidesAi(items.values()) ? BLIND_SORT : null;
}

/** Sorts by what the model thinks, where it may be shown. */
export function sortList(sort: Sort): void {
  if (whyNoSort(sort) !== null) return;
  arrangeWorklist({ sort });
}

/** What was predicted last: of which source, with which model, in which opening of a project. */
let predicted = '';
/** What was asked for while a prediction ran: the source may have grown since that one began. */
let askedMeanwhile = '';

const predictionKey = (sourceId: number, modelId: number): string =>
  `${useApp.getState().opening} ${sourceId} ${modelId}`;

/** Starts prediction of the open source with the current model; where one runs already, after it. */
export async function startPrediction(sourceId: number): Promise<void> {
  const { project, tensorflow } = useApp.getState();
  const runs = useJobs.getState().jobs.some(({ kind }) => kind === 'predict');
  if (!project?.currentModel || !tensorflow.ok || project.readOnly) return;
  const key = predictionKey(sourceId, project.currentModel.id);
  if (runs) {
    askedMeanwhile = key;
    return;
  }
  const before = predicted;
  predicted = key;
  try {
    await call('prediction.start', { sourceId, modelId: null });
  } catch (error) {
    predicted = before;
    // One that began a moment ago, of which no event has come yet.
    if (error instanceof CallFailed && error.code === 'busy') askedMeanwhile = key;
    else say('problem', `Prediction did not start: ${messageOf(error)}`);
  }
}

/** Starts prediction when the source has slices that the current model has not seen. */
export async function predictWhatIsMissing(sourceId: number): Promise<void> {
  const { items, sourceId: shown } = useWorklist.getState();
  const modelId = useApp.getState().project?.currentModel?.id;
  if (shown !== sourceId || modelId === undefined) return;
  const missing = [...items.values()].some(
    ({ notPredictable, prediction }) => notPredictable === null && prediction?.modelId !== modelId,
  );
  if (missing) await startPrediction(sourceId);
}

/** After a prediction has ended: turns to the source, the slices or the model that came to the screen while it ran. */
export async function predictWhatCameMeanwhile(): Promise<void> {
  const { sourceId } = useWorklist.getState();
  const modelId = useApp.getState().project?.currentModel?.id;
  if (sourceId === null || modelId === undefined) return;
  const key = predictionKey(sourceId, modelId);
  if (predicted === key && askedMeanwhile !== key) return;
  askedMeanwhile = '';
  await predictWhatIsMissing(sourceId);
}

/** Fills in the current model's predictions as they come. Rows stay where they are until the reader sorts again. */
export function takePredictions(event: Extract<AppEvent, { kind: 'predicted' }>): void {
  if (useWorklist.getState().sourceId !== event.sourceId) return;
  const modelId = useApp.getState().project?.currentModel?.id;
  const own = event.predictions.filter(({ prediction }) => prediction.modelId === modelId);
  useWorklist.setState(({ items, newResults }) => ({
    items: withPredictions(items, own),
    newResults: newResults + own.length,
  }));
}
