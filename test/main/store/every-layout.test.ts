import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compareWithLog } from '../../../main/services/compare-with-log.ts';
import { auditEntries, sha256OfText } from '../../../main/store/audit-log.ts';
import { listBackups } from '../../../main/store/backups.ts';
import { Connection } from '../../../main/store/connection.ts';
import { faultsOf } from '../../../main/store/database-checks.ts';
import { MIGRATIONS } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { type ChainedEntry, chainEntry, FIRST_PREVIOUS_HASH } from '../../../src/audit/hash-chain.ts';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { everyRow, lostRows, rowsOfFile, TABLES, tableRow } from '../../support/every-row.ts';
import { LAYOUT_ENTRIES, LAYOUT_ROWS } from '../../support/layout-rows.ts';

/** The audit log that goes with the rows of a layout, with the keys that its versions wrote. */
function chain(layout: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let from = 1; from <= layout; from += 1) {
    for (const facts of LAYOUT_ENTRIES[from] ?? []) {
      const stamp = {
        format: 1,
        sequence: entries.length + 1,
        time: new Date(5).toISOString(),
        utcOffsetMinutes: 0,
      } as const;
      const entry = { ...facts, ...stamp, computer: 'reading-room', appVersion: '0.1.0' };
      entries.push(chainEntry(entry, entries.at(-1)?.hash ?? FIRST_PREVIOUS_HASH, sha256OfText));
    }
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
  for (const entry of chain(layout)) insert.run({ ...entry });
  db.exec(`PRAGMA user_version = ${layout}`);
  db.close();
}

/** Rows that are changed: what of them, and the entry that tells of it. */
const CHANGES: readonly (readonly [string, number, string, number])[] = [
  ['reads', 1, "reason = 'another'", 2],
  ['reads', 5, 'confidence = 1', 7],
  ['mark_acts', 3, "reader = 'Eve'", 10],
  ['study_calls', 2, "label = 'none'", 15],
];
/** Labels that nothing in the project accounts for. */
const LABEL_CHANGES: readonly (readonly [number, string])[] = [
  [1, "label = 'unsure'"],
  [2, "label = 'haemorrhage'"],
  [3, "label = 'haemorrhage'"],
  [3, 'read_id = 1'],
];

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
      expect(verifyChain(auditEntries(store.db), sha256OfText)).toMatchObject({
        ok: true,
        count: chain(layout).length,
      });
      expect(faultsOf(store.db, 'integrity_check')).toEqual([]);
      expect(store.db.all(z.object({ table: z.string() }), 'PRAGMA foreign_key_check')).toEqual([]);
      const [backup] = listBackups(folder);
      expect(backup).toMatchObject({ reason: 'before-migration', facts: { layout } });
      expect(rowsOfFile(path.join(folder, 'backups', backup?.name ?? ''))).toEqual(before);
    } finally {
      store.close();
    }
  });

  test('has rows that are what its log says, and one that was changed is named with its entry', () => {
    projectOfLayout(layout);
    const store = openStore({ folder, mode: 'write' });
    try {
      expect(compareWithLog(store.db)).toEqual([]);
      for (const [table, id, change, entry] of CHANGES) {
        if (entry > chain(layout).length) continue;
        store.db.exec(`DROP TRIGGER IF EXISTS ${table}_keep`);
        store.db.exec(`UPDATE ${table} SET ${change} WHERE id = ${id}`);
        const words = `row ${id} of ${table} is not what entry ${entry} says: ${change.split(' ')[0]}`;
        expect(compareWithLog(store.db)).toContainEqual({ sequence: entry, words });
      }
      const found = compareWithLog(store.db);
      for (const [sliceId, change] of LABEL_CHANGES) {
        store.db.exec('SAVEPOINT label');
        store.db.exec(`UPDATE current_labels SET ${change} WHERE slice_id = ${sliceId}`);
        expect(compareWithLog(store.db).length, change).toBe(found.length + 1);
        store.db.exec('ROLLBACK TO label');
        store.db.exec('RELEASE label');
      }
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
