import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { ALL_SLICES, BENCH_SEED, type BenchData, TRAINING_SLICES } from './bench-data.ts';
import { compareFigures, type Figures, figuresOf, joinMeasured, type Measured } from './figures.ts';
import { askPredictor, runFolds, scratchWeights, trainLenet } from './overread-runs.ts';
import { type PeerAnswer, type PeerTask, runPeer } from './peers.ts';
import { compareRuns, largestDifference } from './ratios.ts';

export interface BenchPlaces {
  readonly data: BenchData;
  /** The built children of the app. */
  readonly hostsFolder: string;
  /** A train-host.cjs without its thread for batches. */
  readonly plainHostsFolder: string;
  readonly keras: readonly [string, ...string[]];
  readonly stockTfjs: readonly [string, ...string[]];
  /** One run of the real app on 20,000 slices. */
  readonly worklist: readonly [string, ...string[]];
  /** One run of the real app on folders of 300 CT slices. */
  readonly viewer: readonly [string, ...string[]];
}

const ROUNDS = 6;
const REPEATS = 7;
const GRAD_CAM_BATCH = 16;

/** Fresh processes in turn, ours first: A B A B. */
async function inTurn(
  runs: number,
  ours: () => Promise<Figures>,
  theirs: () => Promise<Figures>,
  say: (line: string) => void,
): Promise<[Figures[], Figures[]]> {
  const [a, b]: [Figures[], Figures[]] = [[], []];
  for (let run = 1; run <= runs; run++) {
    const [mine, other] = [await ours(), await theirs()];
    a.push(mine);
    b.push(other);
    say(`run ${run} of ${runs}: ${mine.ms.toFixed(0)} ms, the other side ${other.ms.toFixed(0)} ms`);
  }
  return [a, b];
}

type Say = (line: string) => void;

export function measureEpoch(places: BenchPlaces, runs: number, say: Say): Promise<Measured> {
  return againstKeras(places, runs, say, 'epoch', { kind: 'train', count: TRAINING_SLICES, rounds: ROUNDS }, () =>
    ourTraining(places),
  );
}

/** The same round by tfjs-layers: what TensorFlow.js itself costs. Only the time is compared. */
export async function measureStockEpoch(places: BenchPlaces, runs: number, say: Say): Promise<Measured> {
  const theirs = (): Promise<PeerAnswer> =>
    runPeer(places.stockTfjs, places.data, { kind: 'train', count: TRAINING_SLICES, rounds: 3 });
  const sides = await inTurn(
    runs,
    async () => figuresOf(await ourTraining(places)),
    async () => ({ ...figuresOf(await theirs()), peakBytes: null }),
    say,
  );
  return compareFigures('epoch_to_stock_tfjs', sides);
}

export function measurePrediction(places: BenchPlaces, runs: number, say: Say): Promise<Measured> {
  return againstKeras(places, runs, say, 'prediction', { kind: 'predict', repeats: REPEATS }, () =>
    askPredictor('predict', places.data, places.hostsFolder, REPEATS),
  );
}

export function measureGradCam(places: BenchPlaces, runs: number, say: Say): Promise<Measured> {
  const task: PeerTask = { kind: 'grad-cam', repeats: REPEATS, batchSize: GRAD_CAM_BATCH };
  return againstKeras(places, runs, say, 'grad_cam', task, () =>
    askPredictor('heatmaps', places.data, places.hostsFolder, REPEATS),
  );
}

function ourTraining({ data, hostsFolder }: BenchPlaces): ReturnType<typeof trainLenet> {
  return trainLenet(data, hostsFolder, { count: TRAINING_SLICES, rounds: ROUNDS, weightsPath: scratchWeights(data) });
}

async function againstKeras(
  places: BenchPlaces,
  runs: number,
  say: Say,
  name: string,
  task: PeerTask,
  ours: () => Promise<{ readonly ms: readonly number[]; readonly peakBytes: number | null }>,
): Promise<Measured> {
  const sides = await inTurn(
    runs,
    async () => figuresOf(await ours()),
    async () => figuresOf(await runPeer(places.keras, places.data, task)),
    say,
  );
  return compareFigures(name, sides);
}

