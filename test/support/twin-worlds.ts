import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../main/compute/compute-errors.ts';
import { freezeDataset } from '../../main/services/freeze-dataset.ts';
import { presentSlice } from '../../main/services/present-slice.ts';
import { promoteModel } from '../../main/services/promote-model.ts';
import { signIn } from '../../main/services/reader-sessions.ts';
import { saveMark } from '../../main/services/record-mark.ts';
import { recordRead } from '../../main/services/record-read.ts';
import type { Connection } from '../../main/store/connection.ts';
import {
  endCrossValidation,
  insertCrossValidation,
  saveFold,
  saveShortcuts,
} from '../../main/store/cross-validations.ts';
import { insertModel } from '../../main/store/models.ts';
import { insertPair } from '../../main/store/near-duplicates.ts';
import { insertPredictions } from '../../main/store/predictions.ts';
import { insertShortcutAudit } from '../../main/store/shortcut-audits.ts';
import { insertSplit } from '../../main/store/splits.ts';
import { insertLook } from '../../main/store/test-looks.ts';
import { insertTestSet } from '../../main/store/test-sets.ts';
import { endRun, insertRun } from '../../main/store/training-runs.ts';
import type { ClassDistribution, ShortcutAudit } from '../../src/contract/shortcut-methods.ts';
import type { MarkShape } from '../../src/marks/mark-shape.ts';
import { defaultPreprocessing } from '../../src/prediction/network-input.ts';
import type { Label, TrainableLabel } from '../../src/review/label.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import { fakeShortcuts } from '../renderer/support/fake-shortcuts.ts';
import { TINY_NETWORK } from './blob-slices.ts';
import { hashOf, type ProjectFixture, projectFixture } from './project-fixture.ts';

/**
 * Two worlds that differ in nothing but what is hidden from Ada, who has read none of it: the labels that came with the data and
 * the folders that are named for them, what the model thinks, and what Grace and Cy made of the slices and drew on which. Totals are the same in both, of
 * what came and of what was frozen.
 */
export type World = 'one' | 'other';

/** Of the labelled set; 17 and 18 are a study in a class folder that was opened as it is. */
const LABELLED = 16;
const ALL = LABELLED + 2;
/** Ada's own, the same in both worlds: read, and gone on from. */
const READ = [7, 8];

const folderOf = (label: TrainableLabel): string => (label === 'haemorrhage' ? 'bleed' : 'normal');

function labelIn(world: World, sliceId: number): TrainableLabel {
  const odd = sliceId % 2 === 1;
  const swapped = world === 'other' && !READ.includes(sliceId);
  return odd === swapped ? 'none' : 'haemorrhage';
}

/** Of haemorrhages high, else low; a pair of neighbours has the same two in both worlds. */
function probabilityIn(world: World, sliceId: number): number {
  const pair = Math.ceil(sliceId / 2);
  return labelIn(world, sliceId) === 'haemorrhage' ? 0.91 - pair / 100 : 0.09 + pair / 100;
}

export function twinWorld(world: World): ProjectFixture {
  const slices = Array.from({ length: ALL }, (_, index) => index + 1);
  const labels = slices.slice(0, LABELLED).map((sliceId) => labelIn(world, sliceId));
  const project = projectFixture({ slices: ALL, labels, readingMode: 'on' });
  const { ctx } = project;
  const { db } = ctx.store;
  // The seed draws orders and names; it is the same in both.
  db.exec(`INSERT INTO reading_modes (mode, seed, set_ms) VALUES ('on', 7, 0)`);
  withoutStubs(db);
  placeFiles(project, world, slices);
  const { id: datasetId } = freezeDataset(ctx, { note: null, reader: 'Grace' });
  const modelId = addModel(project, world, datasetId);
  for (const model of [modelId, modelId + 1]) {
    // The second one is less sure, so that it is wrong of haemorrhages.
    const sure = model === modelId ? 1 : 0.5;
    insertPredictions(
      db,
      slices.map((sliceId) => {
        const probability = sure * probabilityIn(world, sliceId);
        const call = probability >= 0.5 ? 'haemorrhage' : 'none';
        return { modelId: model, sliceId, probability, threshold: 0.5, call, createdMs: 0 };
      }),
    );
  }
  addFigures(project, world, datasetId, modelId);
  readAll(project, world, modelId);
  return project;
}

