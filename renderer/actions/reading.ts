import type { ReadOutcome } from '../../src/contract/review-methods.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { mayShow } from '../state/blind.ts';
import { openDialog } from '../state/dialog-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { queueDoneWord, stillToRead } from '../state/reread-queue.ts';
import { draftReason, type Intent, type Presentation, useReview, whyNotRecord } from '../state/review-store.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { arrangeWorklist, noteReread, selectSlice, useWorklist } from '../state/worklist-store.ts';
import { nextUnread, withRead } from '../state/worklist-view.ts';
import { labelWord } from '../words.ts';
import { noteExposed, placeInList, reloadWorklist } from './listing.ts';

/** Slices passed faster than this are not yet presentations; the one that stays is. */
const SKIM_MS = 120;

let waiting: { readonly sliceId: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;
let beginning: Promise<void> = Promise.resolve();
let lastShownMs = Number.NEGATIVE_INFINITY;
/** While set, slices pass over the screen without being presented. */
let passing = false;

function showsNow(sliceId: number): boolean {
  const item = useWorklist.getState().items.get(sliceId);
  if (!item) return false;
  return mayShow(item, usePreferences.getState().blindFirst, useReview.getState().revealed);
}

async function begin(sliceId: number): Promise<void> {
  const shows = showsNow(sliceId);
  const predictionVisible = shows || useReview.getState().exposed.has(sliceId);
  const attempt = useReview.getState().presentation;
  const still = () => attempt.kind === 'beginning' && useReview.getState().presentation === attempt;
  try {
    const { presentationId, prediction, history, canUndo, canRedo } = await call('presentation.begin', {
      sliceId,
      predictionVisible,
    });
    if (!still()) return;
    const revealed = shows && showsNow(sliceId);
    const shown = { kind: 'shown', sliceId, presentationId, history, revealed } as const;
    useReview.setState({ presentation: { ...shown, prediction: revealed ? prediction : null }, canUndo, canRedo });
    if (!revealed && showsNow(sliceId)) await reveal();
  } catch (error) {
    if (still()) useReview.setState({ presentation: { kind: 'failed', sliceId, message: messageOf(error) } });
  }
}

/** Tells main that a slice is on the screen, at once or, while the reader skims, when one stays. */
export function present(sliceId: number | null): void {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
  const presentation: Presentation = sliceId === null || passing ? { kind: 'none' } : { kind: 'beginning', sliceId };
  useReview.setState({ presentation });
  if (sliceId === null || passing) return;
  const now = performance.now();
  const skimming = now - lastShownMs < SKIM_MS;
  lastShownMs = now;
  if (skimming) waiting = { sliceId, timer: setTimeout(settle, SKIM_MS) };
  else beginning = begin(sliceId);
}

/** A cine runs: what it passes is no presentation at any speed; the slice that it ends on is. */
export function passSlices(on: boolean): void {
  if (passing === on) return;
  passing = on;
  lastShownMs = Number.NEGATIVE_INFINITY;
  present(useWorklist.getState().selectedId);
}

/** Begins the presentation that waits, if any, and waits for main's answer. */
async function settle(): Promise<void> {
  if (waiting) {
    clearTimeout(waiting.timer);
    const { sliceId } = waiting;
    waiting = null;
    beginning = begin(sliceId);
  }
  await beginning;
}

/** Shows the model's call of the slice on the screen, after main has it on record. */
export async function reveal(): Promise<void> {
  const { presentation } = useReview.getState();
  if (presentation.kind === 'shown') await revealPresentation(presentation.presentationId, presentation.sliceId);
}

async function revealPresentation(presentationId: number | null, sliceId: number): Promise<void> {
  try {
    const { prediction } =
      presentationId === null
        ? { prediction: useWorklist.getState().items.get(sliceId)?.prediction ?? null }
        : await call('presentation.reveal', { presentationId });
    useReview.setState((state) => ({
      revealed: new Set(state.revealed).add(sliceId),
      exposed: new Set(state.exposed).add(sliceId),
    }));
    const now = useReview.getState().presentation;
    if (now.kind !== 'shown' || now.presentationId !== presentationId) return;
    useReview.setState({ presentation: { ...now, revealed: true, prediction } });
  } catch (error) {
    say('problem', `The prediction could not be shown: ${messageOf(error)}`);
  }
}

/** Asks for the prediction again when one came in for the slice on the screen. */
export async function refreshShownPrediction(sliceIds: readonly number[]): Promise<void> {
  const { presentation } = useReview.getState();
  if (presentation.kind === 'shown' && presentation.revealed && sliceIds.includes(presentation.sliceId)) await reveal();
}

function takeOutcome(outcome: ReadOutcome): void {
  const { read, currentLabel, sliceRead, canUndo, canRedo } = outcome;
  useWorklist.setState(({ items }) => ({ items: withRead(items, read.sliceId, { currentLabel, read: sliceRead }) }));
  noteReread(read.sliceId, read.kind !== 'undo');
  const { presentation } = useReview.getState();
  const here = presentation.kind === 'shown' && presentation.sliceId === read.sliceId;
  useReview.setState({
    canUndo,
    canRedo,
    presentation: here ? { ...presentation, history: [...presentation.history, read] } : presentation,
  });
  noteExposed();
}

function sliceName(sliceId: number): string {
  const place = useWorklist.getState().numbers.get(sliceId);
  return place ? `slice ${place.number}` : 'slice';
}

function advance(sliceId: number): void {
  const state = useWorklist.getState();
  if (state.selectedId !== sliceId || !usePreferences.getState().advanceAfterRead) return;
  const next = nextUnread(state.order, stillToRead(state), placeInList());
  if (next !== null) selectSlice(next);
  else say('info', state.queue ? queueDoneWord(state) : 'Every slice in this list is read.');
}

/** Records the reader's label of the slice on the screen; says saved only after main committed it. */
export async function recordRead(intent: Intent): Promise<void> {
  const sliceId = useWorklist.getState().selectedId;
  if (sliceId === null) return;
  if (usePreferences.getState().readerName.trim() === '') return openDialog({ kind: 'reader-name', intent });
  await settle();
  if (useWorklist.getState().selectedId !== sliceId) return;
  const { presentation, saving, reasons } = useReview.getState();
  const { picture } = useViewer.getState();
  const pictureKind = picture.kind !== 'none' && picture.sliceId === sliceId ? picture.kind : 'loading';
  const readOnly = useApp.getState().project?.readOnly ?? true;
  const why = whyNotRecord(intent, { readOnly, saving: saving.kind === 'saving', picture: pictureKind, presentation });
  if (why !== null) return say('info', why);
  if (presentation.kind !== 'shown' || presentation.presentationId === null) return;
  const { presentationId } = presentation;
  useReview.setState({ saving: { kind: 'saving', sliceId } });
  try {
    const reason = reasons.get(sliceId)?.trim() || null;
    const outcome = await call('read.record', { presentationId, intent, reason, confidence: null });
    const text = `${sliceName(sliceId)}: ${labelWord(outcome.currentLabel)}`;
    draftReason(sliceId, null);
    useReview.setState({ saving: { kind: 'saved', sliceId, text, auditSequence: outcome.read.auditSequence } });
    // A read slice shows its bar in the list, so what was hidden goes on record as seen before the list knows.
    if (!presentation.revealed) await revealPresentation(presentationId, sliceId);
    takeOutcome(outcome);
    advance(sliceId);
  } catch (error) {
    useReview.setState({ saving: { kind: 'failed', sliceId, message: messageOf(error) } });
  }
}

async function moveInHistory(method: 'read.undo' | 'read.redo', done: string): Promise<void> {
  const { canUndo, canRedo, saving } = useReview.getState();
  if (saving.kind === 'saving') return;
  if (!(method === 'read.undo' ? canUndo : canRedo)) {
    return say('info', method === 'read.undo' ? 'There is nothing to undo.' : 'There is nothing to redo.');
  }
  try {
    const outcome = await call(method, {});
    takeOutcome(outcome);
    const { sliceId, auditSequence } = outcome.read;
    if (useWorklist.getState().items.has(sliceId)) selectSlice(sliceId);
    const text = `${done} ${sliceName(sliceId)}: ${labelWord(outcome.currentLabel)}`;
    useReview.setState({ saving: { kind: 'saved', sliceId, text, auditSequence } });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Takes the last read back; the log keeps both. */
export function undoRead(): Promise<void> {
  return moveInHistory('read.undo', 'undone,');
}

export function redoRead(): Promise<void> {
  return moveInHistory('read.redo', 'redone,');
}

/** Ends blindness: main knows of it, and has on record that the list's bars are seen, before the screen shows any. */
async function showEverything(): Promise<void> {
  try {
    const preferences = await call('preferences.set', { blindFirst: false });
    await reloadWorklist();
    usePreferences.setState(preferences);
    noteExposed();
  } catch (error) {
    say('problem', `The setting was not kept: ${messageOf(error)}`);
  }
}

/** Turns blind-first on or off. Off means that the slice on the screen is revealed, on record, before it is drawn. */
export async function setBlindFirst(blindFirst: boolean): Promise<void> {
  if (!blindFirst) {
    const { presentation } = useReview.getState();
    if (presentation.kind === 'shown' && !presentation.revealed) await reveal();
    return showEverything();
  }
  if (useWorklist.getState().sort !== 'order') arrangeWorklist({ sort: 'order' });
  await changePreferences({ blindFirst });
  const { presentation } = useReview.getState();
  if (presentation.kind === 'shown' && !showsNow(presentation.sliceId)) {
    useReview.setState({ presentation: { ...presentation, revealed: false, prediction: null } });
  }
}

/** Keeps presentations in step with the selected slice for as long as the window lives. */
export function followSelection(): () => void {
  return useWorklist.subscribe((state, before) => {
    if (state.selectedId !== before.selectedId) present(state.selectedId);
  });
}

/** Sets the reader's name. What is on the screen is presented anew: presentations belong to a reader. */
export async function setReader(readerName: string): Promise<void> {
  if (readerName === usePreferences.getState().readerName) return;
  await changePreferences({ readerName });
  lastShownMs = Number.NEGATIVE_INFINITY;
  present(useWorklist.getState().selectedId);
}
