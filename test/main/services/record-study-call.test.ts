import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, test } from 'vitest';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportStudyCalls } from '../../../main/services/export-study-calls.ts';
import { listStudies } from '../../../main/services/list-studies.ts';
import { markPredictionsListed, presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import {
  type RecordStudyCallInput,
  recordStudyCall,
  redoStudyCall,
  undoStudyCall,
} from '../../../main/services/record-study-call.ts';
import { redoAct, undoAct } from '../../../main/services/undo-act.ts';
import { verifyAuditReport } from '../../../main/services/verify-audit-report.ts';
import { auditEntry, auditHead } from '../../../main/store/audit-log.ts';
import { insertReadPurpose } from '../../../main/store/repeats.ts';
import { studySlicesOfReader } from '../../../main/store/studies.ts';
import { standingStudyCalls } from '../../../main/store/study-calls.ts';
import type { Bleed } from '../../../src/review/study-call.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const fixtures: ProjectFixture[] = [];
afterEach(() => {
  for (const made of fixtures.splice(0)) made.remove();
});

/** Three slices of one study, opened as a study unless told otherwise. */
function fixture(kind: 'study' | 'labelled-set' = 'study'): ProjectFixture {
  const made = projectFixture({ labels: ['none'], probabilities: [0.9, 0.2] });
  made.ctx.store.db.run('UPDATE sources SET kind = :kind', { kind });
  fixtures.push(made);
  return made;
}

const SUBDURAL: Bleed = { type: 'subdural', side: 'left' };
type Said = Omit<RecordStudyCallInput, 'study' | 'reader'>;
const NONE: Said = { label: 'none', bleeds: [], confidence: null, note: null, predictionVisible: false };
const BLEEDS: Said = {
  label: 'haemorrhage',
  bleeds: [{ type: 'intraventricular', side: 'midline' }, SUBDURAL],
  confidence: 4,
  note: ' thin rim ',
  predictionVisible: false,
};
const say = ({ ctx }: ProjectFixture, call: Said, reader = 'Ada') =>
  recordStudyCall(ctx, { study: 'study-1', reader, ...call });
const read = ({ ctx }: ProjectFixture, sliceId: number, intent: 'haemorrhage' | 'none', predictionVisible = false) => {
  const shown = presentSlice(ctx, { sliceId, reader: 'Ada', modelId: 1, predictionVisible });
  return recordRead(ctx, { presentationId: shown.presentationId ?? 0, intent, reason: null, confidence: null });
};
const facts = ({ ctx }: ProjectFixture, sequence: number): Record<string, unknown> => ({
  ...auditEntry(ctx.store.db, sequence),
});

describe('a study call', () => {
  test('is kept with its entry, which says how much of the study its reader had seen', () => {
    const project = fixture();
    read(project, 1, 'none');
    presentSlice(project.ctx, { sliceId: 2, reader: 'Ada', modelId: 1, predictionVisible: false });
    presentSlice(project.ctx, { sliceId: 3, reader: 'Grace', modelId: 1, predictionVisible: true });
    const { call, standing, canUndo, canRedo } = say(project, BLEEDS);
    expect(standing).toEqual(call);
    expect([canUndo, canRedo]).toEqual([true, false]);
    expect(auditEntry(project.ctx.store.db, call.auditSequence)).toMatchObject({
      event: 'study-called',
      reader: 'Ada',
      studyPseudonym: 'study-1',
      labelBefore: null,
      labelAfter: 'haemorrhage',
      bleeds: [SUBDURAL, { type: 'intraventricular', side: 'midline' }],
      reason: 'thin rim',
      confidence: 4,
      slices: 3,
      slicesShown: 2,
      slicesRead: 1,
      predictionSeen: false,
    });
  });

  test('counts a slice that only the list told of as not shown, though what the AI says of it was seen', () => {
    const project = fixture();
    markPredictionsListed(project.ctx, { sliceIds: [1, 2], reader: 'Ada', modelId: 1 });
    presentSlice(project.ctx, { sliceId: 3, reader: 'Ada', modelId: 1, predictionVisible: false });
    const entry = auditEntry(project.ctx.store.db, say(project, NONE).call.auditSequence);
    expect(entry).toMatchObject({ slicesShown: 1, predictionSeen: true });
  });

  test('says how it was made: the mode, the arm where the study is in one, and whether labels were seen', () => {
    const project = fixture();
    const { db } = project.ctx.store;
    const how = (call: Partial<RecordStudyCallInput> = {}) => {
      const { auditSequence } = recordStudyCall(project.ctx, {
        ...NONE,
        study: 'study-1',
        reader: 'Ada',
        ...call,
      }).call;
      const { readingMode, arm, labelsSeen } = facts(project, auditSequence);
      return { readingMode, arm, labelsSeen };
    };
    const setMode = (mode: string) =>
      db.run('INSERT INTO reading_modes (mode, seed, set_ms) VALUES (:mode, 1, 0)', { mode });
    expect(how()).toEqual({ readingMode: 'off', arm: 'open', labelsSeen: false });
    expect(how({ readsBlind: true })).toEqual({ readingMode: 'off', arm: 'blind', labelsSeen: false });
    setMode('on');
    presentSlice(project.ctx, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: false });
    expect(how()).toEqual({ readingMode: 'on', arm: 'blind', labelsSeen: false });
    setMode('half');
    // Each of these pictures is dealt by itself; the files of a DICOM study together.
    expect(how()).toEqual({ readingMode: 'half', arm: undefined, labelsSeen: false });
    db.exec(`UPDATE images SET format = 'dicom'`);
    expect(how()).toEqual({ readingMode: 'half', arm: expect.stringMatching(/^(open|blind)$/), labelsSeen: false });
    setMode('off');
    presentSlice(project.ctx, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: false });
    expect(how()).toMatchObject({ labelsSeen: true });
    expect(how({ reader: 'Grace' })).toMatchObject({ labelsSeen: false });
    const undone = facts(project, undoStudyCall(project.ctx, { reader: 'Ada' }).call.auditSequence);
    for (const key of ['readingMode', 'arm', 'labelsSeen']) expect(undone).not.toHaveProperty(key);
  });

  test.each(['repeat', 'adjudication'] as const)('stands on the own read of a slice, not on a later %s', (purpose) => {
    const project = fixture();
    const first = read(project, 1, 'none').read.id;
    const { id: readId } = read(project, 1, 'haemorrhage').read;
    insertReadPurpose(project.ctx.store.db, {
      readId,
      purpose,
      repeatedReadId: purpose === 'repeat' ? first : null,
    });
    expect(studySlicesOfReader(project.ctx.store.db, 'study-1', 'Ada')[0]).toMatchObject({ label: 'none' });
  });

  test('counts as made with the prediction seen when any slice was, or the summary is on the screen', () => {
    const project = fixture();
    const seen = (sequence: number) => auditEntry(project.ctx.store.db, sequence);
    const visible = recordStudyCall(project.ctx, { study: 'study-1', reader: 'Ada', ...NONE, predictionVisible: true });
    expect(seen(visible.call.auditSequence)).toMatchObject({ predictionSeen: true });
    expect(seen(say(project, NONE, 'Grace').call.auditSequence)).toMatchObject({ predictionSeen: false });
    read(project, 1, 'none', true);
    expect(seen(say(project, BLEEDS).call.auditSequence)).toMatchObject({ predictionSeen: true });
  });

  test('is refused with words, and nothing is written, where it cannot be', () => {
    const project = fixture('labelled-set');
    const { entries } = auditHead(project.ctx.store.db);
    expect(() => say(project, NONE)).toThrow(/name no study/);
    project.ctx.store.db.run("UPDATE sources SET kind = 'study'");
    expect(() => say(project, NONE, '  ')).toThrow(/Enter your name/);
    expect(() => recordStudyCall(project.ctx, { ...NONE, study: 'other', reader: 'Ada' })).toThrow(
      /not in the project/,
    );
    const wrong = { ...NONE, bleeds: [SUBDURAL], study: 'study-1', reader: 'Ada' };
    expect(() => recordStudyCall(project.ctx, wrong)).toThrow(/belong to a haemorrhage/);
    expect(auditHead(project.ctx.store.db).entries).toBe(entries);
  });

  test('is taken in a labelled set whose files name their study', () => {
    const project = fixture('labelled-set');
    project.ctx.store.db.run(`UPDATE images SET header_json = '{"studyUid":"1.2.3"}'`);
    expect(say(project, NONE).standing?.label).toBe('none');
    expect(listStudies(project.ctx, { sourceId: 1, reader: 'Ada' }).studies[0]?.whyNot).toBeNull();
  });

  test('can neither be changed nor taken away', () => {
    const project = fixture();
    say(project, BLEEDS);
    for (const sql of [
      "UPDATE study_calls SET label = 'none'",
      'DELETE FROM study_calls',
      'INSERT OR REPLACE INTO study_calls SELECT * FROM study_calls',
    ]) {
      expect(() => project.ctx.store.db.exec(sql)).toThrow(/are kept/);
    }
  });
});

