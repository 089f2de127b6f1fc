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

/** Reads mutated tables by the app's own readers, in a child. */
export interface TableReader {
  /** @param kind which of the two readers the table is for */
  check(bytes: Uint8Array, kind: 'table of labels' | 'audit report'): Promise<FuzzOutcome>;
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

  const run = (operation: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const rest = {
        signal: undefined,
        priority: 'interactive' as const,
        keepChild: false,
        keepsWhenStopped: false,
        ofFile: false,
        onProgress: () => undefined,
      };
      pool.add({ operation, input: folder, timeoutMs: HANG_MS, ...rest, resolve, reject });
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
      return report
        ? checked<ChainVerdict>('verify', (verdict) => judgeReport(verdict, log))
        : checked<LabelledSet>('labels', judgeLabels);
    },
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
