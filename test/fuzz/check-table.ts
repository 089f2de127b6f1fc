import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ForkHost } from '../../main/compute/compute-child.ts';
import { createHostPool } from '../../main/compute/host-pool.ts';
import type { LabelledSet } from '../../main/services/read-labelled-set.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { importProblemSchema } from '../../src/contract/import-methods.ts';
import { trainableLabelSchema } from '../../src/review/label.ts';
import { type FuzzOutcome, HANG_MS, refusalFaults } from './check-picture.ts';
import { PICTURE_NAMES } from './fuzz-bases.ts';

/** What a reader of rows said: rows, of which one with a `message` was refused alone, or why all were. */
export interface TableAnswer {
  readonly rows: readonly object[];
  readonly refused: string | null;
}

const OPERATIONS = {
  'table of labels': 'labels',
  'audit report': 'verify',
  'table of a split': 'split',
  'table of corrections': 'corrections',
} as const;
/** Which reader a table is for. */
export type TableKind = keyof typeof OPERATIONS;

/** Reads mutated tables by the app's own readers, in a child. */
export interface TableReader {
  check(bytes: Uint8Array, kind: TableKind): Promise<FuzzOutcome>;
  /** Cleans a picture's file into `<file>.clean`. @returns false where it is refused. @throws for anything else */
  clean(file: string): Promise<boolean>;
  close(): void;
}

/** @param folder a folder of its own, in which a set with a table and pictures is laid out */
export function createTableReader(options: {
  readonly fork: ForkHost;
  readonly hostsFolder: string;
  readonly folder: string;
  readonly log: readonly ChainedEntry[];
}): TableReader {
  const { fork, hostsFolder, folder, log } = options;
  const pool = createHostPool({
    start: () => fork('decode', path.join(hostsFolder, 'table-host.cjs'), []),
    size: 1,
    retries: 0,
    onAbort: { kind: 'drop', boundMs: HANG_MS },
  });
  mkdirSync(path.join(folder, 'sub'), { recursive: true });
  for (const name of PICTURE_NAMES) writeFileSync(path.join(folder, name), 'picture');

  const run = (operation: string, input = folder): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const rest = {
        signal: undefined,
        priority: 'interactive' as const,
        keepChild: false,
        keepsWhenStopped: false,
        ofFile: false,
        onProgress: () => undefined,
      };
      pool.add({ operation, input, timeoutMs: HANG_MS, ...rest, resolve, reject });
    });

  const checked = async <T>(operation: string, judge: (answer: T) => FuzzOutcome): Promise<FuzzOutcome> => {
    try {
      return judge((await run(operation)) as T);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { verdict: 'failed', peer: null, broken: [`${operation}: ${message.slice(0, 300)}`] };
    }
  };

  return {
    check(bytes, kind) {
      const report = kind === 'audit report';
      writeFileSync(path.join(folder, report ? 'report.csv' : 'labels.csv'), bytes);
      const operation = OPERATIONS[kind];
      if (operation === 'verify') return checked<ChainVerdict>(operation, (verdict) => judgeReport(verdict, log));
      if (operation === 'labels') return checked<LabelledSet>(operation, judgeLabels);
      return checked<TableAnswer>(operation, (answer) => judgeRows(operation, answer));
    },
    clean: async (file) => (await run('clean', file)) === true,
    close: () => pool.close(),
  };
}

/** A report that is taken for whole says what the log says: all of it, or its first entries. */
function judgeReport(verdict: ChainVerdict, log: readonly ChainedEntry[]): FuzzOutcome {
  if (verdict.kind === 'broken') {
    const sentence = /^[A-Z].*/s.test(verdict.why) && verdict.sequence >= 0;
    return { verdict: 'broken', peer: null, broken: sentence ? [] : [`verify: ${verdict.sequence} ${verdict.why}`] };
  }
  const known = log[verdict.entries - 1]?.hash === verdict.headHash;
  return { verdict: 'accepted', peer: null, broken: known ? [] : [`verify: ${verdict.entries} entries, another head`] };
}

function judgeLabels({ claims, problems }: LabelledSet): FuzzOutcome {
  const broken = problems.flatMap(({ code, message }) =>
    refusalFaults('labels', code, message, (one) => importProblemSchema.shape.code.safeParse(one).success),
  );
  for (const { file, label, row, frame } of claims) {
    if (!PICTURE_NAMES.includes(file)) broken.push(`labels: claims a file that is not there: ${file}`);
    if (!trainableLabelSchema.safeParse(label).success) broken.push(`labels: label ${label}`);
    if (row === null || row < 2 || (frame !== null && !Number.isInteger(frame)))
      broken.push(`labels: row ${row}, ${frame}`);
  }
  return { verdict: problems[0]?.code ?? 'accepted', peer: null, broken: broken.slice(0, 5) };
}

/** Sentences that a terminal can show, one for the table or one for a row. */
function judgeRows(operation: string, { rows, refused }: TableAnswer): FuzzOutcome {
  const messages = rows.flatMap((row) => ('message' in row ? [String(row.message)] : []));
  const told = refused === null ? messages : [refused];
  // A row is named by its number or begins with the cell that is wrong.
  const broken = told.flatMap((message) => refusalFaults(operation, 'refused', message, () => true));
  const verdict = refused !== null ? 'refused' : messages.length > 0 ? 'rows refused' : 'accepted';
  return { verdict, peer: null, broken: broken.slice(0, 5) };
}
