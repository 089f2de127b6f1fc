import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { oraclePython } from '../support/dicom-corpus.ts';
import { PROJECT_ROOT } from '../support/shared-data.ts';
import { type FuzzFormat, fuzzBases } from './fuzz-bases.ts';
import type { FuzzReport } from './fuzz-report.ts';
import { fuzzTables } from './fuzz-tables.ts';
import { FUZZ_FORMATS, mutationAt } from './mutations.ts';
import { openFuzzBench, runFuzz } from './run-fuzz.ts';

// npm run fuzz -- [--mutations N] [--seed N] [--only dicom,png,csv] [--out FILE] [--lanes N] [--docs] [--replay INDEX [--keep FILE]]

interface Options {
  readonly mutations: number;
  readonly seed: number;
  readonly formats: FuzzFormat[];
  readonly out: string | null;
  readonly lanes: number;
  /** Whether the figures are written into docs/reliability.md. */
  readonly docs: boolean;
  readonly replay: number | null;
  readonly keep: string | null;
}

const say = (line: string): void => void process.stderr.write(`fuzz: ${line}\n`);
const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0;

/** @returns the options, or null when they are wrong, which was said */
function readOptions(): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      mutations: text,
      seed: text,
      only: text,
      out: text,
      lanes: text,
      docs: { type: 'boolean' },
      replay: text,
      keep: text,
    },
  });
  const mutations = Number(values.mutations ?? 20_000);
  const seed = Number(values.seed ?? 1);
  const asked = values.only?.split(',') ?? [...FUZZ_FORMATS];
  const formats = FUZZ_FORMATS.filter((format) => asked.includes(format));
  const lanes = Number(values.lanes ?? 2);
  const replay = values.replay === undefined ? null : Number(values.replay);
  if (!isWhole(mutations) || !isWhole(lanes) || lanes < 1 || !isWhole(seed) || (replay !== null && !isWhole(replay))) {
    say('--mutations, --seed, --lanes and --replay take whole numbers');
  } else if (formats.length === 0 || formats.length !== new Set(asked).size) {
    say(`--only knows ${FUZZ_FORMATS.join(', ')}`);
  } else
    return {
      mutations,
      seed,
      formats,
      out: values.out ?? null,
      lanes,
      docs: values.docs ?? false,
      replay,
      keep: values.keep ?? null,
    };
  return null;
}

/** Puts the run's figures between their marks. */
function writeTables(report: FuzzReport): void {
  const file = path.join(PROJECT_ROOT, 'docs', 'reliability.md');
  const marked = /(<!-- fuzz tables -->\n)[\s\S]*?(\n<!-- end of fuzz tables -->)/;
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(marked, (_, start: string, end: string) => `${start}${fuzzTables(report)}${end}`),
  );
}

/** One mutation alone, with all that came of it; `keep` writes the mutated file. */
async function replay(options: Options, index: number): Promise<unknown> {
  const bases = fuzzBases(options.formats.includes('dicom'));
  const mutation = mutationAt(bases.all, options.formats, options.seed, index);
  if (options.keep !== null) writeFileSync(options.keep, mutation.bytes);
  const bench = await openFuzzBench({ python: oraclePython(), hostsName: 'fuzz-replay' });
  const outcome = await bench.check(mutation);
  bench.close();
  const { base, operator, bytes } = mutation;
  return { index, base: base.name, syntax: base.syntax, operator, byteLength: bytes.length, ...outcome };
}

async function fuzz(options: Options): Promise<void> {
  if (options.replay !== null) {
    process.stdout.write(`${JSON.stringify(await replay(options, options.replay), null, 2)}\n`);
    return;
  }
  const { formats, seed, mutations, out, lanes } = options;
  const bases = fuzzBases(formats.includes('dicom'));
  say(`${bases.all.length} files to start from, corpus ${bases.corpus}`);
  const python = formats.includes('dicom') ? oraclePython() : null;
  const report = await runFuzz({ bases, formats, seed, mutations, out, python, hostsName: 'fuzz-run', lanes, say });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (options.docs) writeTables(report);
  process.exitCode = report.findings.length === 0 ? 0 : 1;
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else {
  fuzz(options).catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 3;
  });
}
