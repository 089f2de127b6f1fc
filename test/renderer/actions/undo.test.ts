import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordRead, undoLast } from '../../../renderer/actions/reading.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { clearReaders, useReaders } from '../../../renderer/state/readers-store.ts';
import { resetReview, useReview } from '../../../renderer/state/review-store.ts';
import { useToasts } from '../../../renderer/state/toast-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { clearWorklist, setQueue, showWorklist } from '../../../renderer/state/worklist-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { Read, ReadOutcome } from '../../../src/contract/review-methods.ts';
import { item, prediction } from '../support/worklist-items.ts';

const asked: string[] = [];
/** Methods that fail, and answers that wait until they are let go. */
let failing: readonly string[] = [];
let held: (() => void)[] | null = null;
let entry = 0;

function outcome(kind: Read['kind']): ReadOutcome {
  entry += 1;
  const labels = { labelBefore: null, labelAfter: 'none', reason: null, confidence: null } as const;
  const facts = { agreesWithModel: null, predictionSeen: true, recordedMs: 0, adjudication: false, batchId: null };
  const read: Read = {
    ...{ id: entry, sliceId: 1, kind, targetReadId: null, reader: 'Ada', auditSequence: entry },
    ...labels,
    ...facts,
  };
  return {
    read,
    currentLabel: 'none',
    sliceRead: kind !== 'undo',
    stand: '',
    canUndo: true,
    canRedo: false,
    batch: null,
  };
}

async function answer(method: string): Promise<unknown> {
  asked.push(method);
  if (held) await new Promise<void>((resolve) => held?.push(resolve));
  const error = { code: 'disk', message: 'The disk is full.', details: null };
  if (failing.includes(method)) return { kind: 'error', error };
  if (method === 'read.record') return { kind: 'ok', value: outcome('read') };
  if (method === 'act.undo') return { kind: 'ok', value: { kind: 'read', outcome: outcome('undo') } };
  if (method === 'presentation.reveal') return { kind: 'ok', value: { prediction: prediction(0.9) } };
  if (method === 'worklist.item') return { kind: 'ok', value: { item: item(1) } };
  throw new Error(`Unexpected ${method}`);
}

const turn = () => new Promise((resolve) => setTimeout(resolve));
async function letGo(): Promise<void> {
  const waiting = held ?? [];
  held = null;
  for (const release of waiting) release();
  await turn();
}
const saving = () => useReview.getState().saving;
const toasts = () => useToasts.getState().toasts.map(({ text }) => text);

beforeEach(() => {
  asked.length = 0;
  failing = [];
  held = null;
  entry = 0;
  vi.stubGlobal('window', { overread: { call: answer } });
  const facts = { folder: '/p', name: 'P', readOnlyReason: null, synthetic: false, createdMs: 0, doubtWidth: 0 };
  const rest = { readingMode: 'off', readOnly: false, sources: [], currentModel: null } as const;
  const project: ProjectSummary = { ...facts, ...rest, sources: [] };
  useApp.setState({ project });
  usePreferences.setState({ readerName: 'Ada', advanceAfterRead: false });
  const lists = { series: [], refused: [], warnings: [] };
  showWorklist({ sourceId: 1, kind: 'study', name: 's', synthetic: false, items: [item(1)], ...lists });
  resetReview();
  const shown = { kind: 'shown', sliceId: 1, presentationId: 7, arm: 'open', mayReveal: true } as const;
  useReview.setState({ presentation: { ...shown, revealed: true, prediction: null, history: [] }, canUndo: true });
  useViewer.setState({ picture: { kind: 'ready', sliceId: 1 } as never });
  useToasts.setState({ toasts: [] });
});
afterEach(() => {
  clearWorklist();
  vi.unstubAllGlobals();
});

describe('undo', () => {
  it('pressed while a read is being saved takes that read back, rather than nothing', async () => {
    held = [];
    const read = recordRead('none');
    await turn();
    const undone = undoLast();
    await turn();
    expect(asked).toEqual(['read.record']);
    await letGo();
    await Promise.all([read, undone]);
    expect(asked.slice(0, 2)).toEqual(['read.record', 'act.undo']);
    expect(saving()).toMatchObject({ kind: 'saved', auditSequence: 2, text: expect.stringContaining('undone') });
  });

  it('takes back nothing earlier when the read that it waited for could not be saved', async () => {
    failing = ['read.record'];
    await Promise.all([recordRead('none'), undoLast()]);
    expect(asked).toEqual(['read.record']);
    expect(saving()).toMatchObject({ kind: 'failed', message: 'The disk is full.' });
  });

  it('pressed twice goes one after the other', async () => {
    held = [];
    const both = [undoLast(), undoLast()];
    await turn();
    expect(asked).toEqual(['act.undo']);
    await letGo();
    await Promise.all(both);
    expect(asked.filter((method) => method === 'act.undo')).toHaveLength(2);
  });

  it('stays saved when the list cannot be brought up to date after it', async () => {
    failing = ['worklist.item'];
    await undoLast();
    expect(saving()).toMatchObject({ kind: 'saved', auditSequence: 1 });
    expect(toasts()).toEqual([expect.stringContaining('That is saved, but')]);
  });
});

describe('a read', () => {
  it('settles no dispute whose reads are not on the screen', async () => {
    const slices = [{ sliceId: 1, sourceId: 1 }];
    setQueue({ title: 'in dispute', by: 'readers', slices, reread: new Set(), adjudication: true });
    await recordRead('none');
    expect(asked).toEqual([]);
    expect(toasts()).toEqual([expect.stringContaining('is not on the screen')]);
    useReaders.setState({ cases: [{ sliceId: 1, sourceId: 1, reads: [], decision: null }] });
    await recordRead('none');
    expect(asked[0]).toBe('read.record');
    clearReaders();
  });

  it('stays saved when its slice cannot be shown anew after it', async () => {
    failing = ['presentation.begin'];
    const { presentation } = useReview.getState();
    if (presentation.kind !== 'shown') throw new Error('Nothing is shown');
    useReview.setState({ presentation: { ...presentation, arm: 'blind', revealed: false } });
    await recordRead('unsure');
    expect(asked).toContain('presentation.begin');
    expect(saving()).toMatchObject({ kind: 'saved', auditSequence: 1 });
    expect(toasts()).toEqual([expect.stringContaining('That is saved, but')]);
  });
});
