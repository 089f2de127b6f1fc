import { z } from 'zod';
import type { Connection } from './connection.ts';
import { openForReading } from './database-checks.ts';

/** What a person needs to know of a state of a project to choose it. */
export interface DatabaseFacts {
  readonly projectUuid: string;
  /** How many migrations it has had. */
  readonly layout: number;
  /** Hashes of the audit log, in order: two states share what they share of these. */
  readonly hashes: readonly string[];
  /** Numbers of the log's entries that tell of a read, a mark or a call of a study. */
  readonly acts: readonly number[];
  /** Time of the last entry, UTC, ISO 8601; null for an empty log. */
  readonly lastEntryTime: string | null;
}

const entryRow = z.object({ hash: z.string(), event: z.string().nullable(), time: z.string().nullable() });
const ACT = /^(read|repeat-read|adjudication|read-undone|read-redone|mark-|study-call)/;
const NOT_AN_ACT = /-exported$/;

/** The facts of a database file; null where it cannot be read. */
export function databaseFacts(file: string): DatabaseFacts | null {
  let db: Connection;
  try {
    db = openForReading(file);
  } catch {
    return null;
  }
  try {
    return connectionFacts(db);
  } catch {
    return null;
  } finally {
    db.close();
  }
}

function connectionFacts(db: Connection): DatabaseFacts {
  const { uuid } = db.one(z.object({ uuid: z.string() }), 'SELECT uuid FROM project');
  const { layout } = db.one(z.object({ layout: z.number() }), 'SELECT user_version AS layout FROM pragma_user_version');
  const entries = db.allAtOnce(
    entryRow,
    `SELECT hash, json_extract(entry_json, '$.event') AS event, json_extract(entry_json, '$.time') AS time
     FROM audit ORDER BY sequence`,
  );
  return {
    projectUuid: uuid,
    layout,
    hashes: entries.map(({ hash }) => hash),
    acts: entries.flatMap(({ event }, index) =>
      event && ACT.test(event) && !NOT_AN_ACT.test(event) ? [index + 1] : [],
    ),
    lastEntryTime: entries.at(-1)?.time ?? null,
  };
}
