import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { compareWithLog, faultWords } from '../../../main/services/compare-with-log.ts';
import { examineProject } from '../../../main/services/examine-project.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listStudies } from '../../../main/services/list-studies.ts';
import { measuredPicture } from '../../../main/services/measured-picture.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { purgeStudy } from '../../../main/services/purge-study.ts';
import { saveMark } from '../../../main/services/record-mark.ts';
import { recordUnshownRead, redoRead, undoRead } from '../../../main/services/record-read.ts';
import { recordStudyCall } from '../../../main/services/record-study-call.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { Connection } from '../../../main/store/connection.ts';
import { slicesOfSources } from '../../../main/store/source-slices.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type PlantedProject, plantedProject } from '../../support/planted-project.ts';
import { temporaryProject } from '../../support/temporary-project.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let planted: PlantedProject;
let copy: Connection;

beforeAll(async () => {
  planted = await plantedProject('compare-with-log');
  const { project, compute, sourceId, slices, read } = planted;
  const { context } = project;
  const [first = 0, second = 0] = slices;
  read(first, 'unsure');
  undoRead(context, { reader: 'Ada' });
  redoRead(context, { reader: 'Ada' });
  read(second, 'haemorrhage');
  undoRead(context, { reader: 'Ada' });
  const picture = measuredPicture(await createPictures({ context, compute, thumbnailFolder: null }).pixels(first));
  const shape = shapeOf('length', [
    { x: 10, y: 10 },
    { x: 30, y: 20 },
  ]);
  if (!shape) throw new Error('Two points are a length');
  saveMark(context, { sliceId: first, markId: null, shape, reader: 'Ada' }, picture);
  undoRead(context, { reader: 'Ada' });
  const { study = '' } = listStudies(context, { sourceId, reader: 'Ada' }).studies[0] ?? {};
  const call = { label: 'haemorrhage', confidence: 4, note: 'small', predictionVisible: false } as const;
  recordStudyCall(context, { study, reader: 'Ada', ...call, bleeds: [{ type: 'subdural', side: 'left' }] });
  const file = path.join(project.folder, 'copy.db');
  context.store.db.exec(`VACUUM INTO '${file}'`);
  copy = new Connection(file);
  const triggers = [
    'reads_keep',
    'reads_stay',
    'study_calls_keep',
    'study_calls_stay',
    'mark_acts_keep',
    'mark_acts_stay',
  ];
  // Whoever tampers keeps to no rule of the tables.
  copy.exec(`${triggers.map((name) => `DROP TRIGGER IF EXISTS ${name};`).join('')} PRAGMA foreign_keys = OFF;`);
  copy.exec('PRAGMA ignore_check_constraints = ON');
});
afterAll(() => {
  copy.close();
  planted.remove();
});

/** What is found after some statements, which are taken back again. */
function foundAfter(...sql: readonly string[]): string[] {
  copy.exec('BEGIN');
  try {
    for (const statement of sql) copy.exec(statement);
    return compareWithLog(copy).map(({ sequence, words }) => `${sequence}: ${words}`);
  } finally {
    copy.exec('ROLLBACK');
  }
}
const entryOf = (table: string, id: number): number =>
  copy.one(z.object({ n: z.number() }), `SELECT audit_sequence AS n FROM ${table} WHERE id = ${id}`).n;

test('nothing is found in a project that only the app wrote', async () => {
  expect(compareWithLog(copy)).toEqual([]);
  const checks = await examineProject(planted.project.context.store.folder);
  expect(checks.find(({ name }) => name === 'Rows and log')).toMatchObject({ ok: true });
});

const READ_CHANGES: Readonly<Record<string, string>> = {
  slice_id: '2',
  reader: "'Eve'",
  label_before: "'excluded'",
  label_after: "'excluded'",
  reason: "'because'",
  confidence: '5',
  agrees_with_model: 'NOT coalesce(agrees_with_model, 0)',
  prediction_seen: 'NOT prediction_seen',
  decided_after_ms: '123456',
  presentation_id: '1000',
  batch_id: '1',
  audit_sequence: '1',
};

