import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../main/atomic-json.ts';

const counts = z.record(z.string(), z.record(z.string(), z.number()));

/** A broken promise, with what is needed to see it again. */
const findingSchema = z.object({
  index: z.number(),
  base: z.string(),
  syntax: z.string(),
  operator: z.string(),
  /** Of the mutated file, so that a replay elsewhere is known to be of the same bytes. */
  sha256: z.string(),
  byteLength: z.number(),
  broken: z.array(z.string()),
});

/** What a run has found so far; `next` is the index at which it goes on. */
const fuzzReportSchema = z.object({
  seed: z.number(),
  mutations: z.number(),
  only: z.array(z.string()),
  /** The corpus that the files come from; other files under one seed are other mutations. */
  corpus: z.string(),
  /** Of the sources (see codeHash): another version is another run. */
  code: z.string(),
  bases: z.number(),
  peer: z.string().nullable(),
  next: z.number(),
  memoryCapBytes: z.number(),
  boundMs: z.number(),
  /** Largest resident memory of a child over all mutations, and at which; null where the system does not tell. */
  peakBytes: z.number().nullable(),
  peakAt: z.number().nullable(),
  /** Most processor time of the children over one mutation, in ms, and at which. */
  slowestMs: z.number(),
  slowestAt: z.number().nullable(),
  durationMs: z.number(),
  /** Verdicts by operator and by transfer syntax (or form of PNG or table). */
  byOperator: counts,
  bySyntax: counts,
  /** What pydicom said of accepted lossless files. */
  byPeer: z.record(z.string(), z.number()),
  findings: z.array(findingSchema),
});
export type FuzzReport = z.output<typeof fuzzReportSchema>;

/** What makes two runs the same one. */
export type FuzzRun = Pick<
  FuzzReport,
  'seed' | 'mutations' | 'only' | 'corpus' | 'code' | 'bases' | 'peer' | 'memoryCapBytes' | 'boundMs'
>;

function emptyReport(run: FuzzRun): FuzzReport {
  return {
    ...run,
    next: 0,
    peakBytes: null,
    peakAt: null,
    slowestMs: 0,
    slowestAt: null,
    durationMs: 0,
    byOperator: {},
    bySyntax: {},
    byPeer: {},
    findings: [],
  };
}

/** The report of the same run as far as it came, or an empty one; how far it is to come may change. */
export function continuedReport(file: string | null, run: FuzzRun): FuzzReport {
  const empty = emptyReport(run);
  if (file === null) return empty;
  const known = readJsonFile(file, fuzzReportSchema, empty);
  const keys = (Object.keys(run) as (keyof FuzzRun)[]).filter((key) => key !== 'mutations');
  const same = keys.every((key) => `${known[key]}` === `${run[key]}`);
  return same ? { ...known, mutations: run.mutations } : empty;
}

export function saveReport(file: string, report: FuzzReport): void {
  writeJsonFile(file, report);
}

function count(table: Record<string, Record<string, number>>, row: string, column: string): void {
  const counted = table[row] ?? {};
  table[row] = { ...counted, [column]: (counted[column] ?? 0) + 1 };
}

export interface Measured {
  readonly index: number;
  readonly operator: string;
  readonly syntax: string;
  readonly verdict: string;
  readonly peer: string | null;
  /** By the clock; and processor time of the children, null where the system does not tell. */
  readonly ms: number;
  readonly cpuMs: number | null;
  readonly peakBytes: number | null;
}

/** Adds one mutation's outcome to the report, in place. */
export function countOutcome(report: FuzzReport, one: Measured): void {
  count(report.byOperator, one.operator, one.verdict);
  count(report.bySyntax, one.syntax, one.verdict);
  if (one.peer !== null) report.byPeer[one.peer] = (report.byPeer[one.peer] ?? 0) + 1;
  const cpuMs = one.cpuMs ?? one.ms;
  if (cpuMs > report.slowestMs) Object.assign(report, { slowestMs: Math.round(cpuMs), slowestAt: one.index });
  if (one.peakBytes !== null && one.peakBytes > (report.peakBytes ?? 0)) {
    Object.assign(report, { peakBytes: one.peakBytes, peakAt: one.index });
  }
  report.durationMs = Math.round(report.durationMs + one.ms);
}
