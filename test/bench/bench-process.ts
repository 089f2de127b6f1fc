import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { readCpuFeatures } from '../../main/compute/cpu-features.ts';
import { makeBenchData } from './bench-data.ts';
import { joinMeasured, type Measured } from './figures.ts';
import { measureViewer } from './measure-viewer.ts';
import { measureWorklist } from './measure-worklist.ts';
import {
  type BenchPlaces,
  checkAgreement,
  measureEpoch,
  measureFolds,
  measureGradCam,
  measurePrediction,
  measureStockEpoch,
} from './measurements.ts';

const PARTS = {
  epoch: measureEpoch,
  predict: measurePrediction,
  gradcam: measureGradCam,
  stock: measureStockEpoch,
  folds: measureFolds,
  worklist: measureWorklist,
  viewer: measureViewer,
} as const;
type Part = keyof typeof PARTS;

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

/** @returns the options, or null when they are wrong, which was said */
function readOptions(): { runs: number; parts: Part[]; out: string | undefined; places: string } | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
  });
  const runs = Number(values.runs ?? 5);
  const names = Object.keys(PARTS);
  const asked = values.only?.split(',') ?? names;
  const unknown = asked.filter((name) => !names.includes(name));
  if (!Number.isInteger(runs) || runs < 1) say('--runs takes a whole number above 0');
  else if (unknown.length > 0) say(`--only knows ${names.join(', ')}, and not ${unknown.join(', ')}`);
  else return { runs, parts: asked as Part[], out: values.out, places: positionals[0] ?? '' };
  return null;
}

async function bench(options: NonNullable<ReturnType<typeof readOptions>>): Promise<void> {
  const { cacheFolder, electronVersion, ...given } = JSON.parse(options.places) as Omit<BenchPlaces, 'data'> & {
    cacheFolder: string;
    electronVersion: string;
  };
  const [loadBefore] = os.loadavg();
  say('making the slices and the starting weights (once)');
  const places: BenchPlaces = { ...given, data: await makeBenchData(cacheFolder) };
  const compares = options.parts.some((part) => part !== 'worklist' && part !== 'viewer');
  if (compares) say('checking that both sides compute the same');
  const agreement = compares ? await checkAgreement(places) : null;
  const measured: Measured[] = [];
  for (const part of options.parts) {
    say(`measuring: ${part}`);
    measured.push(await PARTS[part](places, options.runs, say));
  }
  const { ratios, details } = joinMeasured(measured);
  const [cpu] = os.cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: os.availableParallelism(),
    cpuFeatures: readCpuFeatures(),
    memoryBytes: os.totalmem(),
    system: `${os.platform()} ${os.release()}`,
    node: process.versions.node,
    electron: electronVersion,
    loadBefore,
  };
  const document = `${JSON.stringify({ ...ratios, runs: options.runs, agreement, machine, details }, null, 2)}\n`;
  process.stdout.write(document);
  if (options.out !== undefined) writeFileSync(options.out, document);
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else {
  bench(options).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
