import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeProject, openProject } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { listMarks, removeMark, saveMark } from '../../../main/services/record-mark.ts';
import { recordUnshownRead } from '../../../main/services/record-read.ts';
import { redoAct, undoAct } from '../../../main/services/undo-act.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries, auditEntry } from '../../../main/store/audit-log.ts';
import { type AuditEntry, auditEntrySchema } from '../../../src/audit/audit-entry.ts';
import { entrySummary } from '../../../src/audit/entry-summary.ts';
import type { ActOutcome } from '../../../src/contract/study-methods.ts';
import { type MeasuredPicture, measureMark } from '../../../src/marks/mark-figures.ts';
import { type MarkKind, type MarkShape, shapeOf } from '../../../src/marks/mark-shape.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 3 });
});
afterEach(() => project.remove());

const picture: MeasuredPicture = {
  ...{ rows: 20, columns: 30, color: false, slope: 1, intercept: -1000, unit: 'HU', padding: null, rowsMissing: 0 },
  pixels: Int16Array.from({ length: 600 }, (_, index) => 1000 + index),
  ...{ rowSpacingMm: 0.5, columnSpacingMm: 0.5, pixelAspect: 1 },
};

function shape(kind: MarkKind, ...points: [number, number][]): MarkShape {
  const made = shapeOf(
    kind,
    points.map(([x, y]) => ({ x, y })),
  );
  if (!made) throw new Error('No such mark');
  return made;
}
const LINE = shape('length', [1, 1], [4, 5]);
const BOX = shape('rectangle', [2, 2], [6, 4]);

const save = (mark: MarkShape, markId: number | null = null, reader = 'Ada', sliceId = 1) =>
  saveMark(project.ctx, { sliceId, markId, shape: mark, reader }, picture);
const listed = (reader = 'Ada') => listMarks(project.ctx, { sourceId: 1, reader });
const shapes = (reader = 'Ada') => listed(reader).map((mark) => mark.shape);
const entry = (sequence: number): AuditEntry => {
  const found = auditEntry(project.ctx.store.db, sequence);
  if (!found) throw new Error('No such entry');
  return found;
};
const entries = (): number => auditEntries(project.ctx.store.db).length;
const ada = { reader: 'Ada' };

describe('a mark', () => {
  test('is kept with its figures, which the log holds too, so that they can be computed again', async () => {
    const outcome = save(BOX);
    const figures = { kind: 'area', areaPx: 8, areaMm2: 2, pixels: 8, paddingPixels: 0, min: 62, max: 95, unit: 'HU' };
    expect(outcome).toMatchObject({ act: 'added', mark: { sliceId: 1, shape: BOX, figures } });
    const logged = entry(outcome.auditSequence);
    expect(logged).toMatchObject({
      ...{ event: 'mark-added', reader: 'Ada', fileSha256: hashOf(1), frame: 0, pixelSha256: hashOf(1001) },
      ...{ markId: outcome.markId, markKind: 'rectangle', shape: BOX, figures },
    });
    if (logged.event !== 'mark-added') throw new Error(logged.event);
    expect(measureMark(logged.shape, picture)).toEqual(logged.figures);
    expect(listed()).toEqual([outcome.mark]);
    expect((await verifyAudit(project.ctx)).kind).toBe('whole');
  });

  test('is changed and removed, each on record, and the log says it in words', () => {
    const { markId } = save(LINE);
    expect(save(BOX, markId)).toMatchObject({ act: 'changed', markId });
    expect(shapes()).toEqual([BOX]);
    const removed = removeMark(project.ctx, { markId, ...ada });
    expect(removed).toMatchObject({ act: 'removed', mark: null });
    expect(listed()).toEqual([]);
    expect(entry(removed.auditSequence)).toMatchObject({ event: 'mark-removed', shape: BOX });
    expect(entrySummary(entry(removed.auditSequence))).toBe(`Removed rectangle ${markId} on slice 00000000/0`);
    expect(entrySummary(entry(removed.auditSequence - 2))).toBe(`Drew length ${markId} on slice 00000000/0: 2.5 mm`);
  });

  test('of one reader is neither seen, changed nor removed by another', async () => {
    const { markId } = save(LINE);
    const before = entries();
    expect(listed('Grace')).toEqual([]);
    expect(() => save(BOX, markId, 'Grace')).toThrow('not there any more');
    expect(() => removeMark(project.ctx, { markId, reader: 'Grace' })).toThrow('not there any more');
    await expect(undoAct(project.ctx, { reader: 'Grace' })).rejects.toThrow('nothing to undo');
    expect(entries()).toBe(before);
    expect(shapes()).toEqual([LINE]);
  });

  test('that is outside, without extent, on another slice or nobody’s is refused, and nothing is written', () => {
    const { markId } = save(LINE);
    const before = entries();
    expect(() => save(shape('length', [1, 1], [31, 5]))).toThrow('does not lie on the picture');
    expect(() => save(shape('length', [1, 1], [1, 1]))).toThrow('no extent');
    expect(() => save(BOX, markId, 'Ada', 2)).toThrow('another slice');
    expect(() => save(LINE, null, ' ')).toThrow('Enter your name');
    expect(() => save(LINE, null, 'Ada', 99)).toThrow('no slice 99');
    expect(entries()).toBe(before);
    expect(listed(' ')).toEqual([]);
  });

  test('cannot be changed or taken out in the database', () => {
    save(LINE);
    const { db } = project.ctx.store;
    for (const sql of [
      'DELETE FROM mark_acts',
      "UPDATE mark_acts SET reader = 'x'",
      'INSERT OR REPLACE INTO mark_acts SELECT * FROM mark_acts',
    ]) {
      expect(() => db.run(sql), sql).toThrow('kept as they were drawn');
    }
  });
});

