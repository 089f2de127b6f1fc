import { z } from 'zod';
import type { Connection } from '../../main/store/connection.ts';
import { openForReading } from '../../main/store/database-checks.ts';

/** The rows of each table, by its name. */
export type EveryRow = Map<string, Record<string, unknown>[]>;

export const TABLES = `SELECT name, strict FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
export const tableRow = z.object({ name: z.string(), strict: z.number() });

/** Every row of every table, by the table's name. */
export function everyRow(db: Connection): EveryRow {
  const tables = db.all(tableRow, TABLES).map(({ name }) => name);
  return new Map(tables.map((name) => [name, db.all(z.record(z.string(), z.unknown()), `SELECT * FROM ${name}`)]));
}

/** The same of a database file, which is only read. */
export function rowsOfFile(file: string): EveryRow {
  const db = openForReading(file);
  try {
    return everyRow(db);
  } finally {
    db.close();
  }
}

/** What of an older layout is not there any more with every value that it had, in sentences; columns and rows may have come. */
export function lostRows(before: EveryRow, after: EveryRow): string[] {
  return [...before].flatMap(([table, rows]) => {
    const there = after.get(table);
    if (!there) return [`The table ${table} is gone.`];
    const columns = Object.keys(rows[0] ?? {});
    const textOf = (row: Record<string, unknown>): string =>
      JSON.stringify(columns.map((column) => row[column] ?? null));
    const known = new Set(there.map(textOf));
    const lost = rows.filter((row) => !known.has(textOf(row))).length;
    return lost === 0 ? [] : [`${lost} rows of ${table} are lost or changed.`];
  });
}
