import { z } from 'zod';
import { cleanName } from '../../src/review/clean-text.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import type { Connection } from './connection.ts';

const readerRow = z.object({ nameKey: z.string(), name: z.string(), joinedMs: z.number() });
export type ReaderRow = z.output<typeof readerRow>;

/** Notes that a reader works here; one who is known keeps the name as first written. */
export function noteReader(db: Connection, name: string, joinedMs: number): void {
  const row = { nameKey: readerKey(name), name: cleanName(name), joinedMs };
  db.run('INSERT INTO readers VALUES (:nameKey, :name, :joinedMs) ON CONFLICT (name_key) DO NOTHING', row);
}

/** Who has joined or read here, in the order in which they came; readers from before sign-in are known by their reads. */
export function knownReaders(db: Connection): ReaderRow[] {
  const rows = db.all(
    readerRow,
    `SELECT name_key AS nameKey, name, joined_ms AS joinedMs FROM readers
     UNION ALL SELECT '', reader, min(recorded_ms) FROM reads GROUP BY reader ORDER BY 3`,
  );
  const known = new Map<string, ReaderRow>();
  for (const row of rows) {
    const nameKey = row.nameKey === '' ? readerKey(row.name) : row.nameKey;
    const before = known.get(nameKey);
    if (!before) known.set(nameKey, { ...row, nameKey });
    else if (row.nameKey !== '') known.set(nameKey, { ...row, joinedMs: before.joinedMs });
  }
  return [...known.values()];
}

const accountRow = z.object({ account: z.string() });

/** Pseudonym of the account that a reader's name is bound to; null for a name that is bound to none. */
export function accountOfReader(db: Connection, name: string): string | null {
  const sql = 'SELECT account FROM reader_accounts WHERE name_key = :nameKey';
  return db.get(accountRow, sql, { nameKey: readerKey(name) })?.account ?? null;
}

/** The reader that an account is bound to, by name; null for an account that is bound to none. */
export function readerOfAccount(db: Connection, account: string): string | null {
  const sql = 'SELECT name FROM readers JOIN reader_accounts USING (name_key) WHERE account = :account';
  return db.get(z.object({ name: z.string() }), sql, { account })?.name ?? null;
}

/** Binds a reader's name to an account, for good; neither may be bound. */
export function bindReader(db: Connection, name: string, account: string, auditSequence: number): void {
  const row = { nameKey: readerKey(name), account, auditSequence };
  db.run('INSERT INTO reader_accounts VALUES (:nameKey, :account, :auditSequence)', row);
}

/** Every way in which a reader's name stands in the reads. */
export function namesOfReader(db: Connection, name: string): string[] {
  const names = db.all(z.object({ reader: z.string() }), 'SELECT DISTINCT reader FROM reads');
  return names.map(({ reader }) => reader).filter((reader) => readerKey(reader) === readerKey(name));
}
