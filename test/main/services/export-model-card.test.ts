import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { exportModelCard, freeCardFolder } from '../../../main/services/export-model-card.ts';
import { listModels } from '../../../main/services/list-models.ts';
import { runDemo } from '../../../main/services/run-demo.ts';
import { auditHead } from '../../../main/store/audit-log.ts';
import { countSplitParts } from '../../../main/store/splits.ts';
import { listRuns } from '../../../main/store/training-runs.ts';
import { modelCardSchema } from '../../../src/report/model-card.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { crossValidated } from '../../support/cross-validated.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const leaves = (folder: string): string[] => readdirSync(folder).sort();

/** A real project whose model learnt for one round; every card is of it. */
describe('exporting a model card', () => {
  let project: TemporaryProject;
  let compute: ComputeClient;
  let modelId = 0;

  beforeAll(async () => {
    project = temporaryProject('Patient Smith');
    const hostsFolder = await bundleComputeHosts('model-card', REAL_HOSTS);
    compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
    await runDemo(project.context, compute, { reader: 'Ada', rounds: 1, labelledPatients: 8, studyPatients: 1 });
    modelId = listModels(project.context)[0]?.id ?? 0;
  });
  afterAll(() => {
    compute.close();
    project.remove();
  });

  const request = (name: string) => ({
    ...{ modelId, folder: path.join(project.folder, name), prevalence: 0.1, reader: 'Ada' },
  });

  it('writes three files whose hashes stand in the log, under the head that the card names', async () => {
    const before = auditHead(project.context.store.db);
    const seen: boolean[] = [];
    // Asked for when the first file is about to be written: the folder is filled beside its place.
    const signingKey = () => {
      seen.push(existsSync(request('card').folder));
      return null;
    };
    const { folder, cardSha256 } = await exportModelCard({ ...project.context, signingKey }, compute, request('card'));
    expect(seen).toEqual([false]);
    expect(leaves(folder)).toEqual(['figures.csv', 'model-card.html', 'model-card.json']);
    const [entry] = project.entries('model-card-exported');
    expect(entry).toMatchObject({
      reader: 'Ada',
      datasetVersion: 'v1',
      cardSha256: sha256(path.join(folder, 'model-card.html')),
      figuresSha256: sha256(path.join(folder, 'figures.csv')),
      jsonSha256: sha256(path.join(folder, 'model-card.json')),
    });
    expect(cardSha256).toBe(entry?.cardSha256);
    const card = modelCardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'model-card.json'), 'utf8')));
    expect(card.audit).toEqual(before);
    expect(entry?.sequence).toBe(before.entries + 1);
    expect(project.events.at(-1)).toMatchObject({ kind: 'model-card-exported', folder, cardSha256 });
  });

  it('counts what the project holds', async () => {
    const { card } = await exportModelCard(project.context, compute, request('counts'));
    const { db } = project.context.store;
    const { files } = db.one(z.object({ files: z.number() }), 'SELECT count(*) AS files FROM files');
    expect(card.flow.files.count).toBe(files);
    const parts = countSplitParts(db, listRuns(db)[0]?.splitId ?? 0);
    const development = card.flow.slices.parts[0]?.parts[0];
    expect(development?.parts.map(({ count }) => count)).toEqual([parts.training, parts.validation, parts['held-out']]);
    expect(card.flow.slices.leaves[0]?.words).toBe('without a label');
    expect(card.flow.scored[0]?.count).toBe(parts['held-out']);
    expect(card.dataset.labels).toMatchObject({ fromReads: 0, readers: 0 });
    expect(card.synthetic).toBe(true);
  });

  it('names neither the project, nor a folder, nor a file', async () => {
    const { folder } = await exportModelCard(project.context, compute, request('names'));
    const all = leaves(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
    for (const text of all) expect(text).not.toMatch(/Smith|\.png|\.dcm|overread-test-/);
  });

  it('takes a cross-validation, whose sources it names by pseudonym', async () => {
    const crossValidation = crossValidated();
    const { card } = await exportModelCard(project.context, compute, { ...request('cross'), crossValidation });
    expect(card.crossValidation).toMatchObject({ folds: 5, repeats: 2 });
    expect(card.measurements.map(({ kind }) => kind)).toEqual(['held-out', 'cross-validated', 'cross-validated']);
    expect(card.crossValidation?.perSource[0]?.source).toMatch(/^source-[0-9a-f]{20}$/);
  });

  it('takes the shortcuts of the cross-validation that it prints', async () => {
    const crossValidation = crossValidated();
    const { figures } = crossValidation;
    const shortcuts = {
      ...{ featuresVersion: 1, n: 60, positiveCount: 30, negativeCount: 30, groupCount: 60, folds: 5, repeats: 2 },
      ...{ sliceIds: [], network: null, warnings: [], missing: [] },
      classifiers: [
        {
          ...{ name: 'picture-facts' as const, sees: 'what this one sees', settings: '', words: '', figures },
          ...{ probabilities: [], features: [] },
        },
      ],
    };
    const given = { ...crossValidation, shortcuts };
    const { card } = await exportModelCard(project.context, compute, { ...request('own'), crossValidation: given });
    expect(card.shortcuts?.map(({ name }) => name)).toEqual(['what this one sees']);
  });

  it('leaves a card that is there as it is, and takes another name beside it', async () => {
    const folder = path.join(project.folder, 'taken');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'figures.csv'), 'mine');
    const refused = exportModelCard(project.context, compute, request('taken'));
    await expect(refused).rejects.toMatchObject({ code: 'card-exists' });
    expect(leaves(folder)).toEqual(['figures.csv']);
    expect(readFileSync(path.join(folder, 'figures.csv'), 'utf8')).toBe('mine');
    const free = freeCardFolder(project.context, project.folder, modelId);
    mkdirSync(free);
    expect(freeCardFolder(project.context, project.folder, modelId)).toBe(`${free}-2`);
  });

  it('leaves nothing behind when the log refuses the entry, or the work is given up', async () => {
    const { db } = project.context.store;
    db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    await expect(exportModelCard(project.context, compute, request('lost/inner'))).rejects.toThrow('disk full');
    db.exec('DROP TRIGGER temp.full');
    expect(existsSync(path.join(project.folder, 'lost'))).toBe(false);
    const signal = AbortSignal.abort();
    await expect(exportModelCard(project.context, compute, request('given-up'), { signal })).rejects.toThrow();
    expect(existsSync(path.join(project.folder, 'given-up'))).toBe(false);
  });
});
