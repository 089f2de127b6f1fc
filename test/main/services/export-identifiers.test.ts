import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCrashLog } from '../../../main/crash-log.ts';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportDataset, picturesToLookAt } from '../../../main/services/export-dataset.ts';
import { exportMarks } from '../../../main/services/export-marks.ts';
import { exportModelCard, freeCardFolder } from '../../../main/services/export-model-card.ts';
import { exportPredictions, predictionsToExport } from '../../../main/services/export-predictions.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { exportReports } from '../../../main/services/export-reports.ts';
import { exportStudyCalls } from '../../../main/services/export-study-calls.ts';
import { listStudies } from '../../../main/services/list-studies.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { locateSlice } from '../../../main/services/locate-slice.ts';
import { measuredPicture } from '../../../main/services/measured-picture.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { saveMark } from '../../../main/services/record-mark.ts';
import { recordStudyCall } from '../../../main/services/record-study-call.ts';
import { pictureName, savePicture } from '../../../main/services/save-picture.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { cleanPng } from '../../../src/deidentification/clean-png.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type PlantedProject, plantedProject } from '../../support/planted-project.ts';
import { findPlanted, PLANTED } from '../../support/planted-study.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let planted: PlantedProject;
let out: string;

beforeAll(async () => {
  planted = await plantedProject('export-identifiers');
  out = path.join(planted.project.folder, 'out');
  mkdirSync(out);
});
afterAll(() => planted.remove());

const reader = 'Ada';
const folderFor = (name: string): string => {
  const folder = path.join(out, name);
  mkdirSync(folder);
  return folder;
};

describe('a project of a planted person', () => {
  it('has their names in its database and folder, or this test would show nothing', () => {
    expect(findPlanted(planted.project.folder).length).toBeGreaterThan(20);
  });

  it('keeps them out of its log from the start, so that the export is the log as it hashes', () => {
    const log = folderFor('log');
    writeFileSync(path.join(log, 'entries'), JSON.stringify(auditEntries(planted.project.context.store.db)));
    expect(findPlanted(log)).toEqual([]);
  });

  it('keeps them out of every export and every file’s name', async () => {
    const { project, compute, sourceId, slices, datasetId, modelId } = planted;
    const { context } = project;
    const [sliceId = 0] = slices;
    const picture = measuredPicture(await createPictures({ context, compute, thumbnailFolder: null }).pixels(sliceId));
    const shape = shapeOf('length', [
      { x: 10, y: 10 },
      { x: 30, y: 20 },
    ]);
    if (!shape) throw new Error('Two points are a length');
    saveMark(context, { sliceId, markId: null, shape, reader }, picture);
    const { study = '' } = listStudies(context, { sourceId, reader }).studies[0] ?? {};
    recordStudyCall(context, {
      ...{ study, reader, label: 'haemorrhage', confidence: 4, note: null, predictionVisible: false, bleeds: [] },
    });

    exportAudit(context, { path: path.join(out, 'audit.csv'), reader });
    exportMarks(context, { csv: path.join(out, 'marks.csv'), json: path.join(out, 'marks.json'), of: null, reader });
    exportStudyCalls(context, { path: path.join(out, 'studies.csv'), reader });
    exportReaders(context, { folder: folderFor('readers'), reads: 'first', reader });
    await exportReports(context, compute, { sourceId, folder: out, reader, identifiers: 'pseudonyms' });
    const card = freeCardFolder(context, out, modelId);
    await exportModelCard(context, compute, { modelId, folder: card, prevalence: null, reader });
    savePicture(context, {
      ...{ sliceId, png: smallPhantomPng(1), path: path.join(out, pictureName(context, sliceId)) },
      ...{ withOverlay: true, heatmap: null, reader },
    });
    const exported = await exportDataset(context, compute, {
      datasetId,
      folder: out,
      images: 'link',
      picturesSeen: true,
      reader,
    });
    const worklist = listWorklist(context, { sourceId, modelId });
    const model = { id: modelId, name: 'net', weightsSha256: 'a'.repeat(64) };
    const rows = predictionsToExport(context, worklist, model, []);
    const table = (folder: string) => ({ path: path.join(folder, 'predictions.csv'), rows, model, reader });
    exportPredictions(context, { ...table(out), identifiers: 'pseudonyms' });
    expect(exported.deidentified).toBe(8);
    expect(findPlanted(out)).toEqual([]);
    // Whoever asks for the originals gets them, in the report and in the files.
    const originals = folderFor('originals');
    await exportReports(context, compute, { sourceId, folder: originals, reader, identifiers: 'originals' });
    exportPredictions(context, { ...table(originals), identifiers: 'originals' });
    await exportDataset(context, compute, { datasetId, folder: originals, images: 'copy', identifiers: 'originals' });
    expect(findPlanted(originals).join('\n')).toMatch(/family in .*reports/);
    expect(findPlanted(originals).join('\n')).toMatch(/family in .*images/);
    expect(findPlanted(originals).join('\n')).toMatch(/ in .*predictions\.csv/);
  });

  it('hands no DICOM out before somebody looked at every picture, and says so in the log', async () => {
    const { project, compute, datasetId, slices } = planted;
    const request = { datasetId, folder: out, images: 'copy' as const };
    await expect(exportDataset(project.context, compute, request)).rejects.toMatchObject({ code: 'pictures-not-seen' });
    expect(new Set(picturesToLookAt(project.context, datasetId))).toEqual(new Set(slices));
    expect(
      project.entries('dataset-exported').map(({ identifiers, picturesSeen }) => [identifiers, picturesSeen]),
    ).toEqual([
      ['pseudonyms', true],
      ['originals', false],
    ]);
  });

  it('keeps them out of the log of failures', () => {
    const logs = folderFor('logs');
    const log = openCrashLog(logs, '0.0.0-test');
    const { context } = planted.project;
    const file = locateSlice(context, planted.slices[0] ?? 0).path;
    log.note('decode', new Error(`"${file}" cannot be read`));
    const gone = new Error(`ENOENT: no such file, open '${file}'`, { cause: new Error(`at ${file}`) });
    log.note('decode', Object.assign(gone, { code: 'ENOENT', path: file }));
    log.note('job', `${file} is gone`);
    expect(readFileSync(log.file, 'utf8')).toContain('Error [ENOENT]');
    expect(findPlanted(logs)).toEqual([]);
  });
});

describe('a PNG', () => {
  it('loses its texts and keeps its picture', () => {
    const png = smallPhantomPng(4);
    expect(cleanPng(png)).toBe(png);
    const text = Buffer.concat([Buffer.from('tEXt'), Buffer.from(`Author\0${PLANTED.family}`)]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length - 4);
    const end = png.length - 12;
    const chunk = Buffer.concat([length, text, Buffer.alloc(4)]);
    const withText = new Uint8Array(
      Buffer.concat([png.subarray(0, end), chunk, png.subarray(end), Buffer.from(PLANTED.given)]),
    );
    expect(cleanPng(withText)).toEqual(png);
    expect(cleanPng(withText.subarray(0, end + 6))).toBeNull();
  });
});
