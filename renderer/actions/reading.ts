import type { MethodOutput } from '../../src/contract/contract.ts';
import type { ReadOutcome } from '../../src/contract/review-methods.ts';
import type { ActOutcome } from '../../src/contract/study-methods.ts';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { mayShow, mayShowLabels } from '../state/blind.ts';
import { openDialog, useDialog } from '../state/dialog-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { clearReaders, loadCases, useReaders } from '../state/readers-store.ts';
import { draftReason, type Intent, type Presentation, useReview, whyNotRecord } from '../state/review-store.ts';
import { clearStudies } from '../state/study-store.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { blindFilters } from '../state/worklist-filters.ts';
import { arrangeWorklist, noteReread, noteRereads, selectSlice, useWorklist } from '../state/worklist-store.ts';
import { withItem, withRead } from '../state/worklist-view.ts';
import { clearHeatmaps } from '../viewer/heatmap.ts';
import { countWord, labelWord } from '../words.ts';
import { goToNext } from './going-on.ts';
import { reloadWorklist } from './listing.ts';
import { marksSettled, takeMarkStep } from './marking.ts';
import { pictureHere } from './picture-here.ts';
import { recordedView } from './recorded-view.ts';
import { keepWhileSigningIn, openPlaceOfReader } from './resume.ts';
import { takeStudyOutcome } from './study-call.ts';
import { timeInSight } from './time-in-sight.ts';

/** Slices passed faster than this are not yet presentations; the one that stays is. */
const SKIM_MS = 120;

