import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { appendEntry, serviceContext } from '../../../main/services/service-context.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries, sha256OfText } from '../../../main/store/audit-log.ts';
import { Connection } from '../../../main/store/connection.ts';
import type { AuditHead } from '../../../src/audit/audit-head.ts';
import { verifyReport, writeReport } from '../../../src/audit/audit-report.ts';
import { canonicalJson } from '../../../src/audit/canonical-json.ts';
import { type ChainedEntry, hashEntry } from '../../../src/audit/hash-chain.ts';
import { REPORT_FORM } from '../../../src/audit/report-columns.ts';
import { writeCsv } from '../../../src/dataset/write-csv.ts';
import { parseCsvRecords } from '../../support/csv-records.ts';
import { factsOfEveryKind } from '../../support/every-entry.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { PROJECT_ROOT } from '../../support/shared-data.ts';

// Every way to change, drop, move, add or forge an entry of a log with all kinds of entries, in its CSV and in its database: this app's
// check and the one in Python must both say where. docs/audit.md tells how many trials there are.
type Place = number | 'whole';
interface Trial {
  readonly name: string;
  readonly expected: Place;
  readonly kept: AuditHead | null;
}
interface CsvTrial extends Trial {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly (readonly string[])[];
}
interface DatabaseTrial extends Trial {
  readonly sql: readonly string[];
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
let project: ProjectFixture;
let links: ChainedEntry[];
let rows: string[][];
let head: AuditHead;
/** A head that was kept when the log had half of its entries: whatever was done behind it is not found by it. */
let middle: AuditHead;
let csvFile: string;
let databaseFile: string;

beforeAll(() => {
  project = projectFixture({ slices: 2 });
  const { ctx } = project;
  for (const facts of factsOfEveryKind()) ctx.store.transaction(() => appendEntry(ctx, facts));
  csvFile = path.join(project.folder, '../trials.csv');
  databaseFile = path.join(project.folder, '../trials.db');
  links = auditEntries(ctx.store.db);
  head = { entries: links.length, headHash: links.at(-1)?.hash ?? '' };
  middle = headAt(Math.floor(links.length / 2));
  ctx.store.db.exec(`VACUUM INTO '${databaseFile}'`);
  const copy = new Connection(databaseFile);
  copy.exec('DROP TRIGGER audit_keep; DROP TRIGGER audit_stay; DROP TRIGGER IF EXISTS audit_not_replaced;');
  copy.close();
  exportAudit(ctx, { path: csvFile, reader: null });
  rows = parseCsvRecords(readFileSync(csvFile, 'utf8'));
});
afterAll(() => project.remove());

const rowAt = (sequence: number): string[] => [...(rows[sequence] ?? [])];
const linkAt = (sequence: number): ChainedEntry => {
  const link = links[sequence - 1];
  if (!link) throw new Error(`No entry ${sequence}`);
  return link;
};
const headAt = (sequence: number): AuditHead => ({ entries: sequence, headHash: linkAt(sequence).hash });
const everyPlace = (): number[] => links.map(({ sequence }) => sequence);
/** Record of a link, as the app writes it. */
const recordOf = (link: ChainedEntry): string[] => parseCsvRecords(writeReport([link]))[1] ?? [];

/** The chain from a place on as a forger makes it: one entry says something else, every hash after it computed anew. */
function forged(from: number, to: number): ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  let previousHash = linkAt(from).previousHash;
  for (let sequence = from; sequence <= to; sequence += 1) {
    const said = JSON.parse(linkAt(sequence).entryJson) as Record<string, unknown>;
    const entryJson = canonicalJson(sequence === from ? { ...said, computer: 'another' } : said);
    const hash = hashEntry(entryJson, previousHash, sha256OfText);
    chain.push({ sequence, entryJson, previousHash, hash });
    previousHash = hash;
  }
  return chain;
}

