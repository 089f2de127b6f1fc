import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { exportHeatmaps } from '../../../main/services/export-heatmaps.ts';
import { exportMarks } from '../../../main/services/export-marks.ts';
import { exportModelCard } from '../../../main/services/export-model-card.ts';
import { exportPredictions } from '../../../main/services/export-predictions.ts';
import { exportPublicKey } from '../../../main/services/export-public-key.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { exportReports } from '../../../main/services/export-reports.ts';
import { exportStudyCalls } from '../../../main/services/export-study-calls.ts';
import type { SlicePictures } from '../../../main/services/pictures.ts';
import { savePicture } from '../../../main/services/save-picture.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { writeExportFolder } from '../../../main/services/write-export-folder.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

// What leaves a project goes somewhere else, and a folder of it appears whole or not at all.
let project: ProjectFixture;
let other: ProjectFixture;
const base = mkdtempSync(path.join(tmpdir(), 'overread-outside-'));

beforeAll(() => {
  project = projectFixture({ slices: 3, probabilities: [0.9] });
  other = projectFixture();
});
afterAll(() => {
  for (const each of [project, other]) each.remove();
  rmSync(base, { recursive: true, force: true });
});

/** No exporter comes to ask anything of it. */
const noCompute: Pick<ComputeClient, 'request'> & ComputeClient = {
  request: () => Promise.reject(new Error('asked')),
  close: () => undefined,
} as unknown as ComputeClient;
const png = () => smallPhantomPng(3, 'none');
const noPictures = {
  display: () => Promise.reject(new Error('asked')),
  heatmap: () => Promise.reject(new Error('asked')),
} as unknown as SlicePictures;
const model = { id: 1, name: 'lenet-1', weightsSha256: '0'.repeat(64) };

const FILES: readonly [string, (file: string) => unknown][] = [
  ['the audit report', (file) => exportAudit(project.ctx, { path: file, reader: 'Ada' })],
  ['marks', (file) => exportMarks(project.ctx, { csv: file, json: null, of: null, reader: 'Ada' })],
  [
    'marks as JSON',
    (file) => exportMarks(project.ctx, { csv: path.join(base, 'm.csv'), json: file, of: null, reader: 'Ada' }),
  ],
  ['study calls', (file) => exportStudyCalls(project.ctx, { path: file, reader: 'Ada' })],
  [
    'predictions',
    (file) => exportPredictions(project.ctx, { path: file, rows: [], model, identifiers: 'pseudonyms', reader: 'Ada' }),
  ],
  ['the public key', (file) => exportPublicKey('-----BEGIN PUBLIC KEY-----', file)],
  [
    'a picture',
    (file) =>
      savePicture(project.ctx, {
        ...{ sliceId: 1, png: png(), path: file, withOverlay: false, heatmap: null, reader: 'Ada' },
      }),
  ],
];

const FOLDERS: readonly [string, (folder: string) => unknown][] = [
  ['reads of readers', (folder) => exportReaders(project.ctx, { folder, reads: 'last', reader: 'Ada' })],
  [
    'a model card',
    (folder) => exportModelCard(project.ctx, noCompute, { modelId: 1, folder, prevalence: null, reader: 'Ada' }),
  ],
  ['a data set', (folder) => exportDataset(project.ctx, noCompute, { datasetId: 1, folder, images: 'copy' })],
  [
    'reports',
    (folder) =>
      exportReports(project.ctx, noCompute, { sourceId: 1, folder, reader: 'Ada', identifiers: 'pseudonyms' }),
  ],
  [
    'heatmaps',
    (folder) =>
      exportHeatmaps(project.ctx, noPictures, {
        ...{ folder, predictions: [], model, method: 'grad-cam', identifiers: 'originals', reader: 'Ada' },
      }),
  ],
];

const filesOf = ({ folder }: ProjectFixture): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

async function expectRefused(make: () => unknown): Promise<void> {
  const before = [project, other].map(filesOf);
  await expect((async () => make())()).rejects.toMatchObject({
    code: 'inside-project',
    message: expect.stringMatching(/^".*" cannot be saved inside the project.*Choose another folder\.$/),
  });
  expect([project, other].map(filesOf)).toEqual(before);
  for (const { ctx } of [project, other]) expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole' });
}

describe('nothing is exported over a project, its own or another', () => {
  test.each(FILES)('%s', async (_name, write) => {
    for (const { folder } of [project, other]) {
      for (const name of ['project.db', 'new.csv', path.join('models', 'a.csv')]) {
        await expectRefused(() => write(path.join(folder, name)));
      }
    }
  });

  test.each(FOLDERS)('%s', async (_name, write) => {
    for (const { folder } of [project, other]) {
      for (const place of [folder, path.join(folder, 'models'), path.join(folder, 'new')]) {
        await expectRefused(() => write(place));
      }
    }
  });
});

describe('a folder of an export', () => {
  /** Where the export stands when it asks for the key: its place is chosen and nothing of it is written. */
  const watched = (folder: string) => {
    const seen: boolean[] = [];
    const signingKey = () => {
      seen.push(existsSync(folder));
      return null;
    };
    return { seen, ctx: { ...project.ctx, signingKey } };
  };

  test('is filled beside its place, so that it never bears its name with a part of its files', () => {
    const folder = path.join(base, 'new', 'readers');
    const { seen, ctx } = watched(folder);
    exportReaders(ctx, { folder, reads: 'last', reader: 'Ada' });
    expect(seen).toEqual([false]);
    expect(readdirSync(folder).sort()).toEqual(['readers.json', 'reads.csv']);
    expect(readdirSync(path.dirname(folder))).toEqual(['readers']);
  });

  test('leaves nothing where a file cannot be written, or the log refuses the entry', () => {
    const folder = path.join(base, 'lost', 'inner');
    const file = (name: string) => ({ name, content: 'x' });
    const write = (names: string[], log: () => void) => () =>
      writeExportFolder(project.ctx, folder, names.map(file), log);
    expect(write(['a.csv', path.join('no-such', 'b.csv')], () => undefined)).toThrow('ENOENT');
    const refuse = () => {
      expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.csv']);
      throw new Error('no entry');
    };
    expect(write(['a.csv', 'b.csv'], refuse)).toThrow('no entry');
    expect(existsSync(path.dirname(folder))).toBe(false);
  });

  test('takes nothing away that somebody else put in its place meanwhile', () => {
    const folder = path.join(base, 'raced');
    const theirs = path.join(folder, 'theirs.txt');
    const signingKey = () => {
      mkdirSync(folder);
      writeFileSync(theirs, 'theirs');
      return null;
    };
    const write = () =>
      writeExportFolder({ ...project.ctx, signingKey }, folder, [{ name: 'a.csv', content: 'x' }], () => undefined);
    expect(write).toThrow();
    expect(readdirSync(folder)).toEqual(['theirs.txt']);
    expect(readdirSync(base).filter((name) => name.includes('raced'))).toEqual(['raced']);
  });

  test('that was there keeps what it had where the new files cannot be written', () => {
    const folder = path.join(base, 'there');
    mkdirSync(folder);
    const write = (content: string, names: string[]) => () =>
      writeExportFolder(
        project.ctx,
        folder,
        names.map((name) => ({ name, content })),
        () => undefined,
      );
    write('old', ['a.csv', 'b.csv'])();
    expect(write('new', ['a.csv', path.join('no-such', 'b.csv')])).toThrow('ENOENT');
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.csv']);
    expect(readFileSync(path.join(folder, 'a.csv'), 'utf8')).toBe('old');
  });
});
