import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { exportHeatmaps } from '../../../main/services/export-heatmaps.ts';
import { exportMarks } from '../../../main/services/export-marks.ts';
import { exportModelCard } from '../../../main/services/export-model-card.ts';
import { exportPredictions, predictionsToExport } from '../../../main/services/export-predictions.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { exportReports } from '../../../main/services/export-reports.ts';
import { exportStudyCalls } from '../../../main/services/export-study-calls.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listStudies } from '../../../main/services/list-studies.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { measuredPicture } from '../../../main/services/measured-picture.ts';
import { openProject } from '../../../main/services/open-project.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { pngText } from '../../../main/services/png-text.ts';
import { signIn } from '../../../main/services/reader-sessions.ts';
import { saveMark } from '../../../main/services/record-mark.ts';
import { recordStudyCall } from '../../../main/services/record-study-call.ts';
import { savePicture } from '../../../main/services/save-picture.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { readKeptHead, verifyAudit } from '../../../main/services/verify-audit.ts';
import { verifySignature } from '../../../main/services/verify-signature.ts';
import { openSigningKey, type SigningKey } from '../../../main/signing-key.ts';
import { auditEntries, auditHead } from '../../../main/store/audit-log.ts';
import { findDatasetVersion } from '../../../main/store/dataset-versions.ts';
import { type AuditEntry, auditEntrySchema } from '../../../src/audit/audit-entry.ts';
import { type AuditHead, HEAD_COLUMN, headText } from '../../../src/audit/audit-head.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';
import { parseCsvRecords } from '../../support/csv-records.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type PlantedProject, plantedProject } from '../../support/planted-project.ts';
import { findPlanted } from '../../support/planted-study.ts';

// What docs/audit.md says of every export, of every export: the head of the log in it, its signature, its entry, and no patient.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const reader = 'Ada';
let planted: PlantedProject;
let signing: SigningKey;
let signed: ServiceContext;
let keyFile: string;

beforeAll(async () => {
  planted = await plantedProject('every-export');
  const { project } = planted;
  const { context } = project;
  await markAndCall(null);
  signing = openSigningKey(path.join(project.folder, 'account'), null);
  signing.setEnabled(true);
  signed = { ...context, signingKey: () => signing.current() };
  keyFile = path.join(project.folder, 'key.pem');
  writeFileSync(keyFile, signing.publicPem() ?? '');
});
afterAll(() => planted.remove());