/** The fixture's model and version are stubs that no list can show; whole ones take their place. */
function withoutStubs(db: Connection): void {
  const tables = ['models', 'training_runs', 'splits', 'dataset_versions'];
  const triggers = db.all(
    z.object({ name: z.string() }),
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (SELECT value FROM json_each(:tables))`,
    { tables: JSON.stringify(tables) },
  );
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  for (const table of tables) db.exec(`DELETE FROM ${table}`);
}

/** Class by class, as sets lie on a disk, so that every order by file is an order by class. */
function placeFiles({ ctx, folder }: ProjectFixture, world: World, slices: readonly number[]): void {
  const { db } = ctx.store;
  const study = folderOf(world === 'one' ? 'haemorrhage' : 'none');
  const root = path.join(path.dirname(folder), study);
  db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
  db.run(
    `INSERT INTO sources SELECT 2, 'study', :study, 'source-2', :root, NULL, 0, added_ms FROM sources WHERE id = 1`,
    { study, root },
  );
  db.run('UPDATE source_slices SET source_id = 2 WHERE slice_id > :last', { last: LABELLED });
  const byClass = [...slices].sort((a, b) => labelIn(world, a).localeCompare(labelIn(world, b)) || a - b);
  for (const sliceId of slices) {
    const inStudy = sliceId > LABELLED;
    const file = inStudy ? `${sliceId}.png` : `${folderOf(labelIn(world, sliceId))}/${sliceId}.png`;
    db.run('UPDATE files SET relative_path = :file, source_id = :source WHERE id = :sliceId', {
      ...{ file, sliceId, source: inStudy ? 2 : 1 },
    });
    db.run('UPDATE source_slices SET slice_index = :place WHERE slice_id = :sliceId', {
      ...{ sliceId, place: byClass.indexOf(sliceId) },
    });
  }
  const refused = `${study}/broken.png`;
  db.run(`INSERT INTO files VALUES (100, 1, :refused, 10, 0, NULL, 'not-png', :message)`, {
    ...{ refused, message: `${refused} is no PNG.` },
  });
  db.run(`INSERT INTO source_series VALUES (1, 0, 'series-1', :study, '[]')`, { study });
  // Two files are gone; the rest are there, of the right length and damaged.
  const heads = path.join(path.dirname(folder), 'heads');
  db.run('UPDATE sources SET root = :heads WHERE id = 1', { heads });
  for (const sliceId of slices.slice(2)) {
    const kept = sliceId > LABELLED ? root : path.join(heads, folderOf(labelIn(world, sliceId)));
    mkdirSync(kept, { recursive: true });
    writeFileSync(path.join(kept, `${sliceId}.png`), '0123456789');
  }
  db.exec(
    `UPDATE slices SET study_pseudonym = 'study-' || substr('00000000000000000000' || (1 + (id > ${LABELLED})), -20)`,
  );
}

/** Why something failed: a file that is called by its class, with and without the way to it. */
const unreadable = (world: World): string => {
  const file = `${folderOf(labelIn(world, 3))}/3.png`;
  return `/nowhere/heads/${file} cannot be read, and so cannot "${file}".`;
};

function addModel({ ctx }: ProjectFixture, world: World, datasetVersionId: number): number {
  const { db, folder } = ctx.store;
  const weightsFile = 'models/tiny.safetensors';
  mkdirSync(path.join(folder, 'models'), { recursive: true });
  writeFileSync(path.join(folder, weightsFile), 'weights');
  const parts = [
    ...[1, 2, 3, 4, 5, 6].map((sliceId) => ({ sliceId, part: 'held-out' as const })),
    ...[7, 8].map((sliceId) => ({ sliceId, part: 'validation' as const })),
    ...[9, 10, 11, 12].map((sliceId) => ({ sliceId, part: 'training' as const })),
  ];
  const splitId = insertSplit(
    db,
    { datasetVersionId, seed: 1, heldOutFraction: 0.5, validationFraction: 0.25, createdMs: 0 },
    parts.map((member) => ({ ...member, group: hashOf(member.sliceId) })),
  );
  const weightsSha256 = createHash('sha256').update('weights').digest('hex');
  const facts = { threshold: 0.5, heatmapScale: 0.01, domain: 'png', synthetic: false, createdMs: 0 } as const;
  const add = (name: string): number => {
    const runId = insertRun(db, {
      ...{ datasetVersionId, splitId, architecture: TINY_NETWORK, sourceIds: null, startedMs: 0 },
      preprocessing: defaultPreprocessing(TINY_NETWORK.resizeSide),
      settings: { rounds: 1, batchSize: 8, learningRate: 1e-3, warmUpSteps: 0, seed: 5 },
    });
    endRun(db, runId, { status: 'finished', reason: null, finishedMs: 1 });
    const weights = { weightsFile, weightsSha256, weightsByteLength: 7, temperature: null, temperatureFit: null };
    return insertModel(db, { runId, name, ...weights, ...facts });
  };
  const modelId = add('tiny-1');
  add('tiny-2');
  const failed = insertRun(db, {
    ...{ datasetVersionId, splitId, architecture: TINY_NETWORK, sourceIds: null, startedMs: 0 },
    preprocessing: defaultPreprocessing(TINY_NETWORK.resizeSide),
    settings: { rounds: 1, batchSize: 8, learningRate: 1e-3, warmUpSteps: 0, seed: 5 },
  });
  endRun(db, failed, { status: 'failed', reason: unreadable(world), finishedMs: 1 });
  promoteModel(ctx, { modelId, note: null, reader: 'Grace' });
  return modelId;
}

/** What was measured: a shortcut audit with samples of each label, a cross-validation, a sealed test set with a look at it. */
function addFigures({ ctx }: ProjectFixture, world: World, datasetId: number, modelId: number): void {
  const { db } = ctx.store;
  const measured = Array.from({ length: 12 }, (_, index) => index + 1);
  const fake = fakeShortcuts();
  const file = (sliceId: number) => `${folderOf(labelIn(world, sliceId))}/${sliceId}.png`;
  const samples = (label: TrainableLabel): ClassDistribution['samples'] =>
    measured
      .filter((sliceId) => labelIn(world, sliceId) === label)
      .map((sliceId) => ({ sliceId, sourceId: 1, file: file(sliceId), frame: 0 }));
  const probabilities = [measured.map((sliceId) => probabilityIn(world, sliceId))];
  const audit: ShortcutAudit | null = fake.audit && {
    ...fake.audit,
    sliceIds: measured,
    classifiers: fake.audit.classifiers.map((one) => ({ ...one, probabilities })),
    missing: [{ file: file(2), message: `"${file(2)}" is not in "/nowhere" any more.` }],
  };
  const { haemorrhage, none } = fake.distributions;
  const distributions = {
    haemorrhage: { ...haemorrhage, samples: samples('haemorrhage') },
    none: { ...none, samples: samples('none') },
  };
  insertShortcutAudit(db, { ...fake, datasetId, datasetName: 'v1', audit, distributions }, measured);
  const run = { datasetVersionId: datasetId, recipes: [recipeFor('lenet', {}, 1)], folds: 2, repeats: 1 };
  const how = { innerFolds: null, grouping: 'near-duplicates', seed: 1, startedMs: 0 } as const;
  const folded = measured.map((sliceId) => ({ repeat: 0, sliceId, group: hashOf(sliceId), fold: (sliceId >> 1) % 2 }));
  const id = insertCrossValidation(db, { ...run, ...how }, folded);
  saveFold(db, { id, repeat: 0 }, new Map(measured.map((sliceId) => [sliceId, probabilityIn(world, sliceId)])));
  if (audit) saveShortcuts(db, id, audit);
  endCrossValidation(db, id, { status: 'finished', reason: null, finishedMs: 1 });
  const failed = insertCrossValidation(db, { ...run, ...how }, folded);
  endCrossValidation(db, failed, { status: 'failed', reason: unreadable(world), finishedMs: 1 });
  const sealed = [13, 14].map((sliceId) => ({ sliceId, label: labelIn(world, sliceId), group: hashOf(sliceId) }));
  const source = folderOf(world === 'one' ? 'haemorrhage' : 'none');
  const leftOut = { aiSeen: 0, inBulk: 0, noLabel: 0, sealed: 0, used: 0 };
  const testSetId = insertTestSet(
    db,
    {
      ...{ name: 'T1', manifestSha256: hashOf(900), origin: { kind: 'source', source } },
      ...{ leftOut, predictedBefore: 0, reader: 'Grace', sealedMs: 0 },
    },
    sealed,
  );
  const outcome = { truePositives: 1, falsePositives: 0, trueNegatives: 1, falseNegatives: 0 };
  insertLook(db, { testSetId, look: 1, modelId, reader: 'Grace', openedMs: 0, n: 2, outcome });
  for (const [a, b] of [
    [13, 15],
    [14, 16],
    [1, 9],
  ] as const) {
    insertPair(db, { a, b, kind: 'exact', changes: [], score: 1, foundMs: 0 });
  }
}

function readAll(project: ProjectFixture, world: World, modelId: number): void {
  const { ctx } = project;
  const read = (reader: string, sliceId: number, label: Label, reason: string | null): void => {
    project.advance(60_000);
    const { presentationId } = presentSlice(ctx, { sliceId, reader, modelId, predictionVisible: false });
    project.advance(4000);
    recordRead(ctx, { presentationId: presentationId ?? 0, intent: label, reason, confidence: 4 });
  };
  const one = world === 'one';
  for (const reader of ['Grace', 'Cy', 'Ada']) signIn(ctx, reader);
  const reason = one ? 'dense rim' : 'no change';
  read('Grace', 1, labelIn(world, 1), reason);
  read('Grace', 3, one ? 'none' : 'haemorrhage', reason);
  read('Grace', 5, one ? 'unsure' : 'haemorrhage', reason);
  read('Cy', 5, one ? 'none' : 'haemorrhage', null);
  read('Grace', 17, one ? 'haemorrhage' : 'excluded', reason);
  mark(project, 'Cy', one ? 9 : 11);
  for (const sliceId of READ) read('Ada', sliceId, labelIn(world, sliceId), null);
  presentSlice(ctx, { sliceId: 18, reader: 'Ada', modelId, predictionVisible: false });
}

/** Draws a mark, alike on whichever slice. */
function mark({ ctx }: ProjectFixture, reader: string, sliceId: number): void {
  const size = { rows: 8, columns: 8, rowSpacingMm: 1, columnSpacingMm: 1, pixelAspect: 1, rowsMissing: 0 };
  const grey = { color: false, slope: 1, intercept: 0, unit: 'HU', padding: null, pixels: new Int16Array(64) } as const;
  const shape: MarkShape = { kind: 'probe', points: [{ x: 1, y: 1 }] };
  saveMark(ctx, { sliceId, markId: null, shape, reader }, { ...size, ...grey });
}

/** Computes nothing, and says so with the file's name, as a decoder does; but its previews show which slice they are of. */
export const refusingCompute = {
  request: async (operation: string, input: { path?: string }) => {
    if (operation === 'augmentation-preview') {
      const sliceId = Number(path.parse(input.path ?? '').name);
      return { sha256: hashOf(sliceId), side: 1, channels: 1, pictures: new Uint8Array([sliceId]) };
    }
    throw new ComputeRefusal('damaged', `${input.path ?? 'It'} cannot be read.`);
  },
  warmUp: () => undefined,
  close: () => undefined,
} as unknown as ComputeClient;
