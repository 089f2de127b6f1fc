import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createComputeClient } from '../../main/compute/compute-client.ts';
import { inParallel } from '../../main/services/in-parallel.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../support/compute-hosts.ts';
import { cleaningFaults } from './check-cleaning.ts';
import { checkPicture, type FuzzOutcome } from './check-picture.ts';
import { createTableReader, type TableKind } from './check-table.ts';
import { codeHash } from './code-hash.ts';
import { type FuzzBases, type FuzzFormat, fuzzLog } from './fuzz-bases.ts';
import { continuedReport, countOutcome, type FuzzReport, type Measured, saveReport } from './fuzz-report.ts';
import { type Mutation, mutationAt } from './mutations.ts';
import { startPydicom } from './pydicom-peer.ts';
import { watchChildren } from './watched-children.ts';

/** Of the refused files one in so many goes through network input and thumbnail, too: the same decoder says no again. */
const REFUSED_TOO = 8;
/** What a decode child may hold at most, whatever file it is given that is no longer than a few MiB. */
export const MEMORY_CAP_BYTES = 2 * 1024 ** 3;
/** The app's own bound on one operation of the decode child; here all four together must keep it, in processor time. */
const BOUND_MS = 20_000;

export interface FuzzOptions {
  readonly bases: FuzzBases;
  readonly formats: readonly FuzzFormat[];
  readonly seed: number;
  readonly mutations: number;
  /** Where the report is kept and gone on from; null: nowhere. */
  readonly out: string | null;
  /** Python with pydicom, or null. */
  readonly python: string | null;
  /** Folder under out/test-hosts for the children's bundles. */
  readonly hostsName: string;
  /** Mutations at a time, each with children of its own. */
  readonly lanes: number;
  readonly say: (line: string) => void;
}

/** Runs one mutated file through the app's readers. */
export interface FuzzBench {
  check(mutation: Mutation): Promise<FuzzOutcome & Pick<Measured, 'ms' | 'cpuMs' | 'peakBytes'>>;
  close(): void;
}

/** The app's children, watched, and a folder for the mutated files. */
export async function openFuzzBench(options: Pick<FuzzOptions, 'python' | 'hostsName'>): Promise<FuzzBench> {
  const entries = { 'decode-host': REAL_HOSTS['decode-host'], 'table-host': 'test/fuzz/table-host.ts' };
  const hostsFolder = await bundleComputeHosts(options.hostsName, entries);
  const folder = mkdtempSync(path.join(tmpdir(), 'overread-fuzz-'));
  const children = watchChildren();
  const compute = createComputeClient({ fork: children.fork, hostsFolder, decodeChildren: 1 });
  const tables = createTableReader({
    fork: children.fork,
    hostsFolder,
    folder: path.join(folder, 'set'),
    log: fuzzLog(),
  });
  const peer = options.python === null ? null : startPydicom(options.python);

  const look = async ({ index, base, bytes }: Mutation): Promise<FuzzOutcome> => {
    if (base.format === 'csv') return tables.check(bytes, base.syntax as TableKind);
    const file = path.join(folder, `mutated.${base.format === 'png' ? 'png' : 'dcm'}`);
    writeFileSync(file, bytes);
    const outcome = await checkPicture(compute, peer, file, index % REFUSED_TOO === 0);
    if (outcome.verdict !== 'accepted') return outcome;
    return { ...outcome, broken: [...outcome.broken, ...(await cleaningFaults(compute, tables, file))] };
  };

  return {
    async check(mutation) {
      children.takePeakBytes();
      children.takeCpuMs();
      const start = performance.now();
      const outcome = await look(mutation);
      const ms = performance.now() - start;
      const cpuMs = children.takeCpuMs();
      const peakBytes = children.takePeakBytes();
      const broken = [...outcome.broken, ...children.takeEnds().map((end) => `a child ${end}`)];
      if (peakBytes !== null && peakBytes > MEMORY_CAP_BYTES) broken.push(`a child held ${peakBytes} bytes`);
      if ((cpuMs ?? ms) > BOUND_MS) broken.push(`all operations together took ${Math.round(cpuMs ?? ms)} ms`);
      return { ...outcome, broken, ms, cpuMs, peakBytes };
    },
    close() {
      compute.close();
      tables.close();
      peer?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The report is saved, and may be gone on from, after so many. */
const BLOCK = 250;

/** Runs all mutations of a seed that are not yet in the report, a block at a time and a few at once. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { bases, formats, seed, mutations, out, say } = options;
  const report = continuedReport(out, {
    seed,
    mutations,
    only: [...formats],
    corpus: bases.corpus,
    code: codeHash(),
    bases: bases.all.length,
    peer: options.python === null ? null : 'pydicom',
    memoryCapBytes: MEMORY_CAP_BYTES,
    boundMs: BOUND_MS,
  });
  if (report.next > 0) say(`going on at ${report.next} of ${mutations}`);
  const benches = await Promise.all(Array.from({ length: options.lanes }, () => openFuzzBench(options)));
  try {
    while (report.next < mutations) {
      const indices = Array.from({ length: Math.min(BLOCK, mutations - report.next) }, (_, at) => report.next + at);
      const free = [...benches];
      await inParallel(indices, benches.length, async (index) => {
        const bench = free.pop();
        if (!bench) throw new Error('There are as many benches as lanes');
        await runOne(bench, mutationAt(bases.all, formats, seed, index), report, say);
        free.push(bench);
      });
      report.next += indices.length;
      report.findings.sort((a, b) => a.index - b.index);
      if (out !== null) saveReport(out, report);
      say(`${report.next} of ${mutations}, ${report.findings.length} found`);
    }
  } finally {
    for (const bench of benches) bench.close();
  }
  return report;
}

async function runOne(
  bench: FuzzBench,
  mutation: Mutation,
  report: FuzzReport,
  say: FuzzOptions['say'],
): Promise<void> {
  const { index, base, operator, bytes } = mutation;
  const { broken, ...measured } = await bench.check(mutation);
  countOutcome(report, { ...measured, index, operator, syntax: base.syntax });
  if (broken.length === 0) return;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { name, syntax } = base;
  report.findings.push({ index, base: name, syntax, operator, sha256, byteLength: bytes.length, broken: [...broken] });
  say(`${index} ${operator} of ${name}: ${broken[0]}`);
}
