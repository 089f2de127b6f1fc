import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type AuditEntry, type AuditFacts, auditEntrySchema, type ReaderVouched } from '../../src/audit/audit-entry.ts';
import type { AuditHead } from '../../src/audit/audit-head.ts';
import { type ChainedEntry, chainEntry, FIRST_PREVIOUS_HASH } from '../../src/audit/hash-chain.ts';
import type { Connection } from './connection.ts';
import { countRow, json } from './row-types.ts';

/** What the log adds to the facts of an event. */
export interface AuditStamp {
  readonly time: Date;
  readonly computer: string;
  readonly appVersion: string;
  /** What vouches for a reader's name at this time. */
  readonly vouchedFor: (reader: string) => ReaderVouched;
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export const sha256OfText = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const chainedRow = z.object({
  sequence: z.number().int(),
  entryJson: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
const COLUMNS = 'sequence, entry_json AS entryJson, previous_hash AS previousHash, hash';

/**
 * Adds one entry to the log. Must be called inside the transaction that writes the rows the entry tells of, so that
 * both are there or neither is.
 * @returns the entry's sequence number
 */
export function appendAudit(db: Connection, stamp: AuditStamp, facts: AuditFacts): number {
  if (!db.inTransaction) throw new Error('An audit entry is written in the transaction of what it tells of');
  const chained = chainFacts(auditHead(db), stamp, facts);
  db.run('INSERT INTO audit VALUES (:sequence, :entryJson, :previousHash, :hash)', { ...chained });
  return chained.sequence;
}

/** The entry that would follow a head. Nothing is written. */
export function chainFacts(head: AuditHead, stamp: AuditStamp, facts: AuditFacts): ChainedEntry {
  const entry: AuditEntry = auditEntrySchema.parse({
    ...facts,
    format: 1,
    sequence: head.entries + 1,
    time: stamp.time.toISOString(),
    utcOffsetMinutes: 0 - stamp.time.getTimezoneOffset(),
    computer: stamp.computer,
    ...(facts.reader === null ? {} : { readerVouched: stamp.vouchedFor(facts.reader) }),
    appVersion: stamp.appVersion,
  });
  return chainEntry(entry, head.headHash, sha256OfText);
}

/** Adds entries that were chained ahead of time, in the transaction of what they tell of. They must follow the head. */
export function appendChained(db: Connection, entries: readonly ChainedEntry[]): void {
  if (!db.inTransaction) throw new Error('An audit entry is written in the transaction of what it tells of');
  const [first] = entries;
  if (!first) return;
  const head = auditHead(db);
  if (first.sequence !== head.entries + 1 || first.previousHash !== head.headHash) {
    throw new Error('These entries do not follow the last one of the log');
  }
  db.run(
    `INSERT INTO audit SELECT json_extract(value, '$.sequence'), json_extract(value, '$.entryJson'),
       json_extract(value, '$.previousHash'), json_extract(value, '$.hash') FROM json_each(:entries) ORDER BY key`,
    { entries: JSON.stringify(entries) },
  );
}

/** Number of entries and the hash of the last one (64 zeros for an empty log). */
export function auditHead(db: Connection): AuditHead {
  const last = db.get(chainedRow, `SELECT ${COLUMNS} FROM audit ORDER BY sequence DESC LIMIT 1`);
  return last ? { entries: last.sequence, headHash: last.hash } : { entries: 0, headHash: FIRST_PREVIOUS_HASH };
}

/** One entry, parsed; null when there is none of that number. */
export function auditEntry(db: Connection, sequence: number): AuditEntry | null {
  const found = db.get(
    z.object({ entry: json(auditEntrySchema) }),
    'SELECT entry_json AS entry FROM audit WHERE sequence = :sequence',
    { sequence },
  );
  return found?.entry ?? null;
}

/** Of each entry that says whether the system's account vouches for its reader, what it says, by its number. */
export function vouchedReaders(db: Connection): Map<number, ReaderVouched> {
  const rows = db.all(
    z.object({ sequence: z.number(), vouched: z.enum(['account', 'claimed']) }),
    `SELECT sequence, json_extract(entry_json, '$.readerVouched') AS vouched FROM audit
     WHERE json_extract(entry_json, '$.readerVouched') IS NOT NULL`,
  );
  return new Map(rows.map(({ sequence, vouched }) => [sequence, vouched]));
}

/** What time an entry gives itself (UTC, ISO 8601); null when there is none of that number. */
export function timeOfEntry(db: Connection, sequence: number): string | null {
  const found = db.get(
    z.object({ time: z.string().nullable() }),
    "SELECT json_extract(entry_json, '$.time') AS time FROM audit WHERE sequence = :sequence",
    { sequence },
  );
  return found?.time ?? null;
}

/** Every entry as it stands in the database, in order. */
export function auditEntries(db: Connection): ChainedEntry[] {
  return db.all(chainedRow, `SELECT ${COLUMNS} FROM audit ORDER BY sequence`);
}

/** The next `limit` entries above a sequence number (null: from the first), in order. */
export function auditEntriesAfter(db: Connection, afterSequence: number | null, limit: number): ChainedEntry[] {
  return db.all(
    chainedRow,
    `SELECT ${COLUMNS} FROM audit WHERE :after IS NULL OR sequence > :after ORDER BY sequence LIMIT :limit`,
    { after: afterSequence, limit },
  );
}

/** The newest `limit` entries below a sequence number (null: from the end), newest first. */
export function auditEntriesBefore(db: Connection, beforeSequence: number | null, limit: number): ChainedEntry[] {
  return db.all(
    chainedRow,
    `SELECT ${COLUMNS} FROM audit WHERE :before IS NULL OR sequence < :before ORDER BY sequence DESC LIMIT :limit`,
    { before: beforeSequence, limit },
  );
}

/** The numbers of entries whose hash begins so, at most two: one is an answer, two are none. `start` is lower-case hex. */
export function entriesByHash(db: Connection, start: string): number[] {
  return db
    .all(z.object({ sequence: z.number() }), "SELECT sequence FROM audit WHERE hash GLOB :start || '*' LIMIT 2", {
      start,
    })
    .map(({ sequence }) => sequence);
}

/** Whether the log has an entry with all of these facts. The names are our own, never a person's. */
export function hasEntryWith(db: Connection, facts: Readonly<Record<string, string | number>>): boolean {
  const names = Object.keys(facts);
  const where = names.map((name) => `json_extract(entry_json, '$.${name}') = :${name}`).join(' AND ');
  return db.one(countRow, `SELECT count(*) AS n FROM audit WHERE ${where}`, facts).n > 0;
}
