import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { markPredictionSeen, markPredictionsListed, presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead, recordUnshownRead, redoRead, undoRead } from '../../../main/services/record-read.ts';
import { readerReport } from '../../../main/services/report-on-readers.ts';
import { sliceHistory } from '../../../main/services/slice-history.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { auditEntries, auditEntry, auditHead } from '../../../main/store/audit-log.ts';
import { contract } from '../../../src/contract/contract.ts';
import { type FixtureOptions, hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const fixtures: ProjectFixture[] = [];
function fixture(options: FixtureOptions = {}): ProjectFixture {
  const made = projectFixture({ labels: ['none', 'haemorrhage'], probabilities: [0.9, 0.2], ...options });
  fixtures.push(made);
  return made;
}
afterEach(() => {
  for (const made of fixtures.splice(0)) made.remove();
});

function show({ ctx }: ProjectFixture, sliceId: number, reader = 'Ada', predictionVisible = true): number {
  const shown = presentSlice(ctx, { sliceId, reader, modelId: 1, predictionVisible });
  if (shown.presentationId === null) throw new Error('Nothing was recorded');
  return shown.presentationId;
}
const plain = { reason: null, confidence: null };
const current = ({ ctx }: ProjectFixture, sliceId: number) =>
  ctx.store.db.get(
    z.object({ label: z.string(), origin: z.string(), readId: z.number().nullable() }),
    'SELECT label, origin, read_id AS readId FROM current_labels WHERE slice_id = :sliceId',
    { sliceId },
  );

describe('a read', () => {
  test('changes the label and stands in the log with everything that part 10 asks for', () => {
    const project = fixture();
    const presentationId = show(project, 1);
    project.advance(1234);
    const outcome = recordRead(project.ctx, {
      presentationId,
      intent: 'agree',
      reason: ' bright crescent ',
      confidence: 4,
    });
    expect(outcome).toMatchObject({ currentLabel: 'haemorrhage', sliceRead: true, canUndo: true, canRedo: false });
    expect(current(project, 1)).toEqual({ label: 'haemorrhage', origin: 'read', readId: outcome.read.id });
    expect(auditEntry(project.ctx.store.db, outcome.read.auditSequence)).toEqual({
      format: 1,
      sequence: 3,
      time: '2026-11-22T10:00:01.234Z',
      utcOffsetMinutes: 0 - new Date(2026, 10, 22).getTimezoneOffset(),
      reader: 'Ada',
      readerVouched: 'claimed',
      computer: 'reading-room',
      appVersion: '0.1.0',
      event: 'read',
      studyPseudonym: 'study-1',
      seriesPseudonym: 'series-1',
      fileSha256: hashOf(1),
      frame: 0,
      pixelSha256: hashOf(1001),
      readId: outcome.read.id,
      presentationId,
      model: 'm1',
      weightsSha256: hashOf(501),
      datasetVersion: 'v1',
      probability: 0.9,
      threshold: 0.5,
      call: 'haemorrhage',
      cannotTell: false,
      sourceLabel: 'none',
      labelBefore: 'none',
      labelAfter: 'haemorrhage',
      agreesWithModel: true,
      changesCurrentLabel: true,
      reason: 'bright crescent',
      confidence: 4,
      decidedAfterMs: 1234,
      predictionSeen: true,
      readingMode: 'off',
      arm: 'open',
      labelsSeen: true,
    });
  });

  test('that keeps the label leaves its origin as it was, and marks the slice as read', () => {
    const project = fixture();
    recordRead(project.ctx, { presentationId: show(project, 2), intent: 'haemorrhage', ...plain });
    expect(current(project, 2)).toEqual({ label: 'haemorrhage', origin: 'source', readId: null });
    expect(summarizeProject(project.ctx).sources[0]).toMatchObject({ slices: 3, unread: 2 });
  });

  test('is refused without a reader, a showing or a prediction to agree with, and then writes nothing', () => {
    const project = fixture();
    const before = auditHead(project.ctx.store.db);
    expect(() => show(project, 1, '  ')).toThrow('Enter your name');
    expect(() => recordRead(project.ctx, { presentationId: 99, intent: 'none', ...plain })).toThrow('showing');
    const noPrediction = show(project, 3);
    expect(() => recordRead(project.ctx, { presentationId: noPrediction, intent: 'agree', ...plain })).toThrow(
      'no prediction to agree with',
    );
    const hidden = show(project, 1, 'Ada', false);
    expect(() => recordRead(project.ctx, { presentationId: hidden, intent: 'agree', ...plain })).toThrow('hidden');
    expect(auditHead(project.ctx.store.db)).toEqual(before);
    expect(sliceHistory(project.ctx, 1, null)).toEqual([]);
  });

  test('is all or nothing: when the log refuses the entry, row and label go too', () => {
    const project = fixture();
    const presentationId = show(project, 1);
    project.ctx.store.db.exec(
      `CREATE TEMP TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    );
    expect(() => recordRead(project.ctx, { presentationId, intent: 'unsure', ...plain })).toThrow('disk full');
    expect(sliceHistory(project.ctx, 1, null)).toEqual([]);
    expect(current(project, 1)?.label).toBe('none');
  });

  test('made elsewhere has no showing and no time, and still knows the call', () => {
    const project = fixture();
    const row = { sliceId: 1, reader: 'Ada', modelId: 1, label: 'none', reason: 'table' } as const;
    const { read } = recordUnshownRead(project.ctx, row);
    expect(auditEntry(project.ctx.store.db, read.auditSequence)).toMatchObject({
      presentationId: null,
      decidedAfterMs: null,
      call: 'haemorrhage',
      agreesWithModel: false,
      changesCurrentLabel: false,
      predictionSeen: false,
    });
  });

  test('keeps its reason as one clean text', () => {
    const project = fixture();
    const reason = '  =1+1\r\nzweite\0 Zeile \ud800 e\u0301 ';
    const { read } = recordRead(project.ctx, {
      presentationId: show(project, 1),
      intent: 'none',
      reason,
      confidence: null,
    });
    expect(read.reason).toBe('=1+1\nzweite  Zeile \ufffd \u00e9');
  });

  test('without a time when the clock was set back', () => {
    const project = fixture();
    const presentationId = show(project, 1);
    project.advance(-5000);
    const { read } = recordRead(project.ctx, { presentationId, intent: 'none', ...plain });
    expect(auditEntry(project.ctx.store.db, read.auditSequence)).toMatchObject({ decidedAfterMs: null });
  });
});

describe('how long a slice was in sight', () => {
  function timed(project: ProjectFixture, sliceId: number, decidedAfterMs: number, shownForMs: number) {
    const presentationId = show(project, sliceId);
    project.advance(shownForMs);
    const { read } = recordRead(project.ctx, { presentationId, intent: 'none', ...plain, decidedAfterMs });
    return auditEntry(project.ctx.store.db, read.auditSequence);
  }

  test('is taken from the window and stands beside the time by the clock, as whole milliseconds', () => {
    expect(timed(fixture(), 1, 1500.4, 240_000)).toMatchObject({ decidedAfterMs: 1500, sinceShownMs: 240_000 });
  });

  test('is never longer than the slice was shown, nor less than nothing, whatever the window says', () => {
    expect(timed(fixture(), 1, 240_001, 240_000)).toMatchObject({ decidedAfterMs: 240_000, sinceShownMs: 240_000 });
    expect(timed(fixture(), 1, 1e300, 0)).toMatchObject({ decidedAfterMs: 0, sinceShownMs: 0 });
    expect(timed(fixture(), 1, -5, 1000)).toMatchObject({ decidedAfterMs: 0, sinceShownMs: 1000 });
    const setBack = timed(fixture(), 1, 100, -1000);
    expect(setBack).toMatchObject({ decidedAfterMs: null });
    expect(setBack).not.toHaveProperty('sinceShownMs');
    for (const decidedAfterMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const asked = { presentationId: 1, intent: 'none', ...plain, decidedAfterMs };
      expect(contract['read.record'].input.safeParse(asked).success).toBe(false);
    }
  });

  test('is what the reading times are made of; reads from before it was measured keep theirs', () => {
    const project = fixture();
    const presentationId = show(project, 1);
    project.advance(9000);
    const { read } = recordRead(project.ctx, { presentationId, intent: 'none', ...plain });
    expect(auditEntry(project.ctx.store.db, read.auditSequence)).not.toHaveProperty('sinceShownMs');
    timed(project, 2, 2000, 240_000);
    timed(project, 3, 3000, 400_000);
    const [ada] = readerReport(project.ctx, 'first').readers;
    expect(ada?.times).toMatchObject({ n: 3, shortestMs: 2000, medianMs: 3000, longestMs: 9000, paused: 0 });
  });
});

describe('whether the prediction was seen', () => {
  const seenBy = (project: ProjectFixture, sliceId: number, reader: string): boolean =>
    recordRead(project.ctx, { presentationId: show(project, sliceId, reader, false), intent: 'none', ...plain }).read
      .predictionSeen;

  test('counts any earlier showing to that reader, and no other reader', () => {
    const project = fixture();
    expect(seenBy(project, 1, 'Ada')).toBe(false);
    show(project, 1, 'Ada', true);
    expect(seenBy(project, 1, 'Ada')).toBe(true);
    expect(seenBy(project, 1, 'Ben')).toBe(false);
    expect(seenBy(project, 2, 'Ada')).toBe(false);
  });

  test('counts what was revealed during a showing', () => {
    const project = fixture();
    const presentationId = show(project, 1, 'Ada', false);
    expect(markPredictionSeen(project.ctx, presentationId)).toMatchObject({ modelName: 'm1', probability: 0.9 });
    expect(seenBy(project, 1, 'Ada')).toBe(true);
  });

  test('does not count a showing or reveal where there was no prediction', () => {
    const project = fixture();
    const presentationId = show(project, 3, 'Ada', true);
    expect(markPredictionSeen(project.ctx, presentationId)).toBeNull();
    expect(seenBy(project, 3, 'Ada')).toBe(false);
  });

  test('counts predictions listed outside the viewer, once', () => {
    const project = fixture();
    const listed = { sliceIds: [1, 2, 3], reader: 'Ada', modelId: 1 };
    markPredictionsListed(project.ctx, listed);
    markPredictionsListed(project.ctx, listed);
    const { n } = project.ctx.store.db.one(z.object({ n: z.number() }), 'SELECT count(*) AS n FROM presentations');
    expect(n).toBe(2);
    expect([1, 2, 3].map((sliceId) => seenBy(project, sliceId, 'Ada'))).toEqual([true, true, false]);
  });
});

describe('undo and redo', () => {
  test('go over the reads of a reader across slices and append entries of their own', () => {
    const project = fixture();
    const first = recordRead(project.ctx, { presentationId: show(project, 1), intent: 'unsure', ...plain }).read;
    const second = recordRead(project.ctx, { presentationId: show(project, 3), intent: 'none', ...plain }).read;
    expect(undoRead(project.ctx, { reader: 'Ada' })).toMatchObject({
      read: { kind: 'undo', sliceId: 3, targetReadId: second.id, labelBefore: 'none', labelAfter: null },
      currentLabel: null,
      sliceRead: false,
      canRedo: true,
    });
    expect(current(project, 3)).toBeNull();
    expect(undoRead(project.ctx, { reader: 'Ada' })).toMatchObject({ currentLabel: 'none', canUndo: false });
    expect(current(project, 1)).toEqual({ label: 'none', origin: 'source', readId: null });
    expect(redoRead(project.ctx, { reader: 'Ada' })).toMatchObject({
      read: { kind: 'redo', sliceId: 1, targetReadId: first.id, labelAfter: 'unsure', agreesWithModel: false },
      canUndo: true,
    });
    expect(current(project, 1)).toEqual({ label: 'unsure', origin: 'read', readId: first.id });
    const events = auditEntries(project.ctx.store.db).map((entry) => JSON.parse(entry.entryJson).event);
    expect(events).toEqual([
      'project-created',
      'source-added',
      'read',
      'read',
      'read-undone',
      'read-undone',
      'read-redone',
    ]);
    expect(sliceHistory(project.ctx, 1, null).map((act) => act.kind)).toEqual(['read', 'undo', 'redo']);
  });

  test("take back the reader's own read and never another reader's", () => {
    const project = fixture();
    recordRead(project.ctx, { presentationId: show(project, 1, 'Ada'), intent: 'haemorrhage', ...plain });
    recordRead(project.ctx, { presentationId: show(project, 1, 'Ben'), intent: 'excluded', ...plain });
    expect(undoRead(project.ctx, { reader: 'Ada' })).toMatchObject({ currentLabel: 'excluded', sliceRead: true });
    expect(undoRead(project.ctx, { reader: 'Ben' })).toMatchObject({ currentLabel: 'none', sliceRead: false });
  });

  test('speak of the prediction that the read was about', () => {
    const project = fixture();
    recordUnshownRead(project.ctx, { sliceId: 1, reader: 'Ada', modelId: 1, label: 'none', reason: null });
    const { read } = undoRead(project.ctx, { reader: 'Ada' });
    expect(auditEntry(project.ctx.store.db, read.auditSequence)).toMatchObject({
      event: 'read-undone',
      model: 'm1',
      probability: 0.9,
      agreesWithModel: null,
    });
  });

  test('reach back as far as there are reads', () => {
    const project = fixture();
    const row = { sliceId: 1, reader: 'Ada', modelId: null, reason: null } as const;
    const reads = Array.from({ length: 40 }, (_, turn) =>
      recordUnshownRead(project.ctx, { ...row, label: turn % 2 === 0 ? 'unsure' : 'none' }),
    );
    const undone = reads.map(() => undoRead(project.ctx, { reader: 'Ada' }).read.targetReadId);
    expect(undone).toEqual(reads.map(({ read }) => read.id).reverse());
    expect(() => undoRead(project.ctx, { reader: 'Ada' })).toThrow('no read to undo');
    expect(redoRead(project.ctx, { reader: 'Ada' }).read.targetReadId).toBe(reads[0]?.read.id);
  });

  test('are refused with words when there is nothing, and a new read ends the redoing', () => {
    const project = fixture();
    expect(() => undoRead(project.ctx, { reader: 'Ada' })).toThrow('no read to undo');
    recordRead(project.ctx, { presentationId: show(project, 1), intent: 'unsure', ...plain });
    undoRead(project.ctx, { reader: 'Ada' });
    recordRead(project.ctx, { presentationId: show(project, 2), intent: 'unsure', ...plain });
    expect(() => redoRead(project.ctx, { reader: 'Ada' })).toThrow('no read to redo');
  });
});

describe('what was recorded', () => {
  test('cannot be changed or taken away', () => {
    const project = fixture();
    recordRead(project.ctx, { presentationId: show(project, 1), intent: 'unsure', ...plain });
    for (const sql of [
      'UPDATE reads SET reason = 1',
      'DELETE FROM reads',
      "UPDATE audit SET entry_json = '{}'",
      'DELETE FROM audit',
      "UPDATE source_labels SET label = 'none'",
      // REPLACE takes a row away without asking the triggers that guard DELETE.
      "INSERT OR REPLACE INTO audit SELECT sequence, '{}', previous_hash, hash FROM audit",
      'INSERT OR REPLACE INTO reads SELECT * FROM reads',
      'INSERT OR REPLACE INTO dataset_versions SELECT * FROM dataset_versions',
      "INSERT OR REPLACE INTO source_labels SELECT slice_id, source_id, 'none' FROM source_labels",
      'DELETE FROM source_labels',
    ]) {
      expect(() => project.ctx.store.db.exec(sql)).toThrow(/append-only|never overwritten|is frozen/);
    }
  });
});
