import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  discardChange,
  drawMark,
  followMarks,
  keepMark,
  marksSettled,
  removeMark,
  reshapeMark,
} from '../../../renderer/actions/marking.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { clearMarks, useMarks } from '../../../renderer/state/marks-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { useReview } from '../../../renderer/state/review-store.ts';
import { useWorklist } from '../../../renderer/state/worklist-store.ts';
import { pictures } from '../../../renderer/viewer/picture-cache.ts';
import type { Mark } from '../../../src/contract/mark-methods.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import { type MarkShape, shapeOf } from '../../../src/marks/mark-shape.ts';
import { FAKE_SLICES, fakeMetadata } from '../support/fake-slices.ts';

const asked: { method: string; input: unknown }[] = [];
let failing = false;
let listed: Mark[] = [];
let nextId = 1;
let picture: unknown = null;

function line(x: number): MarkShape {
  const shape = shapeOf('length', [
    { x: 1, y: 1 },
    { x, y: 5 },
  ]);
  if (!shape) throw new Error('No line');
  return shape;
}
const mark = (id: number, shape: MarkShape): Mark => ({
  ...{ id, sliceId: 1, shape, figures: { kind: 'length', px: 1, mm: null }, recordedMs: 0, auditSequence: id },
});

function answer(method: string, input: { markId?: number | null; shape?: MarkShape }): unknown {
  asked.push({ method, input });
  if (method === 'slice.pixels') return { kind: 'ok', value: picture };
  if (method === 'mark.list') return { kind: 'ok', value: { marks: listed } };
  if (failing) return { kind: 'error', error: { code: 'disk', message: 'The disk is full.', details: null } };
  const markId = input.markId ?? nextId++;
  const act = method === 'mark.remove' ? 'removed' : input.markId ? 'changed' : 'added';
  const kept = input.shape ? mark(markId, input.shape) : null;
  return { kind: 'ok', value: { markId, sliceId: 1, act, markKind: 'length', mark: kept, auditSequence: 9 } };
}

function openProject(readOnly: boolean): void {
  const facts = { folder: '/p', name: 'P', readOnlyReason: null, synthetic: false, createdMs: 0, doubtWidth: 0 };
  const modes = { readingMode: 'off' } as const;
  const project: ProjectSummary = { ...facts, ...modes, readOnly, sources: [], currentModel: null };
  useApp.setState({ project });
}

const slice = FAKE_SLICES[0];
const shown = () => [...useMarks.getState().marks.values()].map(({ shape, state }) => [shape.points[1]?.x, state.kind]);

beforeEach(async () => {
  asked.length = 0;
  failing = false;
  listed = [];
  nextId = 1;
  if (!slice) throw new Error('No slice');
  const metadata = fakeMetadata(slice);
  const samples = metadata.rows * metadata.columns * (metadata.sampleType === 'uint8' ? 1 : 2);
  picture = { metadata, body: new Uint8Array(samples) };
  vi.stubGlobal('window', { overread: { call: async (method: string, input: object) => answer(method, input) } });
  await pictures.get(1);
  openProject(false);
  usePreferences.setState({ readerName: 'Ada' });
  clearMarks();
});
afterEach(() => vi.unstubAllGlobals());

describe('a mark', () => {
  it('is on the screen at once, and kept when main says so', async () => {
    const key = drawMark(1, line(9));
    expect(shown()).toEqual([[9, 'saving']]);
    await marksSettled();
    expect(shown()).toEqual([[9, 'kept']]);
    expect(useMarks.getState().marks.get(key ?? '')?.kept?.id).toBe(1);
    expect(useReview.getState()).toMatchObject({ canUndo: true, saving: { kind: 'saved', auditSequence: 9 } });
  });

  it('moved while it is being saved is saved again as a change of the same mark', async () => {
    const key = drawMark(1, line(9)) ?? '';
    reshapeMark(key, line(12));
    await keepMark(key);
    await marksSettled();
    expect(asked.map(({ input }) => (input as { markId: number | null }).markId)).toEqual([null]);
    reshapeMark(key, line(15));
    await keepMark(key);
    expect(asked.at(-1)).toMatchObject({ method: 'mark.save', input: { markId: 1, shape: line(15) } });
    expect(shown()).toEqual([[15, 'kept']]);
  });

  it('that could not be saved stays on the screen and can be tried again, or given up', async () => {
    failing = true;
    const key = drawMark(1, line(9)) ?? '';
    await marksSettled();
    expect(useMarks.getState().marks.get(key)?.state).toEqual({ kind: 'failed', message: 'The disk is full.' });
    failing = false;
    await keepMark(key);
    expect(shown()).toEqual([[9, 'kept']]);
    failing = true;
    reshapeMark(key, line(20));
    await keepMark(key);
    expect(shown()).toEqual([[20, 'failed']]);
    discardChange(key);
    expect(shown()).toEqual([[9, 'kept']]);
  });

  it('whose removal failed stays', async () => {
    const key = drawMark(1, line(9)) ?? '';
    await marksSettled();
    failing = true;
    await removeMark(key);
    expect(shown()).toEqual([[9, 'kept']]);
    failing = false;
    await removeMark(key);
    expect(shown()).toEqual([]);
  });

  it('in a project for reading only is temporary, and main hears nothing', async () => {
    openProject(true);
    const key = drawMark(1, line(9)) ?? '';
    await marksSettled();
    expect(shown()).toEqual([[9, 'temporary']]);
    await removeMark(key);
    expect(shown()).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('the marks on the screen', () => {
  it('are those of the reader and source; what is not saved outlasts another source, not another reader', async () => {
    const stop = followMarks();
    listed = [mark(5, line(7))];
    useWorklist.setState({ sourceId: 1 });
    await marksSettled();
    expect(shown()).toEqual([[7, 'kept']]);
    failing = true;
    drawMark(1, line(9));
    await marksSettled();
    useWorklist.setState({ sourceId: 2 });
    await marksSettled();
    expect(shown()).toEqual([
      [7, 'kept'],
      [9, 'failed'],
    ]);
    listed = [];
    usePreferences.setState({ readerName: 'Grace' });
    await marksSettled();
    expect(shown()).toEqual([]);
    stop();
  });
});