describe('undo and redo', () => {
  const read = () =>
    recordUnshownRead(project.ctx, { sliceId: 2, reader: 'Ada', modelId: null, label: 'unsure', reason: null });

  test('take back a change, a removal and a drawing, one by one, and restore them', async () => {
    const { markId } = save(LINE);
    save(BOX, markId);
    removeMark(project.ctx, { markId, ...ada });
    const steps: MarkShape[][] = [];
    for (let step = 0; step < 3; step += 1) {
      await undoAct(project.ctx, ada);
      steps.push(shapes());
    }
    for (let step = 0; step < 3; step += 1) {
      await redoAct(project.ctx, ada);
      steps.push(shapes());
    }
    expect(steps).toEqual([[BOX], [LINE], [], [LINE], [BOX], []]);
    await expect(redoAct(project.ctx, ada)).rejects.toThrow('nothing to redo');
  });

  test('go over reads and marks in the order in which they were done', async () => {
    save(LINE);
    read();
    save(BOX, null, 'Ada', 3);
    const undone = [await undoAct(project.ctx, ada), await undoAct(project.ctx, ada), await undoAct(project.ctx, ada)];
    const can = (act: ActOutcome) => (act.kind === 'mark' ? act : act.outcome);
    expect(undone.map((act) => [act.kind, can(act).canUndo, can(act).canRedo])).toEqual([
      ['mark', true, true],
      ['read', true, true],
      ['mark', false, true],
    ]);
    const redone = [await redoAct(project.ctx, ada), await redoAct(project.ctx, ada), await redoAct(project.ctx, ada)];
    expect(redone.map((act) => [act.kind, can(act).canRedo])).toEqual([
      ['mark', true],
      ['read', true],
      ['mark', false],
    ]);
    expect(shapes()).toEqual([LINE, BOX]);
    expect((await verifyAudit(project.ctx)).kind).toBe('whole');
  });

  test('a new read ends the redoing of a mark, and the other way round', async () => {
    save(LINE);
    await undoAct(project.ctx, ada);
    read();
    await expect(redoAct(project.ctx, ada)).rejects.toThrow('nothing to redo');
    await undoAct(project.ctx, ada);
    save(BOX);
    await expect(redoAct(project.ctx, ada)).rejects.toThrow('nothing to redo');
    expect(await undoAct(project.ctx, ada)).toMatchObject({ kind: 'mark', outcome: { act: 'added', mark: null } });
  });

  test('are known to the screen when a slice is shown, and go on after the project was closed', async () => {
    save(LINE);
    await undoAct(project.ctx, ada);
    const shown = presentSlice(project.ctx, { sliceId: 1, reader: 'Ada', modelId: null, predictionVisible: false });
    expect(shown).toMatchObject({ canUndo: false, canRedo: true });
    closeProject(project.ctx);
    const again = openProject({ folder: project.folder }, { appVersion: '0.1.0', computer: 'reading-room' });
    expect(await redoAct(again, ada)).toMatchObject({ kind: 'mark', outcome: { mark: { shape: LINE } } });
    expect(listMarks(again, { sourceId: 1, reader: 'Ada' }).map((mark) => mark.shape)).toEqual([LINE]);
    closeProject(again);
  });

  test('stand in the log with what they were about', async () => {
    const { markId } = save(LINE);
    const undone = await undoAct(project.ctx, ada);
    const sequence = undone.kind === 'mark' ? undone.outcome.auditSequence : 0;
    expect(entry(sequence)).toMatchObject({ event: 'mark-undone', markId, targetAct: 'added', shape: null });
    expect(entrySummary(entry(sequence))).toBe(`Undid that length ${markId} on slice 00000000/0 was added`);
    expect(
      auditEntries(project.ctx.store.db).map((link) => auditEntrySchema.parse(JSON.parse(link.entryJson)).event),
    ).toEqual([...['project-created', 'source-added', 'mark-added', 'mark-undone']]);
  });
});
