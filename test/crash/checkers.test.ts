import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { exportDataset } from '../../main/services/export-dataset.ts';
import { exportModelCard } from '../../main/services/export-model-card.ts';
import { exportReaders } from '../../main/services/export-readers.ts';
import { closeProject } from '../../main/services/open-project.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { auditHead } from '../../main/store/audit-log.ts';
import { backupsFolder } from '../../main/store/backups.ts';
import { Connection } from '../../main/store/connection.ts';
import { listModelRows } from '../../main/store/models.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../support/compute-hosts.ts';
import { everyRow, lostRows } from '../support/every-row.ts';
import { type BaseProject, makeBaseProject } from './base-project.ts';
import { checkExports } from './check-exports.ts';
import { checkProject } from './check-project.ts';
import { filesBelow } from './files-below.ts';
import { keptRow } from './kept-rows.ts';
import { checkBackup } from './look-at-victim.ts';
import { bringTo, OLD_VERSION } from './old-project.ts';
import { openAsApp } from './open-as-app.ts';

// The trials say that nothing was lost. These say that they would have seen it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let base: BaseProject;
let compute: ComputeClient;
let hostsFolder: string;
let context: ServiceContext;
let folder: string;

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('checkers', REAL_HOSTS);
  base = await makeBaseProject(hostsFolder);
  compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
});
afterAll(() => {
  compute.close();
  for (const each of [base.root, hostsFolder]) rmSync(each, { recursive: true, force: true });
});

beforeEach(() => {
  folder = path.join(base.root, 'controls', 'heads.overread');
  cpSync(base.project, folder, { recursive: true });
  context = openAsApp(folder);
});
afterEach(() => {
  closeProject(context);
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

const nameRow = z.object({ name: z.string() });

/** Takes rows away as no statement of the app could. */
function lose(db: Connection, sql: string): void {
  db.exec('PRAGMA foreign_keys = OFF');
  for (const { name } of db.all(nameRow, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")) {
    db.exec(`DROP TRIGGER "${name}"`);
  }
  db.exec(sql);
}

describe('a project after a kill', () => {
  it('is whole as it was made', async () => {
    expect(await checkProject(context, [])).toEqual([]);
  });

  it('is not where a row that was acknowledged is gone, or another', async () => {
    const { db } = context.store;
    const row = keptRow(db, 'reads', 1);
    const kept = { head: auditHead(db), rows: row ? [row] : [], files: [] };
    expect(await checkProject(context, [kept])).toEqual([]);
    lose(db, 'DELETE FROM reads WHERE id = 1');
    const wrong = await checkProject(context, [kept]);
    expect(wrong).toContain('reads 1 was acknowledged and is lost.');
    expect(wrong.some((sentence) => /^\d+ reads, and \d+ entries of them\.$/.test(sentence))).toBe(true);
  });

  it('is not where an acknowledged entry of the log is gone', async () => {
    const { db } = context.store;
    const head = auditHead(db);
    lose(db, `DELETE FROM audit WHERE sequence = ${head.entries}`);
    const wrong = await checkProject(context, [{ head, rows: [], files: [] }]);
    expect(wrong).toContain(`Audit entry ${head.entries} was acknowledged and is lost.`);
  });

  it('is not where the file of a model is cut, or one lies there of no model', async () => {
    const [model] = listModelRows(context.store.db);
    const file = path.join(folder, model?.weightsFile ?? '');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    writeFileSync(path.join(path.dirname(file), 'stray.safetensors'), 'x');
    const wrong = await checkProject(context, []);
    expect(wrong).toEqual([
      expect.stringMatching(new RegExp(`^Model ${model?.name}: .*not those that were trained`)),
      'models/stray.safetensors is of no model.',
    ]);
  });
});

describe('exports after a kill', () => {
  /** Each folder of an export, and a file that is taken out of it. */
  const FOLDERS: readonly [string, string, (out: string) => unknown][] = [
    ['1-1-readers', 'reads.csv', (out) => exportReaders(context, { folder: out, reads: 'last', reader: 'Ada' })],
    ['1-1-readers', 'readers.json', (out) => exportReaders(context, { folder: out, reads: 'last', reader: 'Ada' })],
    ...['model-card.json', 'figures.csv', 'model-card.html'].map((file): [string, string, (out: string) => unknown] => [
      '1-2-card',
      file,
      (out) => exportModelCard(context, compute, { modelId: 1, folder: out, prevalence: 0.1, reader: 'Ada' }),
    ]),
    ...['labels.csv', 'manifest.json', 'images'].map((file): [string, string, (out: string) => unknown] => [
      'overread-dataset-v1',
      file,
      (out) =>
        exportDataset(context, compute, { datasetId: 1, folder: path.dirname(out), images: 'copy', reader: 'Ada' }),
    ]),
  ];

  it.each(FOLDERS)('are not whole: %s without %s', async (name, file, write) => {
    const out = path.join(path.dirname(folder), 'out');
    mkdirSync(out);
    await write(path.join(out, name));
    expect((await checkExports(context, out)).wrong).toEqual([]);
    expect(readdirSync(out)).toEqual([name]);
    const place = path.join(out, name, file);
    // Of the pictures one.
    const [picture] = file === 'images' ? filesBelow(place) : [place];
    rmSync(picture ?? '');
    expect((await checkExports(context, out)).wrong).toEqual([`The export ${name} is not whole.`]);
  });
});

describe('a project that was brought up to date', () => {
  it('is not whole where a row of any table is lost or changed, or the backup from before is gone', () => {
    const old = path.join(path.dirname(folder), 'old.overread');
    cpSync(base.old, old, { recursive: true });
    const db = new Connection(path.join(old, 'project.db'));
    const version = OLD_VERSION + 8;
    bringTo(db, OLD_VERSION, version);
    const before = everyRow(db);
    db.close();
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([]);
    const migrated = openAsApp(old);
    try {
      expect(lostRows(before, everyRow(migrated.store.db))).toEqual([]);
      expect(checkBackup({ project: old, version }, before)).toEqual([]);
      lose(migrated.store.db, 'DELETE FROM mark_acts; UPDATE slice_statistics SET statistics_json = \'{"a":1}\'');
      expect(lostRows(before, everyRow(migrated.store.db))).toEqual([
        '3 rows of mark_acts are lost or changed.',
        '1 rows of slice_statistics are lost or changed.',
      ]);
      rmSync(backupsFolder(old), { recursive: true });
      expect(checkBackup({ project: old, version }, before)).toEqual([
        `No readable backup tells of layout ${version}, from before the migration.`,
      ]);
    } finally {
      closeProject(migrated);
    }
  });
});
