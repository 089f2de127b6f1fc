import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { judgeLikeness } from '../../../main/services/judge-likeness.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { setDoubt } from '../../../main/services/set-doubt.ts';
import { UNLIKE_BELOW } from '../../../src/prediction/likeness.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
beforeAll(async () => {
  compute = await decodeCompute('judge-likeness');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

async function opened(name: string, files: readonly Uint8Array[]): Promise<{ sourceId: number; slices: number[] }> {
  const folder = path.join(project.folder, name);
  mkdirSync(folder);
  files.forEach((bytes, at) => {
    writeFileSync(path.join(folder, `${String(at).padStart(3, '0')}.png`), bytes);
  });
  const { sourceId } = await openStudy(project.context, compute, { folder, reader: 'Ada' });
  return { sourceId, slices: listWorklist(project.context, { sourceId }).items.map(({ sliceId }) => sliceId) };
}

/** A model (id 1) that learnt from `taught` and has said 0.6 of `predicted`. */
function model(taught: readonly number[], predicted: readonly number[]) {
  const { db } = project.context.store;
  const hash = '0'.repeat(64);
  db.run(`INSERT INTO dataset_versions VALUES (1, 'v1', NULL, :hash, '{}', 0)`, { hash });
  db.run('INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 0)');
  for (const sliceId of taught)
    db.run(`INSERT INTO split_slices VALUES (1, :sliceId, 'g' || :sliceId, 'training')`, { sliceId });
  db.run(
    `INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
       status, epochs_json, started_ms, finished_ms) VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', '[]', 0, 1)`,
  );
  db.run(`INSERT INTO models VALUES (1, 1, 'm1', 'm1.bin', :hash, 9, 0.5, 1.0, 'png', 0, 0, NULL, NULL)`, { hash });
  for (const sliceId of predicted)
    db.run(`INSERT INTO predictions VALUES (1, :sliceId, 0.6, 0.5, 'haemorrhage', 0)`, { sliceId });
  return { row: { id: 1 }, run: { splitId: 1, sourceIds: null } };
}

const heads = (first: number, count: number) => Array.from({ length: count }, (_, at) => smallPhantomPng(first + at));

/** A picture of nothing that a scanner makes: bright stripes to its edges. */
function stripes(): Uint8Array {
  const data = Uint8Array.from({ length: 96 * 96 }, (_, at) => (at % 7 < 3 ? 250 : 120));
  return encode({ width: 96, height: 96, channels: 1, depth: 8, data });
}

describe('likeness to the training slices', () => {
  it('marks a picture of something else, not heads like those learnt from, and is kept', async () => {
    const lessons = await opened('lessons', heads(100, 40));
    const study = await opened('study', [...heads(300, 6), stripes()]);
    const m1 = model(lessons.slices, study.slices);
    expect(await judgeLikeness(project.context, compute, m1, study.sourceId)).toBe(7);
    expect(await judgeLikeness(project.context, compute, m1, study.sourceId)).toBe(0);
    const items = listWorklist(project.context, { sourceId: study.sourceId, modelId: 1 }).items;
    const unlike = items.filter(({ likeness }) => (likeness?.pValue ?? 1) < UNLIKE_BELOW).map(({ file }) => file);
    expect(unlike).toContain('006.png');
    expect(unlike.length).toBeLessThanOrEqual(2);
    expect(items[6]?.likeness?.words).toMatch(/^.+: [\d.]+ standard deviations (above|below) the training slices$/);
  });

  it('is not judged for slices that taught the model, nor by too few of them', async () => {
    const lessons = await opened('lessons', heads(100, 10));
    const m1 = model(lessons.slices, lessons.slices);
    expect(await judgeLikeness(project.context, compute, m1, lessons.sourceId)).toBe(0);
  });
});

describe('the zone of doubt', () => {
  it('decides what the list tells, and stands in the log', async () => {
    const { sourceId, slices } = await opened('study', heads(1, 1));
    model([], slices);
    const told = () => listWorklist(project.context, { sourceId, modelId: 1 }).items[0]?.prediction;
    expect(told()).toMatchObject({ probability: 0.6, call: 'haemorrhage', cannotTell: true });
    setDoubt(project.context, { width: 0.1, reader: 'Ada' });
    setDoubt(project.context, { width: 0.1, reader: 'Ada' });
    expect(told()).toMatchObject({ cannotTell: false });
    expect(project.entries('doubt-zone-set')).toMatchObject([{ reader: 'Ada', before: 0.25, width: 0.1 }]);
  });
});
