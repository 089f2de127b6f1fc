import { z } from 'zod';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { Connection } from './connection.ts';

/** A setting of the project; null where there is none, or one that this version does not understand. */
export function findSetting<T extends z.ZodType>(db: Connection, key: string, schema: T): z.output<T> | null {
  const row = db.get(z.object({ value: z.string() }), 'SELECT value_json AS value FROM settings WHERE key = :key', {
    key,
  });
  if (!row) return null;
  const parsed = schema.safeParse(JSON.parse(row.value));
  return parsed.success ? parsed.data : null;
}

/** Keeps a setting in place of what it was. It is in no log by itself. */
export function saveSetting(db: Connection, key: string, value: object): void {
  db.run(
    `INSERT INTO settings (key, value_json) VALUES (:key, :value)
     ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json`,
    { key, value: canonicalJson(value) },
  );
}
