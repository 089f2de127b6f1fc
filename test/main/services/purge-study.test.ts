import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { completePixelHashes } from '../../../main/services/complete-pixel-hashes.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { locateSlice } from '../../../main/services/locate-slice.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { purgeProject } from '../../../main/services/purge-project.ts';
import { purgeStudy, studyLoss } from '../../../main/services/purge-study.ts';
import { recordRead, undoRead } from '../../../main/services/record-read.ts';
import { findReviewView, keepReviewView } from '../../../main/services/review-view.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { countLabels } from '../../../main/store/current-labels.ts';
import { unfinishedPath } from '../../../main/store/durable-files.ts';
import { insertPredictions, predictionsOfModel } from '../../../main/store/predictions.ts';
import { purgeableStudies } from '../../../main/store/purge.ts';
import type { ReviewView } from '../../../src/contract/view-methods.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { writePhantomSeries } from '../../support/phantom-files.ts';
import { findPlanted, PLANTED, writePlantedStudy } from '../../support/planted-study.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let thumbnails: string;
let sourceId: number;
let slices: number[];
let study: string;

beforeAll(async () => {
  compute = await decodeCompute('purge-study');
});
afterAll(() => compute.close());

function read(sliceId: number): void {
  const shown = presentSlice(project.context, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
  const rest = { intent: 'haemorrhage', reason: null, confidence: null } as const;
  recordRead(project.context, { presentationId: shown.presentationId ?? 0, ...rest });
}

async function open(folder: string): Promise<{ sourceId: number; slices: number[] }> {
  const opened = await openStudy(project.context, compute, { folder, reader: 'Ada' });
  const { items } = listWorklist(project.context, { sourceId: opened.sourceId });
  return { sourceId: opened.sourceId, slices: items.map(({ sliceId }) => sliceId) };
}

/** A project with the planted study, read, frozen, with small pictures and a backup; and a second study beside it. */
beforeEach(async () => {
  project = temporaryProject();
  onTestFinished(() => project.remove());
  thumbnails = path.join(project.folder, 'user-data', 'thumbnails');
  ({ sourceId, slices } = await open(writePlantedStudy(path.join(project.folder, 'archive'))));
  for (const sliceId of slices) read(sliceId);
  study = purgeableStudies(project.context.store.db)[0]?.study ?? '';
  const pictures = createPictures({ context: project.context, compute, thumbnailFolder: thumbnails });
  for (const sliceId of slices) await pictures.thumbnail(sliceId);
  mkdirSync(path.join(project.context.store.folder, 'backups'));
  writeFileSync(path.join(project.context.store.folder, 'backups', 'old.db'), PLANTED.family);
});

const ALL: ReviewView['filters'] = {
  ...{ status: 'all', disagreement: false, uncertain: false, label: null, call: null, series: null, search: '' },
};

const purge = () => purgeStudy(project.context, { study, reader: 'Ada', thumbnailFolder: thumbnails });
const inProject = (): string[] => findPlanted(project.context.store.folder);

describe('a study that is purged', () => {
  it('leaves none of its names in the project’s folder, the free pages and the write-ahead log included', async () => {
    // The test can fail: before the purge names, UIDs, dates and folders lie in the database.
    const before = inProject().join('\n');
    for (const what of ['patientId', 'studyUid', 'description', 'studyDate', 'folder', 'file', 'family']) {
      expect(before).toContain(`${what} in `);
    }
    expect(await purge()).toMatchObject({ slices: 3, backups: 1, scrubbed: true });
    expect(inProject()).toEqual([]);
    project.context.store.close();
    expect(inProject()).toEqual([]);
  });

  it('leaves nothing of what readers searched for, in the list where they are and in those where they were', async () => {
    const { db } = project.context.store;
    const spot = { sourceId, sliceId: slices[0] ?? 0, topSliceId: null, beside: { kind: 'none' as const } };
    const place = (search: string) => ({ ...spot, series: 0, search });
    const found = (reader: string) => findReviewView(project.context, reader);
    const view = (search: string, ...searches: readonly string[]): ReviewView => ({
      ...{ tab: 'review', sort: 'order', ...spot, looks: [], queue: null },
      filters: { ...ALL, search },
      places: searches.map(place),
    });
    keepReviewView(project.context, 'Ada', view('', PLANTED.family, 'b', ''));
    keepReviewView(project.context, 'Ben', view(PLANTED.patientId, '', PLANTED.given));
    keepReviewView(project.context, 'Cy', view(''));
    db.run("UPDATE settings SET value_json = json_remove(value_json, '$.places') WHERE key = 'view Cy'");
    const untouched = ['Ada', 'Ben', 'Cy'].map(found);
    await purge();
    expect(inProject()).toEqual([]);
    expect(['Ada', 'Ben', 'Cy'].map(found)).toEqual(
      untouched.map((each) => each && { ...each, filters: ALL, places: each.places.map(() => place('')) }),
    );
    expect(untouched[0]?.places.map(({ search }) => search)).toEqual([PLANTED.family, 'b', '']);
  });

  it('takes its small pictures out of the app’s own folder, and leaves those of others', async () => {
    const other = path.join(project.folder, 'other');
    await writePhantomSeries(other, { seed: 3, slices: 2 });
    const opened = await open(other);
    const pictures = createPictures({ context: project.context, compute, thumbnailFolder: thumbnails });
    for (const sliceId of opened.slices) await pictures.thumbnail(sliceId);
    const kept = () => readdirSync(thumbnails, { recursive: true }).filter((name) => String(name).endsWith('.png'));
    expect(kept()).toHaveLength(5);
    await purge();
    expect(kept()).toHaveLength(2);
    expect(listWorklist(project.context, { sourceId: opened.sourceId }).items).toHaveLength(2);
    expect(summarizeProject(project.context).sources).toMatchObject([{ name: 'other', slices: 2 }]);
  });

  it('stays in the log by pseudonym and hash, with one more entry, and the chain is whole', async () => {
    const before = project.entries('read');
    await purge();
    expect(project.entries('read')).toEqual(before);
    expect(project.entries('study-purged')).toMatchObject([
      { reader: 'Ada', studyPseudonym: study, slices: 3, predictions: 0, backups: 1 },
    ]);
    expect(await verifyAudit(project.context)).toMatchObject({ kind: 'whole' });
  });

  it('has no label any more, also after an undo, and says of its slices that it was purged', async () => {
    await completePixelHashes(project.context, compute);
    const version = freezeDataset(project.context, { note: null, reader: 'Ada' });
    expect(studyLoss(project.context, study)).toMatchObject({ labels: 3, reads: 3, versions: [version.name] });
    await purge();
    expect(summarizeProject(project.context).sources).toEqual([]);
    expect(countLabels(project.context.store.db).haemorrhage).toBe(0);
    undoRead(project.context, { reader: 'Ada' });
    expect(countLabels(project.context.store.db)).toMatchObject({ haemorrhage: 0, none: 0, unsure: 0 });
    expect(() => locateSlice(project.context, slices[0] ?? 0)).toThrow('was purged from the project');
    await expect(purge()).rejects.toMatchObject({ code: 'no-study' });
  });

  it('comes back whole when its folder is opened again', async () => {
    await purge();
    const again = await open(path.join(project.folder, 'archive', PLANTED.folder));
    expect(again.slices).toEqual(slices);
    // Not the id that is free again: what was kept of a reader's place in it says nothing of this one.
    expect(again.sourceId).toBeGreaterThan(sourceId);
    read(slices[0] ?? 0);
    expect(countLabels(project.context.store.db).haemorrhage).toBe(1);
    expect(listWorklist(project.context, { sourceId: again.sourceId }).series[0]?.title).toContain(PLANTED.description);
  });

  it('is purged alone where its source holds another study', async () => {
    const both = path.join(project.folder, 'both');
    await writePhantomSeries(path.join(both, 'a'), { seed: 21, slices: 2 });
    await writePhantomSeries(path.join(both, 'b'), { seed: 22, slices: 2 });
    writeFileSync(path.join(both, 'a', 'broken-a.dcm'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICM?')]));
    const opened = await open(both);
    const [first] = purgeableStudies(project.context.store.db).filter(({ source }) => source === 'both');
    const files = () =>
      listWorklist(project.context, { sourceId: opened.sourceId }).items.map(({ file }) => file.slice(0, 2));
    expect(files().sort()).toEqual(['a/', 'a/', 'b/', 'b/']);
    await purgeStudy(project.context, { study: first?.study ?? '', reader: null, thumbnailFolder: null });
    const [left] = new Set(files());
    expect(files()).toEqual([left, left]);
    const { refused } = listWorklist(project.context, { sourceId: opened.sourceId });
    expect(refused).toHaveLength(left === 'a/' ? 1 : 0);
  });
});

it('a prediction that was under way when its study was purged is not kept', async () => {
  await purge();
  const { db } = project.context.store;
  db.exec('PRAGMA foreign_keys = OFF');
  const row = {
    modelId: 1,
    sliceId: slices[0] ?? 0,
    probability: 0.5,
    threshold: 0.5,
    call: 'none',
    createdMs: 1,
  } as const;
  project.context.store.transaction(() => insertPredictions(db, [row]));
  expect(predictionsOfModel(db, 1).size).toBe(0);
});

describe('a project that is purged', () => {
  it('leaves nothing: no folder, no small picture, nothing of a making that was cut short', async () => {
    const { folder } = project.context.store;
    project.context.store.close();
    const unfinished = unfinishedPath(folder);
    const others = unfinishedPath(`${folder} 2`);
    for (const each of [unfinished, others]) mkdirSync(each);
    const left = await purgeProject({ folder, thumbnailFolder: thumbnails }, { appVersion: 'test' });
    expect(left).toEqual([]);
    expect([folder, unfinished, others].filter((each) => existsSync(each))).toEqual([others]);
    expect(readdirSync(thumbnails, { recursive: true }).filter((name) => String(name).endsWith('.png'))).toEqual([]);
    expect(findPlanted(path.join(project.folder, 'user-data'))).toEqual([]);
  });

  it('stays whole while somebody has it open', async () => {
    const { folder } = project.context.store;
    await expect(purgeProject({ folder, thumbnailFolder: thumbnails }, { appVersion: 'test' })).rejects.toMatchObject({
      code: 'project-in-use',
    });
    expect(listWorklist(project.context, { sourceId }).items).toHaveLength(3);
    expect(await verifyAudit(project.context)).toMatchObject({ kind: 'whole' });
  });
});
