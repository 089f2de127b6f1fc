import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bulkRead, previewBulkRead, stepBack } from '../../../main/services/bulk-read.ts';
import { openProject } from '../../../main/services/open-project.ts';
import { markPredictionsListed, presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead, redoRead, undoRead } from '../../../main/services/record-read.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries, auditHead } from '../../../main/store/audit-log.ts';
import { bulkLabels } from '../../../main/store/seen-labels.ts';
import { auditEntrySchema } from '../../../src/audit/audit-entry.ts';
import { type FixtureOptions, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const fixtures: ProjectFixture[] = [];
function fixture(options: FixtureOptions = {}): ProjectFixture {
  const made = projectFixture({ slices: 250, labels: ['none', 'haemorrhage'], probabilities: [0.9, 0.2], ...options });
  fixtures.push(made);
  return made;
}
afterEach(() => {
  for (const made of fixtures.splice(0)) made.remove();
});

const all = Array.from({ length: 250 }, (_, index) => index + 1);
const asked = (sliceIds: readonly number[]) =>
  ({ sliceIds, reader: 'Ada', modelId: 1, label: 'none', reason: null }) as const;

function readOne({ ctx }: ProjectFixture, sliceId: number, intent: 'haemorrhage' | 'none' = 'haemorrhage') {
  const { presentationId } = presentSlice(ctx, { sliceId, reader: 'Ada', modelId: 1, predictionVisible: false });
  if (presentationId === null) throw new Error('Nothing was recorded');
  return recordRead(ctx, { presentationId, intent, reason: null, confidence: 3 });
}

const labels = ({ ctx }: ProjectFixture) =>
  ctx.store.db
    .all(
      z.object({ id: z.number(), label: z.string(), origin: z.string() }),
      'SELECT slice_id AS id, label, origin FROM current_labels ORDER BY slice_id',
    )
    .map(({ id, label, origin }) => `${id} ${label} ${origin}`);

const entries = ({ ctx }: ProjectFixture) =>
  auditEntries(ctx.store.db).map(({ entryJson }) => auditEntrySchema.parse(JSON.parse(entryJson)));

describe('a bulk label', () => {
  test('is one read of each slice, without a showing, all in the log as one batch that names its size', async () => {
    const project = fixture();
    const acts = await bulkRead(project.ctx, asked([3, 1, 3, 2]));
    expect(acts.map(({ sliceId }) => sliceId)).toEqual([3, 1, 2]);
    expect(labels(project)).toEqual(['1 none source', '2 none read', '3 none read']);
    const read = entries(project).filter((entry) => entry.event === 'read');
    expect(read).toHaveLength(3);
    const batch = acts[0]?.id;
    for (const entry of read) {
      expect(entry).toMatchObject({
        batch,
        batchSlices: 3,
        presentationId: null,
        confidence: null,
        decidedAfterMs: null,
      });
    }
    expect(read.map(({ agreesWithModel }) => agreesWithModel)).toEqual([null, false, true]);
    expect(await verifyAudit(project.ctx)).toMatchObject({ kind: 'whole' });
  });

  test('never becomes test truth, nor do labels that it only confirmed lose that they came with the data', async () => {
    const project = fixture();
    await bulkRead(project.ctx, asked([1, 2, 3]));
    expect(bulkLabels(project.ctx.store.db)).toEqual(new Set([2, 3]));
    readOne(project, 3);
    expect(bulkLabels(project.ctx.store.db)).toEqual(new Set([2]));
  });

  test('leaves nothing when it is cancelled, and nothing when one slice is not there', async () => {
    const project = fixture();
    const before = [labels(project), auditHead(project.ctx.store.db)];
    const cancel = new AbortController();
    const stopped = bulkRead(project.ctx, asked(all), { signal: cancel.signal, onProgress: () => cancel.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    await expect(bulkRead(project.ctx, asked([...all, 999]))).rejects.toThrow('no slice 999');
    expect([labels(project), auditHead(project.ctx.store.db)]).toEqual(before);
  });

  test.each(['none', 'unsure', 'excluded'] as const)(
    '%s is refused where a slice is read blind-first',
    async (label) => {
      const project = fixture({ readingMode: 'on' });
      readOne(project, 1);
      const before = [labels(project), auditHead(project.ctx.store.db)];
      await expect(bulkRead(project.ctx, { ...asked([1, 2, 3]), label })).rejects.toMatchObject({
        code: 'reads-blind',
      });
      expect([labels(project), auditHead(project.ctx.store.db)]).toEqual(before);
      expect(await bulkRead(project.ctx, { ...asked([1]), label })).toHaveLength(1);
    },
  );

  test('takes in what was read and seen while it was made ready', async () => {
    const project = fixture();
    let read = false;
    await bulkRead(project.ctx, asked(all), {
      onProgress: () => {
        if (!read) readOne(project, 250);
        read = true;
      },
    });
    const of250 = entries(project).filter((entry) => entry.event === 'read' && entry.fileSha256.endsWith('fa'));
    expect(of250).toMatchObject([{ labelAfter: 'haemorrhage' }, { labelBefore: 'haemorrhage', labelAfter: 'none' }]);
    expect(labels(project)).toContain('250 none read');
    expect(await verifyAudit(project.ctx)).toMatchObject({ kind: 'whole' });
  });

  test('goes through although the log changes each time that it is ready', async () => {
    const project = fixture();
    let turns = 0;
    const acts = await bulkRead(project.ctx, asked(all), {
      onProgress: () => void readOne(project, 1 + (turns++ % 9)),
    });
    expect(acts).toHaveLength(250);
    expect(await verifyAudit(project.ctx)).toMatchObject({ kind: 'whole' });
  });
});

describe('undo', () => {
  test('takes the whole batch back as one act and redo restores it, across a restart', async () => {
    const project = fixture();
    readOne(project, 5);
    const before = labels(project);
    await bulkRead(project.ctx, asked(all));
    const after = labels(project);
    const outcome = await stepBack(project.ctx, { reader: 'Ada' }, 'undo');
    expect(outcome).toMatchObject({ canUndo: true, canRedo: true, read: { kind: 'undo' } });
    expect(outcome.batch).toHaveLength(250);
    expect(labels(project)).toEqual(before);
    project.ctx.store.close();

    const again = openProject({ folder: project.folder }, { appVersion: '0.1.0', computer: 'reading-room' });
    try {
      const redone = await stepBack(again, { reader: 'Ada' }, 'redo');
      expect(redone).toMatchObject({ canUndo: true, canRedo: false });
      expect(labels({ ...project, ctx: again })).toEqual(after);
      expect(undoRead(again, { reader: 'Ada' }).batch).toHaveLength(250);
      expect(undoRead(again, { reader: 'Ada' })).toMatchObject({ batch: null, read: { sliceId: 5 }, canUndo: false });
      expect(redoRead(again, { reader: 'Ada' })).toMatchObject({ batch: null, read: { sliceId: 5 }, canRedo: true });
      expect(redoRead(again, { reader: 'Ada' }).batch).toHaveLength(250);
      expect(labels({ ...project, ctx: again })).toEqual(after);
      expect(await verifyAudit(again)).toMatchObject({ kind: 'whole' });
    } finally {
      again.store.close();
    }
  });

  test('of a batch asked for twice at once takes it back once', async () => {
    const project = fixture();
    const before = labels(project);
    await bulkRead(project.ctx, asked(all));
    const both = [1, 2].map(() => stepBack(project.ctx, { reader: 'Ada' }, 'undo'));
    const ends = await Promise.allSettled(both);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(entries(project).filter(({ event }) => event === 'read-undone')).toHaveLength(250);
    expect(labels(project)).toEqual(before);
  });

  test('of a batch leaves a later read by somebody else', async () => {
    const project = fixture();
    await bulkRead(project.ctx, asked([3, 4]));
    const { presentationId } = presentSlice(project.ctx, {
      sliceId: 4,
      reader: 'Ben',
      modelId: 1,
      predictionVisible: false,
    });
    recordRead(project.ctx, { presentationId: presentationId ?? 0, intent: 'unsure', reason: null, confidence: null });
    await stepBack(project.ctx, { reader: 'Ada' }, 'undo');
    expect(labels(project)).toEqual(['1 none source', '2 haemorrhage source', '4 unsure read']);
  });
});

test('the preview counts what is unread and what was never shown to the reader', () => {
  const project = fixture();
  readOne(project, 1);
  presentSlice(project.ctx, { sliceId: 2, reader: 'Ada', modelId: 1, predictionVisible: false });
  presentSlice(project.ctx, { sliceId: 3, reader: 'Ben', modelId: 1, predictionVisible: false });
  // A bar in a list is seen, and is not a look at the slice.
  markPredictionsListed(project.ctx, { sliceIds: [1, 2, 3, 4], reader: 'Ada', modelId: null });
  const preview = (reader: string) => previewBulkRead(project.ctx, { sliceIds: [1, 2, 3, 4], reader });
  expect(preview('Ada')).toEqual({ unread: 3, neverShown: 2, unreadNeverShown: 2 });
  expect(preview('Ben')).toEqual({ unread: 4, neverShown: 3, unreadNeverShown: 3 });
});
