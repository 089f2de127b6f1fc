import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Connection } from '../../../main/store/connection.ts';

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
