import { z } from 'zod';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { Connection } from './connection.ts';

/** A setting of the project, parsed and checked; null where it was never set. */
export function findSetting<T extends z.ZodType>(db: Connection, key: string, schema: T): z.output<T> | null {
  const row = db.get(z.object({ value: z.string() }), 'SELECT value_json AS value FROM settings WHERE key = :key', {
    key,
  });
  return row === null ? null : schema.parse(JSON.parse(row.value));
}

/** Sets a setting of the project in place of what it was. */
export function saveSetting(db: Connection, key: string, value: object): void {
  db.run(
    `INSERT INTO settings VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json`,
    { key, value: canonicalJson(value) },
  );
}
