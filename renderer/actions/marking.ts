import type { MarkOutcome } from '../../src/contract/mark-methods.ts';
import { measureMark } from '../../src/marks/mark-figures.ts';
import { isDrawn, type MarkShape } from '../../src/marks/mark-shape.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening, useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { clearMarks, type DrawnMark, dropMark, keptMark, putMark, useMarks } from '../state/marks-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { say } from '../state/toast-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { pictures } from '../viewer/picture-cache.ts';
import { countWord } from '../words.ts';

let made = 0;
/** Marks are saved one after the other, so that each act stands on the one before. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn(work: () => Promise<void>): Promise<void> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

/** Waits for every mark that is on its way to main. */
export async function marksSettled(): Promise<void> {
  await turn;
}

/** Whether the reader may draw now; asks for a name where there is none. */
export function mayDraw(): boolean {
  if (usePreferences.getState().readerName.trim() !== '' || readOnly()) return true;
  openDialog({ kind: 'sign-in' });
  return false;
}

const readOnly = (): boolean => useApp.getState().project?.readOnly ?? true;

/** Draws a new mark and saves it. Returns its key, null where there is nothing to draw on or nothing was drawn. */
export function drawMark(sliceId: number, shape: MarkShape): string | null {
  made += 1;
  const key = `u${made}`;
  return isDrawn(shape) && place({ key, sliceId, kept: null }, shape) ? key : null;
}

/** Shows a mark as it is being changed; `keepMark` saves it. */
export function reshapeMark(key: string, shape: MarkShape): void {
  const mark = useMarks.getState().marks.get(key);
  if (mark && isDrawn(shape) && measured(mark.sliceId, shape)) {
    putMark({ ...mark, shape, figures: measured(mark.sliceId, shape) ?? mark.figures });
  }
}

function measured(sliceId: number, shape: MarkShape) {
  const picture = pictures.peek(sliceId);
  return picture ? measureMark(shape, { ...picture.metadata, pixels: picture.image.getPixelData() }) : null;
}

function place(mark: Pick<DrawnMark, 'key' | 'sliceId' | 'kept'>, shape: MarkShape): boolean {
  const figures = measured(mark.sliceId, shape);
  if (figures === null) return false;
  useMarks.setState({ hidden: false });
  putMark({ ...mark, shape, figures, state: { kind: 'saving' } });
  void keepMark(mark.key);
  return true;
}

/** Saves a mark as it stands on the screen. What could not be saved stays there, and says so. */
export function keepMark(key: string): Promise<void> {
  const now = useMarks.getState().marks.get(key);
  if (!now || now.shape === now.kept?.shape) return Promise.resolve();
  if (readOnly()) return Promise.resolve(keepForNow(now));
  const still = sameOpening();
  return inTurn(async () => {
    const mark = useMarks.getState().marks.get(key);
    if (!still() || !mark || mark.shape === mark.kept?.shape) return;
    const { sliceId, shape, kept } = mark;
    putMark({ ...mark, state: { kind: 'saving' } });
    try {
      const outcome = await call('mark.save', { sliceId, markId: kept?.id ?? null, shape });
      if (still()) takeSaved(key, shape, outcome);
    } catch (error) {
      const failed = useMarks.getState().marks.get(key);
      if (still() && failed) putMark({ ...failed, state: { kind: 'failed', message: messageOf(error) } });
    }
  });
}

function takeSaved(key: string, sent: MarkShape, outcome: MarkOutcome): void {
  const now = useMarks.getState().marks.get(key);
  if (!outcome.mark || !now) return;
  const saved = keptMark(outcome.mark, key);
  // It may have been moved on meanwhile; then its own turn to be saved comes.
  putMark(now.shape === sent ? saved : { ...now, kept: outcome.mark });
  noteDone(outcome, outcome.act);
}

function keepForNow(mark: DrawnMark): void {
  if (mark.kept === null) {
    putMark({ ...mark, state: { kind: 'temporary' } });
  } else {
    putMark(keptMark(mark.kept, mark.key));
    say('info', 'This project is open for reading only, so kept marks stay as they are.');
  }
}

