import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OperationOutput } from '../../main/compute/protocol.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import type { TrainingSettings } from '../../src/training/training-settings.ts';
import { BENCH_SEED, type BenchData, readFloats } from './bench-data.ts';
import { startHost } from './host-process.ts';

/** Adam's rate on every side: the app's own for the LeNet. */
export const LEARNING_RATE = 5e-4;
export const BATCH_SIZE = 32;

export interface TimedRun {
  /** Milliseconds of each round or pass, the first one included. */
  readonly ms: readonly number[];
  /** The process's largest resident size; null where the system does not tell. */
  readonly peakBytes: number | null;
}

const LENET = ARCHITECTURES.lenet;
const NOTHING = { inputs: new Float32Array(), labels: new Uint8Array() };

/** Trains the LeNet on the first `count` slices in a fresh training child; a weights file is written, as in the app. */
export async function trainLenet(
  data: BenchData,
  hostsFolder: string,
  { count, rounds, weightsPath }: { count: number; rounds: number; weightsPath: string },
): Promise<TimedRun & { readonly losses: readonly number[] }> {
  const settings: TrainingSettings = {
    rounds,
    batchSize: BATCH_SIZE,
    learningRate: LEARNING_RATE,
    warmUpSteps: 0,
    seed: BENCH_SEED,
  };
  const inputs = readFloats(data.slicesPath).slice(0, count * LENET.resizeSide ** 2);
  const labels = readLabels(data).slice(0, count);
  const host = startHost('train', hostsFolder);
  try {
    const { output } = await host.request('train', {
      architecture: LENET,
      settings,
      training: { inputs, labels },
      validation: NOTHING,
      weightsPath,
    });
    return {
      ms: output.epochs.map(({ durationMs }) => durationMs),
      losses: output.epochs.map(({ loss }) => loss),
      peakBytes: host.peakBytes(),
    };
  } finally {
    host.end();
  }
}

/** Asks a fresh predicting child `repeats` times for all slices; each time is the request's, with its way there and back. */
export async function askPredictor<K extends 'predict' | 'heatmaps'>(
  operation: K,
  data: BenchData,
  hostsFolder: string,
  repeats: number,
): Promise<TimedRun & { readonly output: OperationOutput<K> }> {
  const { weightsPath, weightsSha256 } = data;
  const inputs = readFloats(data.slicesPath);
  const count = inputs.length / LENET.resizeSide ** 2;
  const input = { model: { weightsPath, weightsSha256, architecture: LENET }, inputs, count };
  const host = startHost('predict', hostsFolder);
  try {
    const answers = [];
    for (let repeat = 0; repeat < repeats; repeat++) answers.push(await host.request(operation, input as never));
    const [last] = answers.slice(-1);
    if (!last) throw new RangeError('Nothing was asked for.');
    return { ms: answers.map(({ ms }) => ms), peakBytes: host.peakBytes(), output: last.output };
  } finally {
    host.end();
  }
}

export interface FoldPlan {
  readonly architecture: 'lenet' | 'compact';
  readonly settings: TrainingSettings;
  readonly folds: number;
  /** Whether one child stays for all folds, or each fold has a fresh one. */
  readonly keepChild: boolean;
}

/**
 * The trainings of a cross-validation of the first 150 slices one after another, as the app's service asks for them.
 * @returns milliseconds for all folds, children's starts included, and the scores
 */
export async function runFolds(
  data: BenchData,
  hostsFolder: string,
  { architecture: name, settings, folds, keepChild }: FoldPlan,
): Promise<{ readonly ms: number; readonly scores: readonly number[] }> {
  const architecture = ARCHITECTURES[name];
  const length = architecture.resizeSide ** 2;
  const inputs = readFloats(name === 'lenet' ? data.slicesPath : data.smallSlicesPath);
  const labels = readLabels(data);
  const part = (samples: readonly number[]) => ({
    inputs: Float32Array.from(samples.flatMap((at) => Array.from(inputs.subarray(at * length, (at + 1) * length)))),
    labels: Uint8Array.from(samples, (at) => labels[at] ?? 0),
  });
  const all = Array.from(labels.keys()).slice(0, 150);
  const jobs = Array.from({ length: folds }, (_, fold) => ({
    architecture,
    settings,
    training: part(all.filter((at) => at % folds !== fold)),
    validation: NOTHING,
    scoring: part(all.filter((at) => at % folds === fold)),
    weightsPath: null,
  }));
  const scores: number[] = [];
  let host = startHost('train', hostsFolder);
  const start = performance.now();
  try {
    for (const [fold, job] of jobs.entries()) {
      if (fold > 0 && !keepChild) {
        host.end();
        host = startHost('train', hostsFolder);
      }
      const { output } = await host.request('train', job);
      scores.push(...(output.scores ?? []));
    }
    return { ms: performance.now() - start, scores };
  } finally {
    host.end();
  }
}

/** The 200 labels, 1 = haemorrhage. */
function readLabels(data: BenchData): Uint8Array {
  return new Uint8Array(readFileSync(data.labelsPath));
}

/** Where a training of the bench leaves its weights. */
export function scratchWeights(data: BenchData): string {
  return path.join(data.folder, 'trained.safetensors');
}
