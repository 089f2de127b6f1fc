import { z } from 'zod';
import { READING_BEFORE_MODES, type ReadingSetting, readingSettingSchema } from '../../src/review/reading-mode.ts';
import type { Connection } from './connection.ts';

/** How the project is read now. */
export function readingSetting(db: Connection): ReadingSetting {
  const newest = db.get(readingSettingSchema, 'SELECT mode, seed FROM reading_modes ORDER BY id DESC LIMIT 1');
  return newest ?? READING_BEFORE_MODES;
}

/** From now on the project is read so. */
export function insertReadingMode(db: Connection, setting: ReadingSetting & { readonly setMs: number }): void {
  db.run('INSERT INTO reading_modes (mode, seed, set_ms) VALUES (:mode, :seed, :setMs)', { ...setting });
}

/** Reads under each mode, taken back ones too: what was read was read. Those without one (from before, or from a table) count as `off`. */
export function readsByMode(db: Connection): { off: number; on: number; half: number } {
  return db.one(
    z.object({ off: z.number().int(), on: z.number().int(), half: z.number().int() }),
    `SELECT count(*) FILTER (WHERE coalesce(reading_mode, 'off') = 'off') AS "off",
       count(*) FILTER (WHERE reading_mode = 'on') AS "on", count(*) FILTER (WHERE reading_mode = 'half') AS half
     FROM reads LEFT JOIN presentations ON presentations.id = reads.presentation_id WHERE reads.kind = 'read'`,
  );
}