let waiting: { readonly sliceId: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;
let beginning: Promise<void> = Promise.resolve();
let lastShownMs = Number.NEGATIVE_INFINITY;
/** Reads that are on their way to main, and undos and redos: each of these waits for what came before it. */
let reads: Promise<unknown> = Promise.resolve();
let steps: Promise<unknown> = Promise.resolve();
/** While set, slices pass over the screen without being presented. */
let passing = false;

/** The slice that main was told of last: once another one is shown, its labels may be too. */
let shownBefore: number | null = null;

/** What main said last of the stand of the list (`ReadOutcome`). */
let standBefore = '';

/** What main says of a showing, as the screen keeps it. */
function shownFrom(sliceId: number, answer: MethodOutput<'presentation.begin'>): Presentation {
  const { presentationId, arm, aiVisible, mayReveal, prediction, history } = answer;
  return { kind: 'shown', sliceId, presentationId, arm, revealed: aiVisible, mayReveal, prediction, history };
}

async function begin(sliceId: number): Promise<void> {
  const attempt = useReview.getState().presentation;
  const still = () => attempt.kind === 'beginning' && useReview.getState().presentation === attempt;
  try {
    const answer = await call('presentation.begin', { sliceId, predictionVisible: true });
    const { canUndo, canRedo } = answer;
    // At once: what is done while a row is taken anew knows better.
    if (still()) useReview.setState({ canUndo, canRedo });
    const left = shownBefore;
    shownBefore = sliceId;
    if (left !== null && left !== sliceId && labelsWait(left)) await refreshItem(left);
    // What the model says comes with its picture, in one drawing of the page.
    await pictureHere(sliceId);
    if (!still()) return;
    useReview.setState({ presentation: shownFrom(sliceId, answer) });
    const row = useWorklist.getState().items.get(sliceId);
    // One that came meanwhile found no slice to be shown with.
    if (answer.prediction === null && row?.prediction) void refreshShownPrediction([sliceId]);
    // Revealed elsewhere since the list was read, as by the evaluation's "Show the slices".
    if (answer.aiVisible && row && !mayShow(row)) await refreshItem(sliceId);
  } catch (error) {
    if (still()) useReview.setState({ presentation: { kind: 'failed', sliceId, message: messageOf(error) } });
  }
}

function labelsWait(sliceId: number): boolean {
  const item = useWorklist.getState().items.get(sliceId);
  return item ? item.read && !mayShowLabels(item) : false;
}

/** Shows the slice that is on the screen once more, as a showing of its own: what is read now is a second read. */
async function beginAgain(sliceId: number): Promise<void> {
  const answer = await call('presentation.begin', { sliceId, predictionVisible: true });
  const { presentation } = useReview.getState();
  if (presentation.kind !== 'shown' || presentation.sliceId !== sliceId) return;
  const { canUndo, canRedo } = answer;
  useReview.setState({ presentation: shownFrom(sliceId, answer), canUndo, canRedo });
}

/** Takes a row of the list anew, after more of it may be seen. */
async function refreshItem(sliceId: number): Promise<void> {
  const { sourceId } = useWorklist.getState();
  if (sourceId === null) return;
  const { item } = await call('worklist.item', { sourceId, sliceId });
  if (item === null || useWorklist.getState().sourceId !== sourceId) return;
  useWorklist.setState(({ items }) => ({ items: withItem(items, item) }));
}

/** Goes to a slice in passing, as under a drag: it is presented only when it stays. */
export function passTo(sliceId: number): void {
  lastShownMs = performance.now();
  selectSlice(sliceId);
}

/** Whether a slice is shown to whoever reads: not behind another screen, nor while it is asked who that is. */
function isShowing(): boolean {
  const { tab, readerKnown } = useApp.getState();
  return !passing && readerKnown && tab === 'review' && useDialog.getState().dialog.kind !== 'sign-in';
}

/** Tells main that a slice is on the screen, at once or, while the reader skims, when one stays; out of sight, once it is in sight. */
export function present(sliceId: number | null): void {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
  const shows = sliceId !== null && isShowing();
  useReview.setState({ presentation: shows ? { kind: 'beginning', sliceId } : { kind: 'none' } });
  if (!shows) return;
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
  if (presentation.kind !== 'shown') return;
  if (!presentation.mayReveal)
    return say('info', 'The AI of this slice is shown after your read: it is part of the study.');
  await revealPresentation(presentation.presentationId, presentation.sliceId);
}

async function revealPresentation(presentationId: number | null, sliceId: number): Promise<void> {
  if (presentationId === null)
    return say('info', 'This project is open for reading only, so nothing can be put on record.');
  try {
    const { prediction } = await call('presentation.reveal', { presentationId });
    await refreshItem(sliceId);
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
  if (presentation.kind !== 'shown' || !presentation.revealed || !sliceIds.includes(presentation.sliceId)) return;
  if (presentation.presentationId !== null) await revealPresentation(presentation.presentationId, presentation.sliceId);
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
}

function sliceName(sliceId: number): string {
  const place = useWorklist.getState().numbers.get(sliceId);
  return place ? `slice ${place.number}` : 'slice';
}

async function advance(sliceId: number): Promise<void> {
  if (useWorklist.getState().selectedId !== sliceId || !usePreferences.getState().advanceAfterRead) return;
  await goToNext('Every slice in this list is read.');
}

/** Whether the AI of what is on the screen is hidden: then a label needs its confidence. */
export function readsBlind(presentation: Presentation): boolean {
  return presentation.kind === 'shown' && presentation.arm === 'blind' && !presentation.revealed;
}

/** `unsure` and `excluded` say themselves how sure the reader is. */
const isJudgement = (intent: Intent): boolean => intent === 'haemorrhage' || intent === 'none';

/** With slices marked a label is for all of them, and is asked about first. */
function asksBulkRead(intent: Intent): boolean {
  const { marked, order } = useWorklist.getState();
  if (marked.size === 0) return false;
  if (intent === 'agree') say('info', 'Agree is for one slice. Clear the selection first (Esc).');
  else openDialog({ kind: 'bulk-read', sliceIds: order.filter((id) => marked.has(id)), label: intent });
  return true;
}

/**
 * Records the reader's label of the slice on the screen; says saved only after main committed it. Blind, a label waits for its
 * confidence (`giveConfidence`) unless that was given before it.
 */
export function recordRead(intent: Intent): Promise<void> {
  const mine = recordNow(intent);
  reads = Promise.allSettled([reads, mine]);
  return mine;
}

async function recordNow(intent: Intent): Promise<void> {
  if (asksBulkRead(intent)) return;
  const sliceId = useWorklist.getState().selectedId;
  if (sliceId === null) return;
  if (usePreferences.getState().readerName.trim() === '') return openDialog({ kind: 'reader-name', intent });
  await settle();
  if (useWorklist.getState().selectedId !== sliceId) return;
  const { presentation, saving, draft } = useReview.getState();
  const { picture } = useViewer.getState();
  const pictureKind = picture.kind !== 'none' && picture.sliceId === sliceId ? picture.kind : 'loading';
  const readOnly = useApp.getState().project?.readOnly ?? true;
  const why = whyNotRecord(intent, { readOnly, saving: saving.kind === 'saving', picture: pictureKind, presentation });
  if (why !== null) return say('info', why);
  if (presentation.kind !== 'shown' || presentation.presentationId === null) return;
  const { presentationId } = presentation;
  const own = draft?.sliceId === sliceId ? draft : null;
  const confidence = own?.confidence ?? null;
  const blind = readsBlind(presentation);
  // A label that waited for its confidence was decided on when it was given.
  const waited = blind && confidence !== null && own?.intent === intent;
  const decidedAfterMs = waited ? own.decidedAfterMs : timeInSight(presentationId);
  if (adjudicatesHere(sliceId) && !caseIsHere(sliceId)) return say('info', NOT_UNSEEN);
  if (blind && confidence === null && isJudgement(intent)) {
    return useReview.setState({ draft: { sliceId, intent, confidence, decidedAfterMs } });
  }
  await save({ sliceId, presentationId, intent, confidence, decidedAfterMs, blind });
}

/** How sure the reader is, 1 (a guess) to 5 (certain): saves the label that waits for it, else goes with the next one. */
export async function giveConfidence(confidence: number): Promise<void> {
  const { selectedId } = useWorklist.getState();
  if (selectedId === null) return;
  const { draft } = useReview.getState();
  const { intent, decidedAfterMs } = draft?.sliceId === selectedId ? draft : { intent: null, decidedAfterMs: null };
  useReview.setState({ draft: { sliceId: selectedId, intent, confidence, decidedAfterMs } });
  if (intent !== null) await recordRead(intent);
}

interface ReadToSave {
  readonly sliceId: number;
  readonly presentationId: number;
  readonly intent: Intent;
  readonly confidence: number | null;
  readonly decidedAfterMs: number | null;
  readonly blind: boolean;
}

async function save(read: ReadToSave): Promise<void> {
  const { sliceId, presentationId, intent, confidence, decidedAfterMs, blind } = read;
  useReview.setState({ saving: { kind: 'saving', sliceId } });
  const reason = useReview.getState().reasons.get(sliceId)?.trim() || null;
  const adjudicates = adjudicatesHere(sliceId);
  let outcome: ReadOutcome;
  try {
    const view = recordedView(sliceId);
    outcome = await call('read.record', {
      ...{ presentationId, intent, reason, confidence, adjudicates },
      ...(decidedAfterMs !== null && { decidedAfterMs }),
      ...(view && { view }),
    });
  } catch (error) {
    return useReview.setState({ saving: { kind: 'failed', sliceId, message: messageOf(error) } });
  }
  const text = `${sliceName(sliceId)}: ${labelWord(outcome.read.labelAfter)}`;
  draftReason(sliceId, null);
  const saving = { kind: 'saved', sliceId, text, auditSequence: outcome.read.auditSequence } as const;
  useReview.setState({ saving, draft: null });
  takeOutcome(outcome);
  await sayingFailure(async () => {
    await followOthers(outcome, adjudicates);
    if (blind && (await showAfterRead(sliceId, presentationId))) return;
    await advance(sliceId);
  });
}

/** What the screen does after main committed an act: where it fails, the act is saved none the less. */
async function sayingFailure(follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    say('problem', `That is saved, but the list could not be brought up to date: ${messageOf(error)}`);
  }
}

/**
 * After a blind read the AI comes to the same slice, on record, and the reader goes on when they have seen it.
 * @returns whether there was anything to show
 */
async function showAfterRead(sliceId: number, presentationId: number): Promise<boolean> {
  await revealPresentation(presentationId, sliceId);
  const { presentation } = useReview.getState();
  if (presentation.kind !== 'shown' || presentation.prediction === null) return false;
  await beginAgain(sliceId);
  return true;
}

/** A whole batch was taken back or restored: the list is read again, and the slice on the screen with its history. */
async function takeBatchOutcome(outcome: ReadOutcome, batch: readonly number[], done: string): Promise<void> {
  const { canUndo, canRedo, read } = outcome;
  const text = `${done} ${countWord(batch.length, 'slice')} labelled in bulk`;
  const saved = { kind: 'saved', sliceId: read.sliceId, text, auditSequence: read.auditSequence } as const;
  useReview.setState({ canUndo, canRedo, saving: saved });
  await takeBatch(batch, read.kind !== 'undo');
}

/** The list after an act on many slices; the slice on the screen is presented anew where it was one of them. */
export async function takeBatch(sliceIds: readonly number[], read: boolean): Promise<void> {
  await reloadWorklist();
  noteRereads(sliceIds, read);
  const { selectedId } = useWorklist.getState();
  if (selectedId !== null && sliceIds.includes(selectedId)) present(selectedId);
}

function takeMarkOutcome(act: Extract<ActOutcome, { kind: 'mark' }>, step: 'undo' | 'redo'): void {
  const { sliceId, auditSequence } = act.outcome;
  const text = takeMarkStep(act.outcome, step);
  if (useWorklist.getState().items.has(sliceId)) selectSlice(sliceId);
  const { canUndo, canRedo } = act;
  useReview.setState({ saving: { kind: 'saved', sliceId, text, auditSequence }, canUndo, canRedo });
}

type Step = 'act.undo' | 'act.redo';

/** Steps go one after the other, and after the reads and marks that were made before them. */
function moveInHistory(method: Step, done: string): Promise<void> {
  const before = useReview.getState().saving;
  const earlier = Promise.allSettled([reads, steps, marksSettled()]);
  const mine = earlier.then(() => {
    const { saving } = useReview.getState();
    // What it was to take back was never saved, and the screen says so.
    if (saving !== before && saving.kind === 'failed') return;
    return takeStep(method, done);
  });
  steps = mine;
  return mine;
}

async function takeStep(method: Step, done: string): Promise<void> {
  const { canUndo, canRedo } = useReview.getState();
  if (!(method === 'act.undo' ? canUndo : canRedo)) {
    return say('info', method === 'act.undo' ? 'There is nothing to undo.' : 'There is nothing to redo.');
  }
  let act: ActOutcome;
  try {
    act = await call(method, {});
  } catch (error) {
    return say('problem', messageOf(error));
  }
  await sayingFailure(async () => {
    if (act.kind === 'mark') return takeMarkOutcome(act, method === 'act.undo' ? 'undo' : 'redo');
    if (act.kind === 'study-call') return takeStudyOutcome(act.outcome, `${done} `);
    const { outcome } = act;
    if (outcome.batch !== null) return takeBatchOutcome(outcome, outcome.batch, done);
    await takeReadStep(outcome, done);
  });
}

async function takeReadStep(outcome: ReadOutcome, done: string): Promise<void> {
  const { sliceId, auditSequence, labelAfter: label } = outcome.read;
  const text = `${done} ${sliceName(sliceId)}${label === null ? '' : `: ${labelWord(label)}`}`;
  useReview.setState({ saving: { kind: 'saved', sliceId, text, auditSequence } });
  takeOutcome(outcome);
  await followOthers(outcome, caseIsHere(sliceId));
  if (useWorklist.getState().items.has(sliceId)) selectSlice(sliceId);
  await refreshItem(sliceId);
}

/** Takes back what this reader did last, a read, a mark or a study call; the log keeps both. */
export function undoLast(): Promise<void> {
  return moveInHistory('act.undo', 'undone,');
}

export function redoLast(): Promise<void> {
  return moveInHistory('act.redo', 'redone,');
}

/**
 * A change of what is hidden: the list and the slice on the screen are asked for anew. Heatmaps are forgotten before main changes
 * anything, so that none is at hand while the list is still the old one.
 */
async function showAnew(): Promise<void> {
  await reloadWorklist();
  present(useWorklist.getState().selectedId);
}

/** The reader's own wish to read blind-first, where the project leaves it open. Main knows of it before the screen shows any. */
async function setBlindFirst(blindFirst: boolean): Promise<void> {
  clearHeatmaps();
  if (blindFirst) arrangeWorklist({ sort: 'order', filters: blindFilters(useWorklist.getState().filters) });
  await changePreferences({ blindFirst });
  await showAnew();
  // What was found by a name that is hidden now is not listed for it any longer.
  if (useWorklist.getState().filters.search !== '') arrangeWorklist({});
}

/** B: blind-first on or off where the project leaves it open; else reveals the slice on the screen, on record. */
export async function toggleBlind(): Promise<void> {
  if (useApp.getState().project?.readingMode === 'off') return setBlindFirst(!usePreferences.getState().blindFirst);
  const { presentation } = useReview.getState();
  if (presentation.kind === 'shown' && !presentation.revealed) return reveal();
  say('info', 'This project is read blind-first: the AI of this slice is shown already.');
}

/** Changes how the project is read. Throws CallFailed, `mixed-reads` where it needs to be confirmed. */
export async function setReadingMode(mode: ReadingMode, confirmed: boolean): Promise<void> {
  clearHeatmaps();
  useApp.setState({ project: await call('project.setReadingMode', { mode, confirmed }) });
  if (useWorklist.getState().sort !== 'order') arrangeWorklist({ sort: 'order' });
  await showAnew();
}

/** Keeps presentations in step with the selected slice, and with what lies over it, for as long as the window lives. */
export function followSelection(): () => void {
  const sightChanged = (): void => {
    const { selectedId } = useWorklist.getState();
    // One that was passed when the screen changed did not stay.
    if (waiting && !isShowing()) present(null);
    if (selectedId !== null && isShowing() && useReview.getState().presentation.kind === 'none') present(selectedId);
  };
  const stops = [
    useWorklist.subscribe((state, before) => {
      if (state.selectedId === before.selectedId) return;
      // A label that waited for its confidence is not given to another slice, nor later to this one.
      useReview.setState({ draft: null });
      present(state.selectedId);
    }),
    useApp.subscribe((state, before) => {
      if (state.tab !== before.tab || state.readerKnown !== before.readerKnown) sightChanged();
    }),
    useDialog.subscribe(sightChanged),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the list is an adjudication queue that holds this slice. */
function adjudicatesHere(sliceId: number): boolean {
  const { queue } = useWorklist.getState();
  return queue?.adjudication === true && queue.slices.some((slice) => slice.sliceId === sliceId);
}

const NOT_UNSEEN =
  'What the readers say of this slice is not on the screen, so a read cannot settle it. Open the adjudication queue anew.';

/** Whether what the readers say of this slice is on the screen. */
function caseIsHere(sliceId: number): boolean {
  return useReaders.getState().cases.some((one) => one.sliceId === sliceId);
}

/** What an act changes beyond its own slice: slices that are unread again, cases that are decided. */
async function followOthers({ stand }: ReadOutcome, adjudicated: boolean): Promise<void> {
  if (stand !== standBefore) {
    standBefore = stand;
    await reloadWorklist();
  }
  if (adjudicated) await loadCases();
}

/**
 * Signs the reader in under this name ('' signs out); with `bind` the system's account vouches for it from then on. All that is shown is what they may see; what the reader before them had
 * typed and not saved goes.
 */
export async function setReader(name: string, bind = false): Promise<void> {
  if (name === usePreferences.getState().readerName && !bind) return;
  clearHeatmaps();
  try {
    await keepWhileSigningIn(async () => {
      if (useApp.getState().project === null) await changePreferences({ readerName: name });
      else if (name === '') {
        await call('reader.signOut', {});
        usePreferences.setState({ readerName: '' });
      } else {
        const signedIn = await call('reader.signIn', { name, bind });
        usePreferences.setState({ readerName: signedIn.name });
      }
    });
    await showToReader();
  } catch (error) {
    say('problem', `The reader was not changed: ${messageOf(error)}`);
  }
}

async function showToReader(): Promise<void> {
  clearReaders();
  // Calls that were being put together are the other reader's.
  clearStudies();
  useReview.setState({ reasons: new Map(), draft: null, saving: { kind: 'idle' }, canUndo: false, canRedo: false });
  lastShownMs = Number.NEGATIVE_INFINITY;
  shownBefore = null;
  if (useApp.getState().project === null) return;
  useApp.setState({ project: await call('project.summary', {}) });
  const passed = passing;
  // On the way to this reader's place no slice is presented.
  passing = true;
  try {
    await openPlaceOfReader();
  } finally {
    passing = passed;
  }
  present(useWorklist.getState().selectedId);
}
