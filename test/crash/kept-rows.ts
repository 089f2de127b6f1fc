import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Connection } from '../../main/store/connection.ts';
import type { KeptRow } from './trial-lines.ts';

/** Lower-case hex SHA-256 of a file. */
export const sha256OfFile = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const anyRow = z.record(z.string(), z.unknown());

/** The row as it stands; null where there is none. */
export function keptRow(db: Connection, table: string, id: number): KeptRow | null {
  const row = db.get(anyRow, `SELECT * FROM ${table} WHERE id = :id`, { id });
  if (row === null) return null;
  return { table, id, sha256: createHash('sha256').update(JSON.stringify(row)).digest('hex') };
}
