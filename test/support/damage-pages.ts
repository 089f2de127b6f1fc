import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';

/** Overwrites the first page of a table in a closed project's database, as a failing disk would. */
export function damagePages(folder: string, table: string): void {
  const file = path.join(folder, 'project.db');
  const db = new Database(file);
  const sql = 'SELECT rootpage AS page, page_size AS size FROM sqlite_schema, pragma_page_size WHERE name = :table';
  const { page, size } = db.prepare(sql).get({ table }) as { page: number; size: number };
  db.close();
  const bytes = readFileSync(file);
  bytes.fill(0xab, (page - 1) * size, page * size);
  writeFileSync(file, bytes);
}
