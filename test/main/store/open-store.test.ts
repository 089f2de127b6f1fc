import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openStore, type Store } from '../../../main/store/open-store.ts';
import { countRow } from '../../../main/store/row-types.ts';

let folder: string;
const opened: Store[] = [];
const open = (mode: 'create' | 'write' | 'read-only'): Store => {
  const store = openStore({ folder, mode });
  opened.push(store);
  return store;
};
const insertSetting = (store: Store, key: string): void => {
  store.db.run('INSERT INTO settings VALUES (:key, :json)', { key, json: '1' });
};
const settings = (store: Store): number => store.db.one(countRow, 'SELECT count(*) AS n FROM settings').n;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'overread store #?%-')), 'heads.overread');
});
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

describe('a project database', () => {
  test('is made with its folder and keeps what a transaction wrote', () => {
    const store = open('create');
    store.transaction(() => insertSetting(store, 'kept'));
    store.close();
    expect(settings(open('write'))).toBe(1);
    expect(existsSync(path.join(folder, 'models'))).toBe(true);
  });

  test('runs in WAL with synchronous FULL and foreign keys on every open', () => {
    open('create').close();
    const { db } = open('write');
    expect(db.one(z.object({ journal_mode: z.string() }), 'PRAGMA journal_mode').journal_mode).toBe('wal');
    expect(db.one(z.object({ synchronous: z.number() }), 'PRAGMA synchronous').synchronous).toBe(2);
    expect(() => db.run('INSERT INTO source_labels VALUES (7, 7, :label)', { label: 'none' })).toThrow(/FOREIGN KEY/);
  });

  test('takes back the whole transaction when its work throws, and can go on', () => {
    const store = open('create');
    expect(() =>
      store.transaction(() => {
        insertSetting(store, 'a');
        insertSetting(store, 'a');
      }),
    ).toThrow(/UNIQUE/);
    expect(settings(store)).toBe(0);
    store.transaction(() => insertSetting(store, 'a'));
    expect(settings(store)).toBe(1);
  });

  test('refuses nested and waiting transactions', () => {
    const store = open('create');
    expect(() => store.transaction(() => store.transaction(() => 1))).toThrow('do not nest');
    expect(() => store.transaction(async () => insertSetting(store, 'late'))).toThrow('may not wait');
    expect(settings(store)).toBe(0);
  });

  test('opens for reading only while somebody else writes, and says so', () => {
    const first = open('create');
    const second = open('write');
    expect(second.readOnly).toBe(true);
    expect(second.readOnlyReason).toContain('Close the other one');
    expect(() => second.transaction(() => 1)).toThrow('Close the other one');
    expect(() => insertSetting(second, 'x')).toThrow(/readonly/);
    first.transaction(() => insertSetting(first, 'seen'));
    expect(settings(second)).toBe(1);
    first.close();
    expect(open('write').readOnly).toBe(false);
  });

  test('opens for reading only when asked, without taking the right to write', () => {
    open('create').close();
    expect(open('read-only').readOnly).toBe(true);
    expect(open('write').readOnly).toBe(false);
  });

  test('is not called damaged while another program holds it', () => {
    mkdirSync(folder);
    const other = new Database(path.join(folder, 'project.db'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE held (a)');
    expect(() => open('write')).toThrow(expect.objectContaining({ code: 'project-busy' }));
    other.close();
  });

  test('is refused with a reason when it is missing, there already, newer or damaged', () => {
    expect(() => open('write')).toThrow('There is no Overread project');
    expect(existsSync(folder)).toBe(false);
    open('create').close();
    expect(() => open('create')).toThrow('already');
    const raw = new Database(path.join(folder, 'project.db'));
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => open('write')).toThrow('newer Overread');
    for (const name of ['project.db-wal', 'project.db-shm']) rmSync(path.join(folder, name), { force: true });
    writeFileSync(
      path.join(folder, 'project.db'),
      'This is not a database, though it is long enough to be read as one. '.repeat(99),
    );
    expect(() => open('write')).toThrow('damaged');
  });
});

describe('rows', () => {
  test('come back as they were bound: numbers, text, blobs, flags, null', () => {
    const { db } = open('create');
    const row = z.object({ a: z.number(), b: z.string(), c: z.instanceof(Uint8Array), d: z.literal(1), e: z.null() });
    const bound = { a: 0.1, b: 'Ünïcode 𝛼', c: Uint8Array.of(0, 255), d: true, e: null };
    const sql = 'SELECT :a AS a, :b AS b, :c AS c, :d AS d, :e AS e';
    const expected = { ...bound, d: 1 };
    expect(db.get(row, sql, bound)).toEqual(expected);
    expect(db.all(row, sql, bound)).toEqual([expected]);
    expect(db.get(row, 'SELECT 1 WHERE 0')).toBeNull();
  });

  test('that do not fit their schema are refused, and so is text with a NUL', () => {
    const { db } = open('create');
    expect(() => db.get(z.object({ a: z.number() }), "SELECT 'x' AS a")).toThrow();
    expect(() => db.get(z.object({ a: z.string() }), 'SELECT :a AS a', { a: 'a\0b' })).toThrow('NUL');
  });
});