/** Folds whose trainings are timed one after another. */
const FOLDS = 3;

/**
 * A cross-validation as it is run against one that starts a child for each fold and makes batches between the steps. The
 * LeNet has its default rounds; `compact` fewer than its 80, which makes the children's starts count for more than they
 * do in earnest.
 */
export async function measureFolds(places: BenchPlaces, runs: number, say: Say): Promise<Measured> {
  const plans = [
    { architecture: 'lenet', settings: defaultTrainingSettings(ARCHITECTURES.lenet, BENCH_SEED) },
    {
      architecture: 'compact',
      settings: { ...defaultTrainingSettings(ARCHITECTURES.compact, BENCH_SEED), rounds: 20 },
    },
  ] as const;
  const measured: Measured[] = [];
  for (const plan of plans) {
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let run = 1; run <= runs; run++) {
      const mine = await runFolds(places.data, places.hostsFolder, { ...plan, folds: FOLDS, keepChild: true });
      const other = await runFolds(places.data, places.plainHostsFolder, { ...plan, folds: FOLDS, keepChild: false });
      if (largestDifference(mine.scores, other.scores) !== 0) throw new Error('The folds gave different scores.');
      ours.push(mine.ms);
      theirs.push(other.ms);
      say(`${plan.architecture}, run ${run} of ${runs}: ${mine.ms.toFixed(0)} ms, plain ${other.ms.toFixed(0)} ms`);
    }
    const time = compareRuns(ours, theirs);
    const name = `folds_${plan.architecture}`;
    measured.push({ ratios: { [`${name}_ratio`]: time.ratio }, details: { [`${name}Ms`]: time } });
  }
  return joinMeasured(measured);
}

/** How far the two sides are apart where they must say the same. */
export interface Agreement {
  readonly slices: number;
  /** Largest difference between two probabilities. */
  readonly probability: number;
  /** Difference of the first batch's loss before any step, and after one and two steps of Adam. */
  readonly losses: readonly number[];
  /** Largest difference between two slices' highest heats, as a share of the highest heat of all. */
  readonly heat: number;
}

const BOUNDS = { probability: 1e-4, loss: 1e-4, heat: 1e-3 };

/**
 * Whether both sides compute the same thing from the same weights and slices.
 * @throws Error when they do not
 */
export async function checkAgreement({ data, hostsFolder, keras }: BenchPlaces): Promise<Agreement> {
  const [predicted, theirs] = [
    await askPredictor('predict', data, hostsFolder, 1),
    await runPeer(keras, data, { kind: 'predict', repeats: 1 }),
  ];
  const [explained, theirHeat] = [
    await askPredictor('heatmaps', data, hostsFolder, 1),
    await runPeer(keras, data, { kind: 'grad-cam', repeats: 1, batchSize: GRAD_CAM_BATCH }),
  ];
  const steps = { count: 32, rounds: 3 };
  const [trained, theirSteps] = [
    await trainLenet(data, hostsFolder, { ...steps, weightsPath: scratchWeights(data) }),
    await runPeer(keras, data, { kind: 'train', ...steps }),
  ];
  const peaks = peaksOf(explained.output);
  const agreement: Agreement = {
    slices: ALL_SLICES,
    probability: largestDifference(predicted.output.probabilities, theirs.probabilities ?? []),
    losses: trained.losses.map((loss, step) => Math.abs(loss - (theirSteps.losses?.[step] ?? Number.NaN))),
    heat: largestDifference(peaks, theirHeat.peaks ?? []) / Math.max(...peaks),
  };
  const { probability, losses, heat } = agreement;
  const agrees =
    probability <= BOUNDS.probability && heat <= BOUNDS.heat && losses.slice(0, 2).every((loss) => loss <= BOUNDS.loss);
  if (!agrees) throw new Error(`The two sides do not compute the same: ${JSON.stringify(agreement)}`);
  return agreement;
}

function peaksOf({ values, height, width }: { values: Float32Array; height: number; width: number }): number[] {
  const cells = height * width;
  return Array.from({ length: values.length / cells }, (_, slice) =>
    values.subarray(slice * cells, (slice + 1) * cells).reduce((a, b) => Math.max(a, b), 0),
  );
}
