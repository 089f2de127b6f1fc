import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Connection } from '../../../main/store/connection.ts';
import { json } from '../../../main/store/row-types.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'overread-connection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what comes after the close is refused in words; libsql itself would end the process', () => {
  const db = new Connection(path.join(folder, 'a.db'));
  db.exec('CREATE TABLE t (n INTEGER)');
  db.close();
  db.close();
  expect(db.inTransaction).toBe(false);
  for (const use of [
    () => db.exec('SELECT 1'),
    () => db.run('INSERT INTO t VALUES (1)'),
    () => db.get(z.object({ n: z.number() }), 'SELECT n FROM t'),
    () => db.all(z.object({ n: z.number() }), 'SELECT n FROM t'),
  ]) {
    expect(use).toThrow('The project was closed meanwhile');
  }
});

test('many rows at once come in the order of the query, parsed as one by one', () => {
  const db = new Connection(':memory:');
  db.exec(`CREATE TABLE t (n INTEGER, word TEXT, facts TEXT, share REAL);
    INSERT INTO t VALUES (3, 'a', '[1,2]', 0.1), (1, 'b', NULL, 1e-300), (2, 'a', '[1,2]', 0.1), (4, NULL, '[3]', 1)`);
  const row = z.object({
    n: z.number(),
    word: z.string().nullable(),
    facts: json(z.array(z.number())).nullable(),
    share: z.number(),
  });
  const sql = 'SELECT n, word, facts, share FROM t WHERE n <= :most ORDER BY n DESC';
  for (const most of [4, 2, 0]) expect(db.allAtOnce(row, sql, { most })).toEqual(db.all(row, sql, { most }));
  expect(db.allAtOnce(row, sql, { most: 4 }).map(({ n }) => n)).toEqual([4, 3, 2, 1]);
  db.exec('UPDATE t SET facts = \'["one"]\' WHERE n = 2');
  expect(() => db.allAtOnce(row, sql, { most: 4 })).toThrow(z.ZodError);
  db.close();
});