describe('undo and redo', () => {
  test('go back to the call before, and are acts with entries of their own', () => {
    const project = fixture();
    say(project, NONE);
    const second = say(project, BLEEDS);
    const undone = undoStudyCall(project.ctx, { reader: 'Ada' });
    expect(undone.standing?.label).toBe('none');
    expect(auditEntry(project.ctx.store.db, undone.call.auditSequence)).toMatchObject({
      ...{ event: 'study-call-undone', targetCallId: second.call.id },
      ...{ labelBefore: 'haemorrhage', labelAfter: 'none', bleeds: [] },
    });
    expect(redoStudyCall(project.ctx, { reader: 'Ada' }).standing).toMatchObject({ id: second.call.id });
    expect(() => redoStudyCall(project.ctx, { reader: 'Ada' })).toThrow(/no study call to redo/);
  });

  test('leave other readers’ calls alone', () => {
    const project = fixture();
    say(project, BLEEDS, 'Grace');
    expect(() => undoStudyCall(project.ctx, { reader: 'Ada' })).toThrow(/no study call to undo/);
    say(project, NONE);
    undoStudyCall(project.ctx, { reader: 'Ada' });
    expect(standingStudyCalls(project.ctx.store.db).map(({ reader, label }) => [reader, label])).toEqual([
      ['Grace', 'haemorrhage'],
    ]);
  });

  test('over everything take the newest act, and an act in between ends the redoing', async () => {
    const project = fixture();
    const { ctx } = project;
    const ada = { reader: 'Ada' };
    read(project, 1, 'haemorrhage');
    say(project, BLEEDS);
    read(project, 2, 'none');
    const undone = [await undoAct(ctx, ada), await undoAct(ctx, ada), await undoAct(ctx, ada)];
    expect(undone.map(({ kind }) => kind)).toEqual(['read', 'study-call', 'read']);
    await expect(undoAct(ctx, ada)).rejects.toThrow(/nothing to undo/);
    const redone = [await redoAct(ctx, ada), await redoAct(ctx, ada)];
    expect(redone.map(({ kind }) => kind)).toEqual(['read', 'study-call']);
    expect(standingStudyCalls(ctx.store.db)).toHaveLength(1);
    say(project, NONE);
    await expect(redoAct(ctx, ada)).rejects.toThrow(/nothing to redo/);
    const { canUndo, canRedo } = presentSlice(ctx, { sliceId: 3, ...ada, modelId: 1, predictionVisible: false });
    expect([canUndo, canRedo]).toEqual([true, false]);
    expect(await undoAct(ctx, ada)).toMatchObject({
      kind: 'study-call',
      outcome: { standing: { label: 'haemorrhage' } },
    });
  });
});

