import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { auditMoment } from '../../../main/services/audit-moment.ts';
import { auditPage } from '../../../main/services/audit-page.ts';
import { locateSlice } from '../../../main/services/locate-slice.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { purgeStudy } from '../../../main/services/purge-study.ts';
import { recordRead, undoRead } from '../../../main/services/record-read.ts';
import { setReadingMode } from '../../../main/services/set-reading-mode.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { predictionsOfModel } from '../../../main/store/predictions.ts';
import { hasSeenPrediction } from '../../../main/store/presentations.ts';
import { purgeableStudies } from '../../../main/store/purge.ts';
import type { RecordedView } from '../../../src/viewing/recorded-view.ts';
import { type PlantedProject, plantedProject } from '../../support/planted-project.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const VIEW: RecordedView = {
  ...{ windowCenter: 40, windowWidth: 80, table: null, invert: true },
  view: { scale: 2.5, translation: { x: 3, y: -4 }, rotation: 90, hflip: true, vflip: false },
  element: { width: 640, height: 480 },
  heatmap: { method: 'grad-cam-plus-plus', answer: 'haemorrhage', opacity: 0.5, contourFrom: 0.5 },
};

let planted: PlantedProject;
let withView: number;
let early: number;

beforeAll(async () => {
  planted = await plantedProject('audit-moment');
  [early = 0] = planted.project.entries('read').map(({ sequence }) => sequence);
  withView = planted.read(planted.slices[1] ?? 0, 'haemorrhage', VIEW);
});
afterAll(() => planted.remove());

const moment = (entry: string | number, reader = 'Ada') =>
  auditMoment(planted.project.context, planted.compute, String(entry), { reader, readsBlind: false });

describe('the moment of an entry', () => {
  it('has the slice, the prediction and the view of then, and the model still says the same', async () => {
    const found = await moment(withView);
    const entry = planted.project.entries('read').at(-1);
    expect(found).toMatchObject({
      line: { sequence: withView, event: 'read' },
      slice: { sliceId: planted.slices[1], fileSha256: entry?.fileSha256, why: null },
      prediction: { model: 'tiny-1', modelId: planted.modelId, probability: entry?.probability },
      view: VIEW,
    });
    expect(found.recomputed).toMatchObject({ kind: 'computed', equal: true });
  });

  it('is found by the hash of the entry, whole or its beginning, and by nothing that is not one entry', async () => {
    const { hash } = auditEntries(planted.project.context.store.db)[withView - 1] ?? { hash: '' };
    for (const name of [hash, hash.toUpperCase(), ` ${hash.slice(0, 8)} `]) {
      expect((await moment(name)).line.sequence).toBe(withView);
    }
    for (const name of ['0', '99999', hash.slice(0, 7), `${hash}0`, 'x', "1' OR 1"]) {
      await expect(moment(name)).rejects.toMatchObject({ code: 'no-entry' });
    }
  });

  it('says what the entry does not hold: no view in an early one, no slice in others', async () => {
    expect(await moment(early)).toMatchObject({
      view: null,
      prediction: null,
      recomputed: { kind: 'not', why: 'The entry holds no prediction.' },
    });
    expect(await moment(1)).toMatchObject({ slice: null, recomputed: { why: 'This entry is about no slice.' } });
  });

  it('says that another probability is recorded than the model gives', async () => {
    const { db } = planted.project.context.store;
    const sliceId = planted.slices[2] ?? 0;
    const { probability = 0 } = predictionsOfModel(db, planted.modelId).get(sliceId) ?? {};
    const other = probability > 0.5 ? probability - 0.25 : probability + 0.25;
    db.run('UPDATE predictions SET probability = :other WHERE slice_id = :sliceId', { other, sliceId });
    const { recomputed } = await moment(planted.read(sliceId, 'none'));
    expect(recomputed).toMatchObject({ kind: 'computed', equal: false });
    expect(recomputed.kind === 'computed' && recomputed.difference).toBeCloseTo(0.25, 5);
    // Comparing stores nothing.
    expect(predictionsOfModel(db, planted.modelId).get(sliceId)?.probability).toBe(other);
  });

  it('of an entry that is closed is the line of the timeline, whatever may be seen of its slice', async () => {
    const { context } = planted.project;
    const viewer = { reader: 'Bob', readsBlind: false };
    for (const mode of ['on', 'off'] as const) {
      setReadingMode(context, { mode, confirmed: true, reader: 'Ada' });
      const [line] = auditPage(context, { beforeSequence: withView + 1, limit: 1 }, viewer).lines;
      const recomputed = { kind: 'not', why: 'What this entry tells of is closed to you.' };
      expect(await moment(withView, 'Bob')).toEqual({ line, slice: null, prediction: null, recomputed, view: null });
    }
    expect(hasSeenPrediction(context.store.db, planted.slices[1] ?? 0, 'Bob')).toBe(false);
  });

  it('counts the prediction as seen where it is shown', async () => {
    const { context } = planted.project;
    const shown = { sliceId: planted.slices[3] ?? 0, reader: 'Bob', modelId: planted.modelId };
    const { presentationId } = presentSlice(context, { ...shown, predictionVisible: false });
    const said = { presentationId: presentationId ?? 0, intent: 'none', reason: null, confidence: 4 } as const;
    const { read } = recordRead(context, said);
    expect(hasSeenPrediction(context.store.db, shown.sliceId, 'Bob')).toBe(false);
    expect(await moment(read.auditSequence, 'Bob')).toMatchObject({ prediction: { model: 'tiny-1' } });
    expect(hasSeenPrediction(context.store.db, shown.sliceId, 'Bob')).toBe(true);
  });
});

describe('what is gone is said', () => {
  it('where the file is gone or changed, the weights are gone, and the study was purged', async () => {
    const { context } = planted.project;
    const sliceId = planted.slices[1] ?? 0;
    const file = locateSlice(context, sliceId).path;
    renameSync(file, `${file}.away`);
    expect(await moment(withView)).toMatchObject({
      slice: { sliceId: null, why: expect.stringContaining('not in') },
      prediction: { model: 'tiny-1' },
      recomputed: { kind: 'not', why: expect.stringContaining('not in') },
    });
    writeFileSync(file, 'another file');
    expect((await moment(withView)).recomputed).toMatchObject({ kind: 'not' });
    renameSync(`${file}.away`, file);

    const weights = path.join(context.store.folder, 'models', 'tiny.safetensors');
    renameSync(weights, `${weights}.away`);
    expect((await moment(withView)).recomputed).toMatchObject({ kind: 'not', why: expect.stringContaining('weights') });
    renameSync(`${weights}.away`, weights);
    expect((await moment(withView)).recomputed).toMatchObject({ kind: 'computed' });

    const study = purgeableStudies(context.store.db)[0]?.study ?? '';
    await purgeStudy(context, { study, reader: 'Ada', thumbnailFolder: null });
    expect(await moment(withView)).toMatchObject({
      slice: { sliceId: null, why: 'Its study was purged from the project.' },
      recomputed: { kind: 'not', why: 'Its study was purged from the project.' },
    });
    undoRead(context, { reader: 'Ada' });
    expect(existsSync(file)).toBe(true);
    rmSync(file);
  });
});
