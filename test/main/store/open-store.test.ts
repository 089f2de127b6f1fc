import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Connection } from '../../../main/store/connection.ts';
import { requireSafeSettings } from '../../../main/store/database-checks.ts';
import { openStore, type Store } from '../../../main/store/open-store.ts';
import { countRow } from '../../../main/store/row-types.ts';
import { asSomebody, somebody } from '../../support/as-somebody.ts';
import { bundleChildScript } from '../../support/child-script.ts';

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
    expect(second.readOnlyReason).toMatch(
      new RegExp(
        `^A command of Overread \\(process ${process.pid} on .+, since \\d{4}-.+\\) is working on this project`,
      ),
    );
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

describe('a project that this account may not write', () => {
  // As root permissions mean nothing, so that the tests go on as nobody for a moment.
  let script: string;
  beforeAll(async () => {
    script = await bundleChildScript('test/support/opening-process.ts');
  });
  const openAsSomebody = () => {
    const { stdout, stderr } = spawnSync(process.execPath, [script, folder], { ...somebody(), encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const made = (): void => {
    const store = open('create');
    store.transaction(() => insertSetting(store, 'kept'));
    store.close();
    chmodSync(path.dirname(folder), 0o755);
  };

  test('because of its folder opens for reading only, says why and what to do, and nothing is made in it', () => {
    made();
    // As on a copy that was made while nobody had it: nothing of SQLite lies beside it.
    for (const name of ['project.db-wal', 'project.db-shm']) rmSync(path.join(folder, name), { force: true });
    chmodSync(folder, 0o555);
    const names = readdirSync(folder);
    const opened = openAsSomebody();
    expect(opened).toMatchObject({ readOnly: true, settings: 1 });
    expect(opened.readOnlyReason).toContain(`may not write ${folder}`);
    expect(opened.readOnlyReason).toContain('Change the permissions, or copy the whole project folder');
    expect(readdirSync(folder)).toEqual(names);
    chmodSync(folder, 0o755);
    expect(open('write').readOnly).toBe(false);
  });

  test('because of its lock file is not taken for writing: a lock that may only be read keeps nobody out', () => {
    made();
    chmodSync(folder, 0o777);
    for (const name of readdirSync(folder)) chmodSync(path.join(folder, name), 0o666);
    chmodSync(path.join(folder, 'writer.lock'), 0o444);
    expect(openAsSomebody().readOnlyReason).toContain('writer.lock');
  });

  test('nor read, is refused by name with what to look at', () => {
    made();
    chmodSync(path.join(folder, 'project.db'), 0);
    asSomebody(() =>
      expect(() => open('write')).toThrow(/project\.db cannot be opened\. Look whether .* this account may read/),
    );
    chmodSync(path.join(folder, 'project.db'), 0o644);
    expect(settings(open('write'))).toBe(1);
  });

  test('any more, keeps what was acknowledged before and after its permission was lost', () => {
    const store = open('create');
    store.transaction(() => insertSetting(store, 'before'));
    chmodSync(folder, 0);
    chmodSync(path.dirname(folder), 0o755);
    asSomebody(() => {
      // The files are open already: the system asks for permission when they are opened.
      store.transaction(() => insertSetting(store, 'after'));
      expect(() => open('write')).toThrow(/no Overread project|cannot be opened/);
    });
    chmodSync(folder, 0o755);
    store.close();
    expect(settings(open('write'))).toBe(2);
  });
});

describe('the settings of a database', () => {
  test('that do not keep what is acknowledged are refused, in words', () => {
    const inMemory = new Connection(':memory:');
    expect(() => requireSafeSettings(inMemory)).toThrow(/cannot be written safely here \(journal memory, .*local disk/);
    inMemory.close();
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