/** Takes a mark off its slice; undo brings it back. */
export function removeMark(key: string): Promise<void> {
  const now = useMarks.getState().marks.get(key);
  if (!now) return Promise.resolve();
  if (now.state.kind === 'temporary' || (now.kept === null && now.state.kind === 'failed')) {
    return Promise.resolve(dropMark(key));
  }
  if (readOnly()) return Promise.resolve(say('info', 'This project is open for reading only: marks stay.'));
  const still = sameOpening();
  return inTurn(async () => {
    const markId = useMarks.getState().marks.get(key)?.kept?.id;
    if (!still() || markId === undefined) return;
    try {
      const outcome = await call('mark.remove', { markId });
      if (!still()) return;
      dropMark(key);
      noteDone(outcome, 'removed');
    } catch (error) {
      say('problem', `The mark was not removed: ${messageOf(error)}`);
    }
  });
}

/** Gives up what could not be saved: the mark is again as main has it. */
export function discardChange(key: string): void {
  const mark = useMarks.getState().marks.get(key);
  if (mark?.kept) putMark(keptMark(mark.kept, key));
  else dropMark(key);
}

function sliceWord(sliceId: number): string {
  const place = useWorklist.getState().numbers.get(sliceId);
  return place ? `slice ${place.number}` : 'slice';
}

function noteDone(outcome: MarkOutcome, done: string): void {
  const { sliceId, markKind, auditSequence } = outcome;
  const text = `${sliceWord(sliceId)}: ${markKind} ${done}`;
  useReview.setState({ saving: { kind: 'saved', sliceId, text, auditSequence }, canUndo: true, canRedo: false });
}

/** What undo or redo did to a mark, on the screen; returns it in words. */
export function takeMarkStep(outcome: MarkOutcome, step: 'undo' | 'redo'): string {
  const { marks } = useMarks.getState();
  const key = [...marks.values()].find(({ kept }) => kept?.id === outcome.markId)?.key;
  if (outcome.mark) putMark(keptMark(outcome.mark, key));
  else if (key !== undefined) dropMark(key);
  useMarks.setState({ hidden: false });
  const verb = step === 'undo' ? 'undone' : 'redone';
  return `${verb}, ${sliceWord(outcome.sliceId)}: ${outcome.markKind} was ${outcome.act}`;
}

/** Opening and reader that the marks on the screen belong to. */
let marksOf = '';

/** Asks main for this reader's marks on the source on the screen. */
async function loadMarks(): Promise<void> {
  const still = sameOpening();
  const { sourceId } = useWorklist.getState();
  const { readerName } = usePreferences.getState();
  const whose = JSON.stringify([useApp.getState().opening, readerName]);
  // What this reader drew and could not save yet outlasts a look at another source.
  const unsaved = [...useMarks.getState().marks.values()].filter(({ state }) => state.kind !== 'kept');
  clearMarks();
  if (whose === marksOf) for (const mark of unsaved) putMark(mark);
  marksOf = whose;
  if (sourceId === null || !useApp.getState().project) return;
  const same = () =>
    still() && useWorklist.getState().sourceId === sourceId && usePreferences.getState().readerName === readerName;
  try {
    const { marks } = await call('mark.list', { sourceId });
    if (!same()) return;
    // What was drawn while the answer was on its way, and what is not saved yet, stays as it is.
    const here = new Set([...useMarks.getState().marks.values()].map(({ kept }) => kept?.id));
    const listed = marks.filter(({ id }) => !here.has(id)).map((mark) => [`m${mark.id}`, keptMark(mark)] as const);
    useMarks.setState((state) => ({ marks: new Map([...listed, ...state.marks]), loading: { kind: 'idle' } }));
  } catch (error) {
    if (same()) useMarks.setState({ loading: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Keeps the marks in step with project, source and reader for as long as the window lives. */
export function followMarks(): () => void {
  const whose = () =>
    JSON.stringify([useApp.getState().opening, useWorklist.getState().sourceId, usePreferences.getState().readerName]);
  let shown = whose();
  const look = () => {
    const now = whose();
    if (now === shown) return;
    shown = now;
    void inTurn(loadMarks);
  };
  const stops = [useApp.subscribe(look), useWorklist.subscribe(look), usePreferences.subscribe(look)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Writes this reader's marks of the whole project to a folder that main asks for. */
export async function exportMarks(): Promise<void> {
  try {
    await marksSettled();
    const { csv, marks } = await call('mark.export', { folder: null });
    if (csv !== null) say('done', `Wrote ${countWord(marks, 'mark')} to ${csv}, and as JSON beside it.`);
  } catch (error) {
    say('problem', `The marks were not written: ${messageOf(error)}`);
  }
}
