import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEntries, chainFacts, sha256OfText } from '../../../main/store/audit-log.ts';
import { listBackups } from '../../../main/store/backups.ts';
import { Connection } from '../../../main/store/connection.ts';
import { faultsOf } from '../../../main/store/database-checks.ts';
import { MIGRATIONS } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { type ChainedEntry, FIRST_PREVIOUS_HASH } from '../../../src/audit/hash-chain.ts';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { everyRow, lostRows, rowsOfFile, TABLES, tableRow } from '../../support/every-row.ts';
import { LAYOUT_ROWS } from '../../support/layout-rows.ts';

/** The audit log of three entries, as any version wrote it. */
function chain(): ChainedEntry[] {
  const stamp = {
    time: new Date(5),
    computer: 'reading-room',
    appVersion: '0.1.0',
    vouchedFor: () => 'claimed' as const,
  };
  const entries: ChainedEntry[] = [];
  for (let n = 0; n < 3; n += 1) {
    const head = { entries: n, headHash: entries.at(-1)?.hash ?? FIRST_PREVIOUS_HASH };
    entries.push(chainFacts(head, stamp, { event: 'source-moved', reader: null, sourcePseudonym: `source-${n}` }));
  }
  return entries;
}

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'overread-layouts-')), 'old.overread');
  mkdirSync(path.join(folder, 'models'), { recursive: true });
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

/** A project as the app left it after so many migrations, with rows in every table there was. */
function projectOfLayout(layout: number): void {
  const db = new Database(path.join(folder, 'project.db'));
  db.exec('PRAGMA journal_mode = WAL');
  for (const [index, sql] of MIGRATIONS.slice(0, layout).entries()) {
    db.exec(sql);
    db.exec(LAYOUT_ROWS[index + 1] ?? '');
  }
  const insert = db.prepare('INSERT INTO audit VALUES (:sequence, :entryJson, :previousHash, :hash)');
  for (const entry of chain()) insert.run({ ...entry });
  db.exec(`PRAGMA user_version = ${layout}`);
  db.close();
}

const layouts = MIGRATIONS.map((_, index) => index + 1).slice(0, -1);

describe.each(layouts)('a project after %i migrations', (layout) => {
  test('opens in the newest layout with every row and its log as they were, and a backup of what it was', () => {
    projectOfLayout(layout);
    const before = rowsOfFile(path.join(folder, 'project.db'));
    for (const [name, rows] of before) expect(rows.length, name).toBeGreaterThan(0);
    const store = openStore({ folder, mode: 'write' });
    try {
      const after = everyRow(store.db);
      for (const [name, rows] of before) expect(after.get(name), name).toMatchObject(rows);
      expect(lostRows(before, after)).toEqual([]);
      expect(verifyChain(auditEntries(store.db), sha256OfText)).toMatchObject({ ok: true, count: 3 });
      expect(faultsOf(store.db, 'integrity_check')).toEqual([]);
      expect(store.db.all(z.object({ table: z.string() }), 'PRAGMA foreign_key_check')).toEqual([]);
      const [backup] = listBackups(folder);
      expect(backup).toMatchObject({ reason: 'before-migration', facts: { layout } });
      expect(rowsOfFile(path.join(folder, 'backups', backup?.name ?? ''))).toEqual(before);
    } finally {
      store.close();
    }
  });
});

test('a project that cannot be backed up is not brought up to date either, and stays as it was', () => {
  projectOfLayout(2);
  const before = rowsOfFile(path.join(folder, 'project.db'));
  // A file where the folder of the backups should be.
  new Connection(path.join(folder, 'backups')).close();
  expect(existsSync(path.join(folder, 'backups'))).toBe(true);
  expect(() => openStore({ folder, mode: 'write' })).toThrow(/could not be made, so nothing was changed/);
  expect(rowsOfFile(path.join(folder, 'project.db'))).toEqual(before);
});

test('every table of a new project is STRICT', () => {
  rmSync(folder, { recursive: true });
  const store = openStore({ folder, mode: 'create' });
  const tables = store.db.all(tableRow, TABLES);
  store.close();
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
});
