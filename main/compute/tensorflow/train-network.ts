import { setImmediate as turn } from 'node:timers/promises';
import { heatmapScaleOf } from '../../../src/explanation/heatmap-scale.ts';
import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { notFiniteReason, type RoundEvidence, stuckReason } from '../../../src/training/divergence.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import type { EpochRecord, TrainingSettings } from '../../../src/training/training-settings.ts';
import type { CheckpointState } from '../checkpoint-state.ts';
import { collectGarbage } from '../collect-garbage.ts';
import { ComputeError } from '../compute-errors.ts';
import { type BatchMaker, type BatchRecipe, createBatchMaker, roundOrder } from './batch-maker.ts';
import { sampleLength } from './batches.ts';
import { type Engine, inScope } from './engine.ts';
import { planStages, type Stage } from './execution-plan.ts';
import { explainByGradient } from './grad-cam.ts';
import { countSamples, type InferenceRun, inferenceRuns, inferRuns } from './inference.ts';
import { initialWeights, type NamedWeight } from './initial-weights.ts';
import { createTrainableWeights, type StartingWeight, type TrainableWeights } from './trainable-weights.ts';
import { runTrainingStep } from './training-step.ts';

/** Labelled inputs: [n, resizeSide, resizeSide, channels], and n labels, 1 = haemorrhage. */
export interface LabelledInputs {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

export interface TrainingJob {
  readonly architecture: Architecture;
  readonly settings: TrainingSettings;
  readonly training: LabelledInputs;
  readonly validation: LabelledInputs;
  /** Slices that the trained network is asked about at the end: [n, resizeSide, resizeSide, channels]. */
  readonly scoring?: { readonly inputs: Float32Array } | undefined;
  /** False where only the scores are wanted: no weights, and no scale of their heatmaps. True unless told. */
  readonly keepWeights?: boolean;
}

export interface StepProgress {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly msPerStep: number;
}

export interface TrainingWatcher {
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Aborted: the step is finished and what was learnt is kept. */
  readonly signal?: AbortSignal;
  /** Called when no further step follows: it was stopped, or its rounds are over. */
  readonly onStopping?: () => void;
  /** Keeps the run's state from time to time, and gives what it goes on from. */
  readonly keeper?: NetworkKeeper;
  /** Who makes a training's batches; by default its own thread, each when it is needed. */
  readonly createBatchMaker?: (recipe: BatchRecipe) => BatchMaker;
}

/** Where one network of a run stands. */
export type NetworkState = Omit<CheckpointState, 'jobSha256' | 'member' | 'earlierEpochs' | 'earlierMembers'>;

/** Keeps and gives back the state of one network. */
export interface NetworkKeeper {
  readonly resumed: { readonly state: NetworkState; readonly weights: readonly StartingWeight[] } | null;
  due(): boolean;
  save(state: NetworkState, weights: TrainableWeights): Promise<void>;
}

export interface TrainedNetwork {
  readonly outcome: 'finished' | 'stopped' | 'diverged';
  readonly reason: string | null;
  readonly epochs: readonly EpochRecord[];
  /** In layer order; null when nothing was learnt (diverged, or stopped before the first step) or they are not wanted. */
  readonly weights: readonly NamedWeight[] | null;
  readonly heatmapScale: number | null;
  /** Probabilities of the scoring slices; null without them, or when nothing was learnt. */
  readonly scores: Float32Array | null;
}

/** Slices whose heatmaps set a model's scale. */
export const HEATMAP_SCALE_SAMPLES = 64;

/**
 * Trains a network from seeded initial weights: Adam (AdamW where the
 * settings have a decay) on the mean cross-entropy, each round over all training slices in a
 * new seeded order, the last batch as long as what is left. The round's training figures are running ones (each batch
 * before its own step), the validation figures are of the round's end. The same job gives the same bits on one machine,
 * continued from a checkpoint too. Check the job first (checkTrainingJob).
 */
export async function trainNetwork(
  engine: Engine,
  job: TrainingJob,
  watcher: TrainingWatcher,
): Promise<TrainedNetwork> {
  const { architecture, settings, training } = job;
  const makeBatches = watcher.createBatchMaker ?? createBatchMaker;
  const resumed = watcher.keeper?.resumed ?? null;
  const start = resumed?.state;
  const batchMaker = makeBatches({ architecture, settings, inputs: training.inputs, start });
  let weights: TrainableWeights | null = null;
  try {
    weights = startingWeights(engine, job, resumed);
    collectGarbage();
    // The validation slices are the same pictures in every round.
    const validation = [...inferenceRuns(architecture, job.validation.inputs)];
    const stages = planStages(architecture);
    const run: Run = {
      ...{ engine, job, watcher, batchMaker, validation, weights, stages },
      stepsDone: start?.stepsDone ?? 0,
      epochs: [...(start?.epochs ?? [])],
      outputSpreads: [...(start?.outputSpreads ?? [])],
    };
    const { outcome, reason } = await runRounds(run, start);
    watcher.onStopping?.();
    const nothing = outcome === 'diverged' || run.stepsDone === 0;
    const keep = !nothing && (job.keepWeights ?? true);
    return {
      outcome,
      reason,
      epochs: run.epochs,
      weights: keep ? readWeights(run) : null,
      heatmapScale: keep ? measureHeatmapScale(run) : null,
      scores:
        nothing || !job.scoring ? null : await probabilitiesOf(run, inferenceRuns(architecture, job.scoring.inputs)),
    };
  } finally {
    batchMaker.close();
    weights?.dispose();
  }
}

/** In a function of its own, so that nothing holds the arrays that they come from. */
function startingWeights(
  engine: Engine,
  { architecture, settings }: TrainingJob,
  resumed: NetworkKeeper['resumed'],
): TrainableWeights {
  if (resumed) return createTrainableWeights(engine, resumed.weights, resumed.state.stepsDone);
  return createTrainableWeights(engine, initialWeights(architecture, settings.seed));
}

interface Run {
  readonly engine: Engine;
  readonly job: TrainingJob;
  readonly watcher: TrainingWatcher;
  readonly batchMaker: BatchMaker;
  readonly validation: readonly InferenceRun[];
  readonly weights: TrainableWeights;
  readonly stages: readonly Stage[];
  readonly epochs: EpochRecord[];
  /** Of each finished round. */
  readonly outputSpreads: number[];
  stepsDone: number;
}

type Outcome = Pick<TrainedNetwork, 'outcome' | 'reason'>;

/** A round under way: how many of its steps are done, and their figures. */
interface Round {
  readonly epoch: number;
  step: number;
  readonly sums: { loss: number; correct: number; outputSpread: number };
  /** When it would have begun, had it not been interrupted. */
  readonly startMs: number;
}

function newRound(epoch: number): Round {
  return { epoch, step: 0, sums: { loss: 0, correct: 0, outputSpread: 0 }, startMs: performance.now() };
}

function resumedRound({ epoch, step, sums, roundMs }: NetworkState): Round {
  return { epoch, step, sums: { ...sums }, startMs: performance.now() - roundMs };
}

async function runRounds(run: Run, start: NetworkState | undefined): Promise<Outcome> {
  const count = run.job.training.labels.length;
  for (let epoch = start?.epoch ?? 1; epoch <= run.job.settings.rounds; epoch++) {
    const round = epoch === start?.epoch ? resumedRound(start) : newRound(epoch);
    const { sums } = round;
    const ended = await runRound(run, round);
    if (ended) return ended;
    const record = {
      epoch,
      loss: sums.loss / count,
      accuracy: sums.correct / count,
      ...(await validationFigures(run)),
      durationMs: performance.now() - round.startMs,
    };
    run.epochs.push(record);
    run.outputSpreads.push(sums.outputSpread);
    run.watcher.onEpoch?.(record);
    const reason = stuckReason(evidenceOf(run));
    if (reason) return { outcome: 'diverged', reason };
  }
  return { outcome: 'finished', reason: null };
}

function evidenceOf({ epochs, outputSpreads, job: { settings, training } }: Run): RoundEvidence[] {
  const stepsPerRound = Math.ceil(training.labels.length / settings.batchSize);
  return epochs.map(({ epoch, loss }, index) => ({
    loss,
    outputSpread: outputSpreads[index] ?? 0,
    warmingUp: (epoch - 1) * stepsPerRound < settings.warmUpSteps,
  }));
}

/** One pass over the training slices, or what is left of it. Returns how the run ended, or null when it goes on. */
async function runRound(run: Run, round: Round): Promise<Outcome | null> {
  const { job, watcher } = run;
  const { epoch, sums } = round;
  const batches = roundOrder(job.settings, job.training.labels.length, epoch);
  for (const [index, batch] of batches.entries()) {
    if (index < round.step) continue;
    // A turn of the event loop, in which a stop can arrive and progress leave.
    await turn();
    if (watcher.signal?.aborted) return { outcome: 'stopped', reason: null };
    const start = performance.now();
    const figures = runTrainingStep(run, batch, await run.batchMaker.next());
    const step = index + 1;
    const reason = notFiniteReason(figures.meanLoss, epoch, step);
    if (reason) return { outcome: 'diverged', reason };
    run.stepsDone += 1;
    round.step = step;
    sums.loss += figures.meanLoss * batch.length;
    sums.correct += figures.correct;
    sums.outputSpread = Math.max(sums.outputSpread, figures.outputSpread);
    const msPerStep = performance.now() - start;
    watcher.onStep?.({ epoch, step, steps: batches.length, loss: figures.meanLoss, msPerStep });
    if (watcher.keeper?.due()) await keepState(run, round, watcher.keeper);
  }
  return null;
}

/** Writes a checkpoint; a stop that comes meanwhile is answered, since no step follows. */
async function keepState(run: Run, round: Round, keeper: NetworkKeeper): Promise<void> {
  const { signal, onStopping } = run.watcher;
  const answer = (): void => onStopping?.();
  signal?.addEventListener('abort', answer);
  try {
    await keeper.save(stateOf(run, round), run.weights);
  } finally {
    signal?.removeEventListener('abort', answer);
  }
}

function stateOf(run: Run, { epoch, step, sums, startMs }: Round): NetworkState {
  const { stepsDone, epochs, outputSpreads } = run;
  return { epoch, step, stepsDone, sums, roundMs: performance.now() - startMs, epochs, outputSpreads };
}

async function validationFigures(run: Run): Promise<Pick<EpochRecord, 'validationLoss' | 'validationAccuracy'>> {
  const { labels } = run.job.validation;
  if (labels.length === 0) return { validationLoss: null, validationAccuracy: null };
  const probabilities = await probabilitiesOf(run, run.validation);
  let loss = 0;
  let correct = 0;
  for (const [index, label] of labels.entries()) {
    const probability = probabilities[index] ?? Number.NaN;
    const ofTruth = label === 1 ? probability : 1 - probability;
    // float32 cannot tell a probability from 0 below its smallest step near 1.
    loss -= Math.log(Math.max(ofTruth, 2 ** -24));
    if (probability >= 0.5 === (label === 1)) correct += 1;
  }
  return { validationLoss: loss / labels.length, validationAccuracy: correct / labels.length };
}

/** What the network, as it is now, thinks of each slice. A stop that comes meanwhile is answered: no step follows. */
async function probabilitiesOf(
  { engine, stages, weights, watcher }: Run,
  runs: Iterable<InferenceRun>,
): Promise<Float32Array> {
  const probabilities: number[] = [];
  for (const run of runs) {
    await turn();
    if (watcher.signal?.aborted) watcher.onStopping?.();
    probabilities.push(...inScope(engine, () => inferRuns(engine, stages, weights.read(), [run])));
  }
  return Float32Array.from(probabilities);
}

function readWeights({ engine, job, weights }: Run): NamedWeight[] {
  const named = inferLayerShapes(job.architecture).flatMap((layer) => layer.weights);
  return inScope(engine, () => {
    const current = weights.read();
    return named.map(({ name, shape }, index) => ({
      name,
      shape,
      values: current[index]?.dataSync() as Float32Array,
    }));
  });
}

/** One scale for all heatmaps of a model, from a seeded sample of its training slices. */
function measureHeatmapScale({ engine, job, stages, weights }: Run): number | null {
  const { architecture, settings, training } = job;
  const samples = createSeededRandom(deriveSeed(settings.seed, 'heatmap-scale'))
    .shuffle(Array.from(training.labels.keys()))
    .slice(0, HEATMAP_SCALE_SAMPLES);
  const length = sampleLength(architecture);
  const inputs = new Float32Array(samples.length * length);
  for (const [place, sample] of samples.entries()) {
    inputs.set(training.inputs.subarray(sample * length, (sample + 1) * length), place * length);
  }
  return inScope(engine, () => heatmapScaleOf(explainByGradient(engine, architecture, stages, weights.read(), inputs)));
}

/**
 * Refuses what cannot be trained on; needs no TensorFlow. Call it before `trainNetwork`.
 * @throws ComputeError: `bad-training-data`, `one-class`
 */
export function checkTrainingJob({ architecture, training, validation }: TrainingJob): void {
  for (const [part, { inputs, labels }] of [['training', training] as const, ['validation', validation] as const]) {
    if (countSamples(architecture, inputs) !== labels.length) {
      throw new ComputeError('bad-training-data', `The ${part} part has not as many labels as slices.`);
    }
  }
  const haemorrhages = training.labels.filter((label) => label === 1).length;
  if (haemorrhages === 0 || haemorrhages === training.labels.length) {
    throw new ComputeError(
      'one-class',
      'Training needs slices with and without haemorrhage, and the training part has only one kind.',
    );
  }
}