describe('a read', () => {
  test.each(Object.entries(READ_CHANGES))('whose %s was changed is named with its entry', (column, value) => {
    const sequence = entryOf('reads', 1);
    const found = foundAfter(`UPDATE reads SET ${column} = ${value} WHERE id = 1`);
    expect(found.join('\n')).toContain(`${sequence}: row 1 of reads is not what entry ${sequence} says: `);
  });

  test('that is gone is named with its entry, and one that was put in by its number', () => {
    const sequence = entryOf('reads', 3);
    expect(foundAfter('DELETE FROM reads WHERE id = 3').join('\n')).toContain(
      `${sequence}: entry ${sequence} tells of row 3 of reads, which is not there`,
    );
    const put = `INSERT INTO reads SELECT 999, NULL, slice_id, reader, kind, target_read_id, label_before, label_after, reason, confidence,
      agrees_with_model, prediction_seen, decided_after_ms, recorded_ms, audit_sequence, batch_id FROM reads WHERE id = 3`;
    expect(foundAfter(put).join('\n')).toContain('null: no entry tells of row 999 of reads');
  });

  test('that was turned into an undo, or an undo that names another read, is found', () => {
    expect(foundAfter("UPDATE reads SET kind = 'undo', target_read_id = 2 WHERE id = 1").join()).toContain(
      'kind, target',
    );
    expect(foundAfter("UPDATE reads SET target_read_id = 1 WHERE kind = 'undo'").join()).toMatch(/says: target/);
  });
});