function csvTrials(): CsvTrial[] {
  const n = links.length;
  const m = middle.entries;
  // A changed entry with its own hash anew: the next one does not follow, unless it is the head's own or the last.
  const behind = (k: number): Place => (k === m ? m : k === n ? 'whole' : k + 1);
  const trial = (
    name: string,
    expected: Place,
    splice: readonly [number, number, readonly (readonly string[])[]],
    kept: AuditHead | null = null,
  ): CsvTrial => ({ name, expected, kept, at: splice[0], remove: splice[1], insert: splice[2] });
  const changes = everyPlace().flatMap((k) =>
    REPORT_FORM.header.flatMap((column, index) => {
      const cell = rowAt(k)[index] ?? '';
      const others = new Set([(k + index) % 2 === 0 || cell === '' ? `${cell}0` : '']);
      others.delete(cell);
      return [...others].map((other) =>
        trial(`change ${column} of ${k}`, k, [k, 1, [rowAt(k).map((own, at) => (at === index ? other : own))]]),
      );
    }),
  );
  const rest = everyPlace().flatMap((k) => [
    trial(`drop ${k}`, k === n ? 'whole' : k, [k, 1, []]),
    trial(`drop ${k}, head kept`, k, [k, 1, []], head),
    trial(`cut before ${k}`, k === 1 ? 1 : 'whole', [k, n - k + 1, []]),
    trial(`cut before ${k}, head kept`, k, [k, n - k + 1, []], head),
    trial(`cut before ${k}, head of half kept`, k <= m ? k : 'whole', [k, n - k + 1, []], middle),
    trial(`drop ${k}, head of half kept`, k === n ? 'whole' : k, [k, 1, []], middle),
    trial(`duplicate ${k}`, k + 1, [k + 1, 0, [rowAt(k)]]),
    trial(`duplicate ${k} at the end`, n + 1, [n + 1, 0, [rowAt(k)]]),
    trial(`insert an empty record at ${k}`, k, [k, 0, [rowAt(k).map(() => '')]]),
    trial(`change ${k} and its hash`, k === n ? 'whole' : k + 1, [k, 1, forged(k, k).map(recordOf)]),
    trial(`change ${k} and its hash, head kept`, k === n ? n : k + 1, [k, 1, forged(k, k).map(recordOf)], head),
    trial(`forge from ${k}`, 'whole', [k, n - k + 1, forged(k, n).map(recordOf)]),
    trial(`forge from ${k}, head kept`, n, [k, n - k + 1, forged(k, n).map(recordOf)], head),
    trial(
      `forge from ${k}, head of half kept`,
      ...[k <= m ? m : ('whole' as const), [k, n - k + 1, forged(k, n).map(recordOf)] as const, middle],
    ),
    trial(
      `change ${k} and its hash, head of half kept`,
      ...[behind(k), [k, 1, forged(k, k).map(recordOf)] as const, middle],
    ),
    ...(k === n
      ? []
      : [
          trial(`insert a forged entry at ${k}`, k + 1, [k, 0, forged(k, k).map(recordOf)]),
          trial(`exchange ${k} and the next`, k, [k, 2, [rowAt(k + 1), rowAt(k)]]),
          trial(`move ${k} to the end`, k, [k, n - k + 1, [...rows.slice(k + 1), rowAt(k)]]),
          trial(`turn around from ${k}`, k, [k, n - k + 1, rows.slice(k).reverse()]),
        ]),
    ...(k === 1 ? [] : [trial(`insert ${k} at the beginning`, 1, [1, 0, [rowAt(k)]])]),
  ]);
  return [...changes, ...rest];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const insertSql = ({ sequence, entryJson, previousHash, hash }: ChainedEntry): string =>
  `INSERT INTO audit VALUES (${sequence}, ${quoted(entryJson)}, ${quoted(previousHash)}, ${quoted(hash)})`;
const moveSql = (from: number, to: number): string => `UPDATE audit SET sequence = ${to} WHERE sequence = ${from}`;

function databaseTrials(): DatabaseTrial[] {
  const n = links.length;
  const m = middle.entries;
  // A changed entry with its own hash anew: the next one does not follow, unless it is the head's own or the last.
  const behind = (k: number): Place => (k === m ? m : k === n ? 'whole' : k + 1);
  const trial = (
    name: string,
    expected: Place,
    sql: readonly string[],
    kept: AuditHead | null = null,
  ): DatabaseTrial => ({
    name,
    expected,
    sql,
    kept,
  });
  const drop = (k: number): string => `DELETE FROM audit WHERE sequence = ${k}`;
  const close = (k: number): string[] => [
    drop(k),
    `UPDATE audit SET sequence = -sequence WHERE sequence > ${k}`,
    'UPDATE audit SET sequence = -sequence - 1 WHERE sequence < 0',
  ];
  const open = (k: number): string[] => [
    `UPDATE audit SET sequence = -sequence WHERE sequence >= ${k}`,
    'UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0',
  ];
  const copy = (from: number, to: number): string =>
    `INSERT INTO audit SELECT ${to}, entry_json, previous_hash, hash FROM audit WHERE sequence = ${from}`;
  const replace = (chain: readonly ChainedEntry[]): string[] =>
    chain.flatMap((link) => [drop(link.sequence), insertSql(link)]);
  const changes = everyPlace().flatMap((k) => {
    const { entryJson, previousHash, hash } = linkAt(k);
    const set = (column: string, value: string) =>
      trial(`change ${column} of ${k}`, k, [`UPDATE audit SET ${column} = ${value} WHERE sequence = ${k}`]);
    const said = JSON.parse(entryJson) as Record<string, unknown>;
    // Each value of the entry, one after the other.
    const values = Object.keys(said).map((key) =>
      set('entry_json', quoted(canonicalJson({ ...said, [key]: said[key] === 'x' ? 'y' : 'x' }))),
    );
    return [
      ...values,
      set('entry_json', quoted(`${entryJson} `)),
      set('previous_hash', quoted(previousHash.replace(/^./, previousHash.startsWith('a') ? 'b' : 'a'))),
      set('hash', quoted(hash.toUpperCase() === hash ? `${hash}0` : hash.toUpperCase())),
      trial(`change sequence of ${k}`, k === n ? n : k, [moveSql(k, n + 5)]),
      trial(`change sequence of ${k} to 0`, 1, [moveSql(k, 0)]),
    ];
  });
  const rest = everyPlace().flatMap((k) => [
    trial(`drop ${k}`, k === n ? 'whole' : k, [drop(k)]),
    trial(`drop ${k} and close the gap, head kept`, k, close(k), head),
    trial(`cut from ${k}, head kept`, k, [`DELETE FROM audit WHERE sequence >= ${k}`], head),
    trial(
      `cut from ${k}, head of half kept`,
      k <= m ? k : 'whole',
      [`DELETE FROM audit WHERE sequence >= ${k}`],
      middle,
    ),
    trial(`drop ${k} and close the gap, head of half kept`, k === n ? 'whole' : k, close(k), middle),
    trial(`forge from ${k}, head of half kept`, k <= m ? m : 'whole', replace(forged(k, n)), middle),
    trial(`change ${k} and its hash, head of half kept`, behind(k), replace(forged(k, k)), middle),
    trial(`duplicate ${k} at the end`, n + 1, [copy(k, n + 1)]),
    trial(`duplicate ${k} and renumber`, k + 1, [...open(k + 1), copy(k, k + 1)]),
    trial(`change ${k} and its hash, head kept`, k === n ? n : k + 1, replace(forged(k, k)), head),
    trial(`forge from ${k}`, 'whole', replace(forged(k, n))),
    trial(`forge from ${k}, head kept`, n, replace(forged(k, n)), head),
    ...(k === n
      ? []
      : [trial(`exchange ${k} and the next`, k, [moveSql(k, -1), moveSql(k + 1, k), moveSql(-1, k + 1)])]),
    ...(k === n ? [] : [trial(`insert a forged entry at ${k}`, k + 1, [...open(k), ...forged(k, k).map(insertSql)])]),
  ]);
  return [...changes, ...rest];
}

/** What the checker in Python says of each trial. */
function strangersPlaces(kind: 'csv' | 'db', file: string, trials: readonly (CsvTrial | DatabaseTrial)[]): Place[] {
  const input = trials.map(({ kept, ...trial }) =>
    JSON.stringify({ ...trial, kept: kept && [kept.entries, kept.headHash] }),
  );
  const script = path.join(PROJECT_ROOT, 'test/support/verify_trials.py');
  const { stdout, stderr } = spawnSync('python3', ['-B', script, kind, file], {
    input: input.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((place) => (place === 'whole' ? place : Number(place)));
}

/** Trials whose outcome is not what it should be. */
function wrong(trials: readonly Trial[], places: readonly Place[]): string[] {
  return trials.flatMap(({ name, expected }, index) =>
    places[index] === expected ? [] : [`${name}: ${places[index]} instead of ${expected}`],
  );
}

/** The least number of trials that docs/audit.md speaks of. */
function promised(what: string): number {
  const page = readFileSync(path.join(PROJECT_ROOT, 'docs/audit.md'), 'utf8');
  return Number(new RegExp(`\\| ${what} \\| at least ([\\d,]+)`).exec(page)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

test('the log holds every kind of entry', () => {
  const kinds = new Set(links.map(({ entryJson }) => (JSON.parse(entryJson) as { event: string }).event));
  expect(kinds.size).toBe(factsOfEveryKind().length);
});

test('no trial on the CSV goes unnoticed, or is found at another entry', { timeout: 300_000 }, () => {
  const trials = csvTrials();
  const places = trials.map(({ at, remove, insert, kept }): Place => {
    const text = writeCsv([...rows.slice(0, at), ...insert, ...rows.slice(at + remove)]);
    const result = verifyReport(text, sha256OfText, kept ?? undefined);
    return result.ok ? 'whole' : result.sequence;
  });
  expect(wrong(trials, places)).toEqual([]);
  expect(trials.length).toBeGreaterThanOrEqual(promised('CSV'));
  process.stdout.write(`${trials.length} trials on the CSV of ${links.length} entries\n`);
});

test('no trial on the database goes unnoticed, or is found at another entry', { timeout: 300_000 }, async () => {
  const trials = databaseTrials();
  const db = new Connection(databaseFile);
  const ctx = serviceContext({ ...project.ctx, store: { ...project.ctx.store, db } });
  // Whoever tampers keeps to no rule of the tables.
  db.exec('PRAGMA ignore_check_constraints = ON');
  const places: Place[] = [];
  for (const { sql, kept } of trials) {
    db.exec('BEGIN');
    for (const statement of sql) db.exec(statement);
    const verdict = await verifyAudit(ctx, { kept: kept ?? undefined });
    places.push(verdict.kind === 'whole' ? 'whole' : verdict.sequence);
    db.exec('ROLLBACK');
  }
  db.close();
  expect(wrong(trials, places)).toEqual([]);
  expect(trials.length).toBeGreaterThanOrEqual(promised('Database'));
  process.stdout.write(`${trials.length} trials on the database of ${links.length} entries\n`);
});

const stranger = test.skipIf(!hasPython);
stranger(
  'the checker in Python says the same of each trial on the CSV (skipped without python3)',
  () => {
    const trials = csvTrials();
    expect(wrong(trials, strangersPlaces('csv', csvFile, trials))).toEqual([]);
  },
  300_000,
);
stranger(
  'the checker in Python says the same of each trial on the database (skipped without python3)',
  () => {
    const trials = databaseTrials();
    expect(wrong(trials, strangersPlaces('db', databaseFile, trials))).toEqual([]);
  },
  300_000,
);

test('the app’s own triggers refuse each of these acts in the first place', () => {
  const { db } = project.ctx.store;
  expect(() => db.run('DELETE FROM audit WHERE sequence = 3')).toThrow('append-only');
  expect(() => db.run("UPDATE audit SET hash = '' WHERE sequence = 3")).toThrow('append-only');
  expect(() =>
    db.run("INSERT OR REPLACE INTO audit SELECT sequence, '', '', '' FROM audit WHERE sequence = 3"),
  ).toThrow();
});