/** Draws a mark, or the one of that number again, and calls the study. @returns the mark's number */
async function markAndCall(markId: number | null): Promise<number> {
  const { project, compute, sourceId, slices } = planted;
  const { context } = project;
  const [sliceId = 0] = slices;
  const picture = measuredPicture(await createPictures({ context, compute, thumbnailFolder: null }).pixels(sliceId));
  const shape = shapeOf('length', [
    { x: 10, y: 10 },
    { x: markId === null ? 30 : 40, y: 20 },
  ]);
  if (!shape) throw new Error('Two points are a length');
  const saved = saveMark(context, { sliceId, markId, shape, reader }, picture);
  const { study = '' } = listStudies(context, { sourceId, reader }).studies[0] ?? {};
  const call = { label: 'haemorrhage', confidence: 4, note: null, predictionVisible: false, bleeds: [] } as const;
  recordStudyCall(context, { study, reader, ...call });
  return saved.markId;
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const recordsOf = (file: string): Record<string, string>[] => {
  const [header = [], ...rows] = parseCsvRecords(readFileSync(file, 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
};
const jsonOf = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

/** How the head of the log stands in a file: every one of its places. */
const HEADS = {
  report: (file) =>
    recordsOf(file)
      .slice(-1)
      .map(({ sequence, hash }) => `${sequence}:${hash}`),
  table: (file) => recordsOf(file).map((record) => record[HEAD_COLUMN]),
  json: (file) => [jsonOf(file)[HEAD_COLUMN]],
  card: (file) => [headText(jsonOf(file).audit as AuditHead)],
  page: (file) => readFileSync(file, 'utf8').match(/\d+:[0-9a-f]{64}/g) ?? [],
  png: (file) => [pngText(readFileSync(file), HEAD_COLUMN)],
  dicom: (file) => readFileSync(file, 'latin1').match(/(?<=audit_head )\d+:[0-9a-f]{64}/g) ?? [],
} satisfies Record<string, (file: string) => readonly unknown[]>;

interface Export {
  /** The entry that tells of it. */
  readonly event: AuditEntry['event'];
  /** What each file is, in order of their names; `none` carries no head. */
  readonly files: readonly (keyof typeof HEADS | 'none')[];
  /** The entry does not hold the files' hashes. */
  readonly unhashed?: true;
  /** Written from a project that is open for reading only, without an entry; else it is refused. */
  readonly readOnly: boolean;
  write(ctx: ServiceContext, folder: string): unknown;
}

const predictions = (ctx: ServiceContext) => {
  const { sourceId, modelId } = planted;
  const model = { id: modelId, name: 'tiny-1', weightsSha256: 'a'.repeat(64) };
  return { model, rows: predictionsToExport(ctx, listWorklist(ctx, { sourceId, modelId }), model, []) };
};

const EXPORTS: Readonly<Record<string, Export>> = {
  'the log': {
    ...{ event: 'audit-exported', files: ['report'], unhashed: true, readOnly: true },
    write: (ctx, folder) => exportAudit(ctx, { path: path.join(folder, 'audit.csv'), reader }),
  },
  marks: {
    ...{ event: 'marks-exported', files: ['table', 'json'], readOnly: true },
    write: (ctx, folder) => {
      const files = { csv: path.join(folder, 'marks.csv'), json: path.join(folder, 'marks.json') };
      return exportMarks(ctx, { ...files, of: null, reader });
    },
  },
  'study calls': {
    ...{ event: 'study-calls-exported', files: ['table'], readOnly: true },
    write: (ctx, folder) => exportStudyCalls(ctx, { path: path.join(folder, 'studies.csv'), reader }),
  },
  readers: {
    ...{ event: 'readers-exported', files: ['json', 'table'], readOnly: true },
    write: (ctx, folder) => exportReaders(ctx, { folder, reads: 'first', reader }),
  },
  predictions: {
    ...{ event: 'predictions-exported', files: ['table'], readOnly: true },
    write: (ctx, folder) =>
      exportPredictions(ctx, {
        ...{ path: path.join(folder, 'predictions.csv'), ...predictions(ctx) },
        ...{ identifiers: 'pseudonyms', reader },
      }),
  },
  heatmaps: {
    ...{ event: 'heatmaps-exported', files: Array<'png'>(8).fill('png'), unhashed: true, readOnly: true },
    write: (ctx, folder) => {
      const pictures = createPictures({ context: ctx, compute: planted.compute, thumbnailFolder: null });
      const { model, rows } = predictions(ctx);
      const how = { method: 'grad-cam', identifiers: 'pseudonyms', reader } as const;
      return exportHeatmaps(ctx, pictures, { folder, predictions: rows, model, ...how });
    },
  },
  'the model card': {
    ...{ event: 'model-card-exported', files: ['table', 'page', 'card'], readOnly: false },
    write: (ctx, folder) =>
      exportModelCard(ctx, planted.compute, { modelId: planted.modelId, folder, prevalence: null, reader }),
  },
  'structured reports': {
    ...{ event: 'report-exported', files: ['dicom'], readOnly: false },
    write: (ctx, folder) => {
      const { sourceId } = planted;
      return exportReports(ctx, planted.compute, { sourceId, folder, reader, identifiers: 'pseudonyms' });
    },
  },
  'a picture': {
    ...{ event: 'picture-exported', files: ['png'], readOnly: false },
    write: (ctx, folder) =>
      savePicture(ctx, {
        ...{ sliceId: planted.slices[0] ?? 0, png: smallPhantomPng(1), path: path.join(folder, 'seen.png') },
        ...{ withOverlay: true, heatmap: null, reader },
      }),
  },
  // The table of labels is read back by the import: its hash stands in the manifest, with the head.
  'a data set': {
    ...{ event: 'dataset-exported', files: ['none', 'json'], unhashed: true, readOnly: false },
    write: (ctx, folder) =>
      exportDataset(ctx, planted.compute, {
        datasetId: planted.datasetId,
        folder,
        images: 'copy',
        picturesSeen: true,
        reader,
      }),
  },
};

/** Files that were written, in order of their names; no signatures, and no pictures of a data set: its manifest holds their hashes. */
const written = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(csv|json|html|dcm|png)$/.test(name) && !/(^|\/)images\//.test(name.replaceAll(path.sep, '/')))
    .sort()
    .map((name) => path.join(folder, name));
const newFolder = (name: string): string => {
  const folder = path.join(planted.project.folder, 'exports', name);
  mkdirSync(folder, { recursive: true });
  return folder;
};
/** The first entry of a kind after a head, and the head before it. */
function entryAfter(event: AuditEntry['event'], { entries }: AuditHead) {
  const links = auditEntries(planted.project.context.store.db).slice(entries);
  const told = links.map((link) => ({ link, entry: auditEntrySchema.parse(JSON.parse(link.entryJson)) }));
  const found = told.find(({ entry }) => entry.event === event);
  if (!found) throw new Error(`No entry "${event}"`);
  const { sequence, previousHash, entryJson } = found.link;
  return { head: { entries: sequence - 1, headHash: previousHash }, entryJson, entry: found.entry };
}

test('every export that the log knows is among these', () => {
  const known = auditEntrySchema.options.map(({ shape }) => shape.event.value).filter((name) => /exported$/.test(name));
  expect(
    Object.values(EXPORTS)
      .map(({ event }) => event)
      .sort(),
  ).toEqual(known.sort());
});

describe.each(Object.entries(EXPORTS))('%s', (name, { event, files, unhashed, readOnly, write }) => {
  test('carries the head of the log before its own entry, signed, and names no patient', async () => {
    const before = auditHead(planted.project.context.store.db);
    const folder = newFolder(name);
    await write(signed, folder);
    const { head, entryJson, entry } = entryAfter(event, before);
    const found = written(folder);
    expect(found).toHaveLength(files.length);
    for (const [index, file] of found.entries()) {
      const form = files[index] ?? 'none';
      const heads = form === 'none' ? [] : HEADS[form](file);
      if (form !== 'none') {
        expect(new Set(heads), file).toEqual(new Set([headText(head)]));
        if (form !== 'card') expect(readKeptHead(file)).toEqual(head);
      }
      const request = { file, signature: `${file}.sig`, key: keyFile };
      expect(verifySignature(request), file).toMatchObject({ kind: 'signed', auditHead: headText(head) });
      if (!unhashed) expect(entryJson, file).toContain(sha256(readFileSync(file)));
    }
    expect(await verifyAudit(planted.project.context, { kept: head })).toMatchObject({ kind: 'whole' });
    if ('identifiers' in entry) expect(entry.identifiers).toBe('pseudonyms');
    expect(findPlanted(folder)).toEqual([]);
  });

  test(`of a project that is open for reading only is ${readOnly ? 'written without an entry' : 'refused'}`, async () => {
    const { context } = planted.project;
    const reading = openProject({ folder: context.store.folder }, { appVersion: '0.0.0-test' });
    const before = auditHead(context.store.db);
    const folder = newFolder(`${name}, read-only`);
    try {
      expect(reading.store.readOnly).toBe(true);
      const done = Promise.resolve().then(() => write(reading, folder));
      if (readOnly) await done;
      else await expect(done).rejects.toMatchObject({ code: 'project-read-only' });
    } finally {
      reading.store.close();
    }
    expect(written(folder)).toHaveLength(readOnly ? files.length : 0);
    expect(auditHead(context.store.db)).toEqual(before);
  });
});

test('the entry of heatmaps holds how many there are and the hash over all of theirs', async () => {
  const folder = path.join(planted.project.folder, 'exports', 'heatmaps');
  const hashes = written(folder).map((file) => `${sha256(readFileSync(file))}\n`);
  const [entry] = planted.project.entries('heatmaps-exported');
  expect(entry).toMatchObject({ heatmaps: 8, filesSha256: sha256(hashes.sort().join('')), method: 'grad-cam', reader });
});

test('heatmaps that were written before the work was given up are in the log', async () => {
  const { context } = planted.project;
  const before = auditHead(context.store.db);
  const pictures = createPictures({ context, compute: planted.compute, thumbnailFolder: null });
  const { model, rows } = predictions(context);
  const stop = new AbortController();
  const folder = newFolder('given up');
  const what = { folder, predictions: rows, model, method: 'grad-cam', identifiers: 'pseudonyms', reader } as const;
  const given = exportHeatmaps(context, pictures, what, { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(given).rejects.toThrow(/abort/i);
  const { entry } = entryAfter('heatmaps-exported', before);
  expect(entry).toMatchObject({ heatmaps: written(folder).length });
  expect(written(folder).length).toBeLessThan(8);
});

test('figures.csv and model-card.json hold the same figures', () => {
  const folder = path.join(planted.project.folder, 'exports', 'the model card');
  const card = jsonOf(path.join(folder, 'model-card.json')) as unknown as {
    measurements: { figures: { name: string; value: number | null; low: number | null; n: number | null }[] }[];
  };
  const rows = recordsOf(path.join(folder, 'figures.csv')).map(({ name, value, low, n }) => [name, value, low, n]);
  const figures = card.measurements.flatMap((measurement) => measurement.figures);
  const cell = (number: number | null): string => (number === null ? '' : JSON.stringify(number));
  expect(figures.length).toBeGreaterThan(10);
  expect(figures.some(({ value }) => value !== null)).toBe(true);
  for (const { name, value, low, n } of figures) expect(rows).toContainEqual([name, cell(value), cell(low), cell(n)]);
});

test('the manifest of a data set holds the hash of the table of labels, and of every picture', () => {
  const folder = path.join(planted.project.folder, 'exports', 'a data set', 'overread-dataset-v1');
  const manifest = jsonOf(path.join(folder, 'manifest.json')) as unknown as {
    labelsSha256: string;
    provenance: { file: string; fileSha256: string; exportedSha256?: string }[];
  };
  expect(manifest.labelsSha256).toBe(sha256(readFileSync(path.join(folder, 'labels.csv'))));
  expect(manifest.provenance).toHaveLength(8);
  for (const { file, fileSha256, exportedSha256 } of manifest.provenance) {
    expect(exportedSha256 ?? fileSha256).toBe(sha256(readFileSync(path.join(folder, file))));
  }
});

test('the manifest of a frozen version carries the head before its freezing', () => {
  const { project, slices, read } = planted;
  const before = auditHead(project.context.store.db);
  read(slices[1] ?? 0, 'unsure');
  const { id } = freezeDataset(project.context, { note: null, reader });
  const { head } = entryAfter('dataset-frozen', before);
  expect(findDatasetVersion(project.context.store.db, id)?.manifest.version[HEAD_COLUMN]).toBe(headText(head));
});

test('structured reports carry the head that their signature names, also where somebody reads meanwhile', async () => {
  const { project, compute, sourceId, slices, read } = planted;
  const folder = newFolder('meanwhile');
  const before = auditHead(project.context.store.db);
  const request = { sourceId, folder, reader, identifiers: 'pseudonyms' } as const;
  // The work is told of each report that is made: this one reads a slice in that moment.
  await exportReports(signed, compute, request, { onProgress: () => void read(slices[2] ?? 0, 'none') });
  expect(auditHead(project.context.store.db).entries).toBeGreaterThan(before.entries + 1);
  const [file = ''] = written(folder);
  expect(existsSync(file)).toBe(true);
  expect(HEADS.dicom(file)).toEqual([headText(before)]);
  const request2 = { file, signature: `${file}.sig`, key: keyFile };
  expect(verifySignature(request2)).toMatchObject({ kind: 'signed', auditHead: headText(before) });
});

test('every table that names a reader says whether the account vouched for the name, act by act, and a report whether it did for all', async () => {
  const { project, compute, sourceId, slices, read } = planted;
  const { context } = project;
  const ofEntry = (sequence: string | undefined): unknown =>
    (JSON.parse(auditEntries(context.store.db)[Number(sequence) - 1]?.entryJson ?? '{}') as { readerVouched?: string })
      .readerVouched;
  const written = async (name: string) => {
    const folder = newFolder(name);
    exportReaders(context, { folder, reads: 'first', reader });
    exportStudyCalls(context, { path: path.join(folder, 'studies.csv'), reader });
    const files = { csv: path.join(folder, 'marks.csv'), json: path.join(folder, 'marks.json') };
    exportMarks(context, { ...files, of: null, reader });
    await exportReports(context, compute, { sourceId, folder, reader, identifiers: 'pseudonyms' });
    const records = (file: string) =>
      recordsOf(path.join(folder, file)).map((record) => {
        expect(record.reader_vouched, file).toBe(ofEntry(record.audit_sequence));
        return record.reader_vouched;
      });
    const [mark] = (jsonOf(files.json).marks ?? []) as { readerVouched: string }[];
    const [report = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /dcm$/.test(file),
    );
    const [inReport] = /(?<=reader_vouched )\w+/.exec(readFileSync(path.join(folder, report), 'latin1')) ?? [];
    const tables = ['reads.csv', 'studies.csv', 'marks.csv'].map((file) => new Set(records(file)));
    return [...tables.map((values) => [...values].sort().join()), mark?.readerVouched, inReport];
  };
  const markId = Number(recordsOf(path.join(project.folder, 'exports', 'marks', 'marks.csv'))[0]?.mark);
  expect(await written('claimed')).toEqual(Array(5).fill('claimed'));
  signIn(context, reader, { bind: true });
  read(slices[0] ?? 0, 'none');
  expect(await written('one read vouched')).toEqual(['account,claimed', ...Array(4).fill('claimed')]);
  for (const sliceId of slices) read(sliceId, 'none');
  await markAndCall(markId);
  expect(await written('all vouched')).toEqual(['account,claimed', ...Array(4).fill('account')]);
});