describe('the label of a slice', () => {
  test('that was changed, dropped or put in is named with the last entry about the slice', () => {
    const [sliceId = 0] = planted.slices.slice(2);
    const expected = /^\d+: slice [0-9a-f]{8}\/0 is labelled .*: its last act is entry \d+$/;
    for (const sql of [
      `UPDATE current_labels SET label = 'excluded' WHERE slice_id = ${sliceId}`,
      `UPDATE current_labels SET read_id = 1 WHERE slice_id = ${sliceId}`,
      `UPDATE current_labels SET origin = 'source' WHERE slice_id = ${sliceId}`,
      `DELETE FROM current_labels WHERE slice_id = ${sliceId}`,
    ]) {
      const found = foundAfter(sql);
      expect(found, sql).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
});

test('a changed, dropped or added study call or mark is found', () => {
  const call = entryOf('study_calls', 1);
  for (const change of [
    ...["label = 'none'", `bleeds_json = '[]'`, 'confidence = 1', "note = 'large'", "reader = 'Eve'"],
    'prediction_seen = NOT prediction_seen',
  ]) {
    const found = foundAfter(`UPDATE study_calls SET ${change}`).join();
    expect(found, change).toContain(`${call}: row 1 of study_calls is not what entry ${call} says`);
  }
  expect(foundAfter('DELETE FROM study_calls').join()).toContain(`entry ${call} tells of row 1 of study_calls`);
  const mark = entryOf('mark_acts', 1);
  for (const change of [
    ...["reader = 'Eve'", "shape_json = replace(shape_json, '30', '31')", "figures_json = '{}'", 'slice_id = 2'],
    "kind = 'removed'",
  ]) {
    const found = foundAfter(`UPDATE mark_acts SET ${change} WHERE id = 1`).join();
    expect(found, change).toContain(`${mark}: row 1 of mark_acts is not what entry ${mark} says`);
  }
  expect(foundAfter('DELETE FROM mark_acts WHERE id = 1').join()).toContain('row 1 of mark_acts, which is not there');
});

test('an entry of a kind that this version does not know is named, and the others are compared all the same', () => {
  const { sequence, entry } = copy.get(
    z.object({ sequence: z.number(), entry: z.string() }),
    "SELECT sequence, entry_json AS entry FROM audit WHERE entry_json LIKE '%study-called%' LIMIT 1",
  ) ?? { sequence: 0, entry: '' };
  const write = (json: string) =>
    copy.run('UPDATE audit SET entry_json = :json WHERE sequence = :sequence', { json, sequence });
  copy.exec('DROP TRIGGER IF EXISTS audit_keep');
  write(entry.replace('study-called', 'study-sung'));
  const words = compareWithLog(copy).map((fault) => fault.words);
  write(entry);
  expect(words).toEqual([
    `entry ${sequence} is of a kind that this version does not know`,
    expect.stringMatching(/^no entry tells of row \d+ of study_calls$/),
  ]);
});

test('many faults are told in few words', () => {
  const faults = Array.from({ length: 7 }, (_, index) => ({ sequence: index, words: `fault ${index}` }));
  expect(faultWords(faults)).toBe('fault 0; fault 1; fault 2; fault 3; fault 4; and 2 more');
});

test('the labels of a purged study are not asked for, and doctor names what another program changed', async () => {
  const { context } = planted.project;
  const { db } = context.store;
  db.exec('DROP TRIGGER reads_keep');
  db.run("UPDATE reads SET reason = 'never said' WHERE id = 2");
  const checks = await examineProject(context.store.folder);
  const found = checks.find(({ name }) => name === 'Rows and log');
  expect(found).toMatchObject({ ok: false, needed: true });
  expect(found?.found).toMatch(/^row 2 of reads is not what entry \d+ says: reason$/);
  db.run('UPDATE reads SET reason = NULL WHERE id = 2');
  const { study = '' } = listStudies(context, { sourceId: planted.sourceId, reader: 'Ada' }).studies[0] ?? {};
  await purgeStudy(context, { study, reader: 'Ada', thumbnailFolder: null });
  expect(compareWithLog(db)).toEqual([]);
});

test('a label that came with the data after a read, and what a manifest sets aside, are as they should be', async () => {
  const own = temporaryProject();
  const { context } = own;
  const folder = path.join(own.folder, 'set');
  mkdirSync(folder);
  for (const name of ['0.png', '1.png'])
    writeFileSync(path.join(folder, name), smallPhantomPng(Number.parseInt(name, 10) + 1));
  const { sourceId } = await openStudy(context, planted.compute, { folder, reader: 'Ada' });
  const [first = 0, second = 0] = slicesOfSources(context.store.db, [sourceId]);
  const read = { modelId: null, reason: null, reader: 'Ada' };
  recordUnshownRead(context, { ...read, sliceId: first, label: 'none' });
  writeFileSync(path.join(folder, 'labels.csv'), 'file,label\n0.png,0\n1.png,0\n');
  const { token } = await checkImport(context, planted.compute, { folder });
  commitImport(context, { token });
  expect(compareWithLog(context.store.db)).toEqual([]);
  recordUnshownRead(context, { ...read, sliceId: second, label: 'excluded' });
  const { id: datasetId } = freezeDataset(context, { note: null });
  const request = { datasetId, folder: own.folder, images: 'copy' } as const;
  const exported = await exportDataset(context, planted.compute, request);
  const fresh = temporaryProject();
  const again = await checkImport(fresh.context, planted.compute, { folder: exported.folder });
  commitImport(fresh.context, { token: again.token });
  const { n: excluded } = fresh.context.store.db.one(
    z.object({ n: z.number() }),
    "SELECT count(*) AS n FROM current_labels WHERE label = 'excluded' AND origin = 'source'",
  );
  expect(excluded).toBe(1);
  expect(compareWithLog(fresh.context.store.db)).toEqual([]);
  // Set aside by the manifest; then the folder itself, or another with the same picture, says what it is.
  const later = temporaryProject();
  await importOf(later.context, exported.folder);
  const another = path.join(own.folder, 'another');
  cpSync(exported.folder, another, { recursive: true });
  sayAllNone(another);
  await importOf(later.context, another);
  sayAllNone(exported.folder);
  await importOf(fresh.context, exported.folder);
  for (const { db } of [later.context.store, fresh.context.store]) {
    const both = `SELECT count(*) AS n FROM current_labels JOIN source_labels USING (slice_id)
      WHERE current_labels.label = 'excluded' AND source_labels.label = 'none'`;
    expect(db.one(z.object({ n: z.number() }), both).n).toBe(1);
    expect(compareWithLog(db)).toEqual([]);
  }
  own.remove();
  later.remove();
  fresh.remove();
});

async function importOf(context: ServiceContext, folder: string): Promise<void> {
  const { token } = await checkImport(context, planted.compute, { folder });
  commitImport(context, { token });
}

/** Turns an exported set into one with a table alone, by which no picture bleeds. */
function sayAllNone(folder: string): void {
  rmSync(path.join(folder, 'manifest.json'));
  const files = readdirSync(path.join(folder, 'images')).map((name) => `images/${name},0`);
  writeFileSync(path.join(folder, 'labels.csv'), ['file,label', ...files, ''].join('\n'));
}

test('the label of a slice that came with one and that nobody read is named where it was set aside', async () => {
  const own = temporaryProject();
  const { context } = own;
  const { db } = context.store;
  for (const name of ['one', 'two']) {
    const folder = path.join(own.folder, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, '0.png'), smallPhantomPng(1));
    writeFileSync(path.join(folder, '1.png'), smallPhantomPng(2));
    writeFileSync(path.join(folder, 'labels.csv'), 'file,label\n0.png,0\n1.png,1\n');
    // The second set says again what the first one said.
    await importOf(context, folder);
    for (const label of ['excluded', 'unsure']) {
      db.exec('SAVEPOINT label');
      db.run('UPDATE current_labels SET label = :label WHERE slice_id = 1', { label });
      const words = new RegExp(`is labelled ${label} .* where it should be (none|haemorrhage) .*: nobody read it$`);
      expect(compareWithLog(db), `${name} ${label}`).toEqual([
        { sequence: null, words: expect.stringMatching(words) as unknown },
      ]);
      db.exec('ROLLBACK TO label');
      db.exec('RELEASE label');
    }
  }
  own.remove();
});
