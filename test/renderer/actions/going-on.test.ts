import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { goToNextUnread } from '../../../renderer/actions/going-on.ts';
import { recordRead } from '../../../renderer/actions/reading.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { resetReview, useReview } from '../../../renderer/state/review-store.ts';
import { useToasts } from '../../../renderer/state/toast-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import {
  clearWorklist,
  selectSlice,
  setQueue,
  showWorklist,
  useWorklist,
} from '../../../renderer/state/worklist-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { Read, Worklist } from '../../../src/contract/review-methods.ts';
import { item } from '../support/worklist-items.ts';

interface Question {
  readonly from: number | null;
  readonly unread: readonly number[];
}

const asked: string[] = [];
const questions: Question[] = [];
/** What main answers next, by the question; what it says of the list after a read, and which slices have no read in it. */
let choose: (question: Question) => number | null = () => null;
let stand = '';
let unread: readonly number[] = [];

function worklist(): Worklist {
  const items = [1, 2, 3, 4, 5].map((sliceId) => item(sliceId, { read: !unread.includes(sliceId) }));
  return { sourceId: 1, kind: 'study', name: '', synthetic: false, series: [], items, refused: [], warnings: [] };
}

async function answer(method: string, input: Question): Promise<unknown> {
  asked.push(method);
  if (method === 'worklist.get') return { kind: 'ok', value: worklist() };
  if (method === 'worklist.next') {
    questions.push(input);
    return { kind: 'ok', value: { sliceId: choose(input) } };
  }
  if (method !== 'read.record') throw new Error(`Unexpected ${method}`);
  const read: Read = {
    ...{ id: 1, sliceId: 3, kind: 'read', targetReadId: null, reader: 'Ada', auditSequence: 1 },
    ...{ labelBefore: null, labelAfter: 'none', reason: null, confidence: null, agreesWithModel: null },
    ...{ predictionSeen: true, recordedMs: 0, adjudication: false, batchId: null },
  };
  const rest = { canUndo: true, canRedo: false, batch: null };
  return { kind: 'ok', value: { read, currentLabel: 'none', sliceRead: true, stand, ...rest } };
}

function open(readingMode: ProjectSummary['readingMode']): void {
  const facts = { folder: '/p', name: 'P', readOnlyReason: null, synthetic: false, createdMs: 0, doubtWidth: 0 };
  useApp.setState({ project: { ...facts, readingMode, readOnly: false, sources: [], currentModel: null } });
}
const selected = () => useWorklist.getState().selectedId;

beforeEach(() => {
  asked.length = 0;
  questions.length = 0;
  choose = ({ unread: [first = null] }) => first;
  stand = '';
  unread = [2, 4, 5];
  vi.stubGlobal('window', { overread: { call: answer } });
  open('on');
  clearWorklist();
  showWorklist(worklist());
  selectSlice(3);
  useToasts.setState({ toasts: [] });
});
afterEach(() => {
  clearWorklist();
  vi.unstubAllGlobals();
});

it('goes where main says, which is told what is unread in the order of the list', async () => {
  choose = () => 2;
  await goToNextUnread();
  expect(questions).toEqual([{ from: 3, unread: [4, 5, 2] }]);
  expect(selected()).toBe(2);
});

it('goes to the first of the list where main names a slice that is not unread in it, and says when nothing is left', async () => {
  choose = () => 99;
  await goToNextUnread();
  expect(selected()).toBe(4);
  unread = [];
  showWorklist(worklist());
  await goToNextUnread();
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual(['No unread slice is left in this list.']);
});

it('goes on twice for two presses, and nowhere for one who has left the slice meanwhile', async () => {
  await Promise.all([goToNextUnread(), goToNextUnread()]);
  expect(questions.map(({ from }) => from)).toEqual([3, 4]);
  expect(selected()).toBe(5);
  const jump = goToNextUnread();
  await vi.waitFor(() => expect(questions).toHaveLength(3));
  selectSlice(1);
  await jump;
  expect(selected()).toBe(1);
});

it('asks nobody where no slice comes again unknown, nor in a queue', async () => {
  open('off');
  void goToNextUnread();
  expect(selected()).toBe(4);
  open('on');
  setQueue({ title: 'q', by: 'b', slices: [2, 4].map((sliceId) => ({ sliceId, sourceId: 1 })), reread: new Set() });
  void goToNextUnread();
  expect(selected()).toBe(4);
  expect(asked).toEqual([]);
});

it('reads the list anew after a read where other slices are unread now, and goes on in it', async () => {
  usePreferences.setState({ readerName: 'Ada', advanceAfterRead: true });
  resetReview();
  const shown = { kind: 'shown', sliceId: 3, presentationId: 7, arm: 'open', mayReveal: true } as const;
  useReview.setState({ presentation: { ...shown, revealed: true, prediction: null, history: [] } });
  useViewer.setState({ picture: { kind: 'ready', sliceId: 3 } as never });
  choose = () => 1;
  stand = 'other';
  unread = [1, 2, 4, 5];
  await recordRead('none');
  expect(asked).toEqual(['read.record', 'worklist.get', 'worklist.next']);
  expect(questions).toEqual([{ from: 3, unread: [4, 5, 1, 2] }]);
  expect(selected()).toBe(1);
});