describe('what was called', () => {
  test('is listed for its own reader, with the study it is about', () => {
    const project = fixture();
    say(project, BLEEDS, 'Grace');
    const { studies, specificity } = listStudies(project.ctx, { sourceId: 1, reader: 'Ada' });
    expect(studies).toEqual([{ study: 'study-1', series: [0], slices: 3, whyNot: null, standing: null }]);
    expect(specificity).toBeNull();
    const [own] = listStudies(project.ctx, { sourceId: 1, reader: ' Grace ' }).studies;
    expect(own?.standing?.bleeds).toContainEqual(SUBDURAL);
  });

  test('is exported with cells that no spreadsheet runs, and tells of contradictions', () => {
    const project = fixture();
    recordStudyCall(project.ctx, { study: 'study-1', reader: '=Grace', ...BLEEDS, note: '@cmd' });
    read(project, 2, 'haemorrhage');
    say(project, NONE);
    const file = path.join(project.folder, '../studies.csv');
    expect(exportStudyCalls(project.ctx, { path: file, reader: 'Ada' }).calls).toBe(2);
    const rows: Record<string, string>[] = parse(readFileSync(file, 'utf8'), { columns: true });
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ study: 'study-1', reader: "'=Grace", label: 'haemorrhage', subdural: 'left', intraventricular: 'midline' },
        ...{ epidural: '', note: "'@cmd", confidence: '4', slices: '3', slices_read: '0', contradiction: '' },
      }),
      expect.objectContaining({
        ...{ reader: 'Ada', label: 'none', subdural: '', slices_shown: '1', slices_read: '1' },
        ...{ slices_read_haemorrhage: '1', contradiction: 'none-with-haemorrhage' },
      }),
    ]);
    expect(auditEntry(project.ctx.store.db, auditHead(project.ctx.store.db).entries)).toMatchObject({
      ...{ event: 'study-calls-exported', calls: 2 },
    });
    expect(() => exportStudyCalls(project.ctx, { path: path.join(project.folder, 'x.csv'), reader: null })).toThrow(
      /inside the project/,
    );
  });

  test('stands in the audit report, which is whole', async () => {
    const project = fixture();
    say(project, BLEEDS);
    undoStudyCall(project.ctx, { reader: 'Ada' });
    const report = exportAudit(project.ctx, { path: path.join(project.folder, '../report.csv'), reader: null });
    expect((await verifyAuditReport(report.path)).chain).toMatchObject({ kind: 'whole' });
    const rows: Record<string, string>[] = parse(readFileSync(report.path, 'utf8'), { columns: true });
    expect(rows.slice(-2)).toEqual([
      expect.objectContaining({
        ...{ event: 'study-called', study: 'study-1', reader_label: 'haemorrhage', label_before: '' },
        ...{ confidence: '4', reason: 'thin rim', prediction_seen: 'no' },
      }),
      expect.objectContaining({ event: 'study-call-undone', label_before: 'haemorrhage', reader_label: '' }),
    ]);
  });
});
