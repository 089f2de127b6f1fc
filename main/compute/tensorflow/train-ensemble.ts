import { heatmapScaleOf } from '../../../src/explanation/heatmap-scale.ts';
import { mirrorPictures } from '../../../src/prediction/mirror.ts';
import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';
import { memberCount, memberSeed } from '../../../src/training/ensemble.ts';
import type { EpochRecord } from '../../../src/training/training-settings.ts';
import { ComputeError } from '../compute-errors.ts';
import { sampleLength } from './batches.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Engine } from './engine.ts';
import { createEnsemblePredictor, meanArray, meanExplanations } from './ensemble-predictor.ts';
import type { NamedWeight } from './initial-weights.ts';
import { createPredictor, type Predictor } from './predictor.ts';
import {
  checkTrainingJob,
  HEATMAP_SCALE_SAMPLES,
  type LabelledInputs,
  type NetworkKeeper,
  type StepProgress,
  type TrainedNetwork,
  type TrainingJob,
  type TrainingWatcher,
  trainNetwork,
} from './train-network.ts';

export interface EnsembleJob extends TrainingJob {
  /** The fold (0-based) of each training slice, where each network leaves one out. */
  readonly folds?: Uint8Array | undefined;
}

export interface EnsembleWatcher extends Omit<TrainingWatcher, 'onStep' | 'keeper'> {
  readonly checkpoints?: Checkpoints;
  /** `member` counts from 1. */
  readonly onStep?: (progress: StepProgress & { readonly member: number }) => void;
}

export interface TrainedEnsemble extends Omit<TrainedNetwork, 'weights'> {
  /** The weights of each network that is kept, one or more; null when nothing was learnt. */
  readonly members: readonly (readonly NamedWeight[])[] | null;
  /** What all of them together say of the validation slices; empty without such slices, or when nothing was learnt. */
  readonly validationProbabilities: Float32Array;
}

/**
 * Trains what the settings ask for: one network, or the networks of an ensemble one after the other. A stop keeps the
 * networks that are finished (the first one as far as it came); a network that diverges ends the run. Check the job first.
 */
export async function trainEnsemble(
  engine: Engine,
  job: EnsembleJob,
  watcher: EnsembleWatcher,
): Promise<TrainedEnsemble> {
  const count = memberCount(job.settings);
  const { checkpoints } = watcher;
  const resumed = checkpoints?.resumed ?? null;
  const kept: Kept[] = (resumed?.members ?? []).map((member) => ({ ...member, scores: null }));
  const epochs: EpochRecord[] = [...(resumed?.state.earlierEpochs ?? [])];
  let end: Pick<TrainedNetwork, 'outcome' | 'reason'> = { outcome: 'finished', reason: null };
  for (let member = resumed?.state.member ?? 0; member < count && end.outcome === 'finished'; member++) {
    const trained = await trainNetwork(
      engine,
      memberJob(job, member),
      memberWatcher(watcher, member, count, [...epochs]),
    );
    epochs.push(...trained.epochs.map((record) => ofMember(record, member, count)));
    end = memberEnd(trained, kept.length, count);
    const isPart = trained.outcome === 'stopped' && kept.length > 0;
    if (isPart || !(trained.weights || trained.scores)) continue;
    kept.push(trained);
    const oneFollows = end.outcome === 'finished' && member + 1 < count;
    if (oneFollows && trained.weights) await checkpoints?.keepMember(trained.weights, trained.heatmapScale);
  }
  const scores = meanScores(job, kept);
  const members = kept.flatMap(({ weights }) => (weights ? [weights] : []));
  if (end.outcome === 'diverged' || members.length === 0) {
    const nothing = { members: null, heatmapScale: null, validationProbabilities: new Float32Array() };
    return { ...end, epochs, ...nothing, scores: end.outcome === 'diverged' ? null : scores };
  }
  const alone = members.length === 1 && !job.settings.testTimeFlip;
  const known = alone ? (kept[0]?.heatmapScale ?? null) : null;
  return { ...end, epochs, members, scores, ...measureTogether(engine, job, members, known) };
}

type Kept = Pick<TrainedNetwork, 'weights' | 'scores' | 'heatmapScale'>;

/** What all networks together say of the slices to score. Each was asked about their mirror images behind them. */
function meanScores(
  { settings, scoring }: EnsembleJob,
  kept: readonly Pick<TrainedNetwork, 'scores'>[],
): Float32Array | null {
  const all = kept.flatMap(({ scores }) => (scores ? [scores] : []));
  if (!scoring || all.length === 0) return null;
  if (!settings.testTimeFlip) return meanArray(all);
  return meanArray(all.flatMap((scores) => [scores.slice(0, scores.length / 2), scores.slice(scores.length / 2)]));
}

/** How the run stands after a network; `finished` when the next may follow. */
function memberEnd(
  { outcome, reason }: Pick<TrainedNetwork, 'outcome' | 'reason'>,
  kept: number,
  count: number,
): Pick<TrainedNetwork, 'outcome' | 'reason'> {
  if (count === 1 || outcome === 'finished') return { outcome, reason };
  const which = `network ${kept + 1} of ${count}`;
  if (outcome === 'diverged') return { outcome, reason: `In ${which}: ${reason}` };
  if (kept === 0) return { outcome, reason: `Stopped in ${which}.` };
  return { outcome, reason: `Stopped in ${which}; the ${kept} before it are kept.` };
}

function ofMember(record: EpochRecord, member: number, count: number): EpochRecord {
  return count === 1 ? record : { ...record, member: member + 1 };
}

function memberWatcher(
  watcher: EnsembleWatcher,
  member: number,
  count: number,
  earlierEpochs: readonly EpochRecord[],
): TrainingWatcher {
  const { onStep, onEpoch, onStopping, signal, createBatchMaker, checkpoints } = watcher;
  return {
    ...(createBatchMaker && { createBatchMaker }),
    ...(signal && { signal }),
    onStopping: () => {
      if (signal?.aborted || member + 1 === count) onStopping?.();
    },
    ...(checkpoints && { keeper: keeperOf(checkpoints, member, earlierEpochs) }),
    onStep: (progress) => onStep?.({ ...progress, member: member + 1 }),
    onEpoch: (record) => onEpoch?.(ofMember(record, member, count)),
  };
}

/** Keeps one network's state with that of the networks before it. */
function keeperOf(checkpoints: Checkpoints, member: number, earlierEpochs: readonly EpochRecord[]): NetworkKeeper {
  const { resumed } = checkpoints;
  return {
    resumed: resumed?.state.member === member ? resumed : null,
    due: checkpoints.due,
    save: (state, weights) => checkpoints.save({ ...state, member, earlierEpochs: [...earlierEpochs] }, weights),
  };
}

/** The job of one network (0-based): its own seed, without its fold where there are folds, mirror images where asked. */
function memberJob({ folds, ...job }: EnsembleJob, member: number): TrainingJob {
  const settings = { ...job.settings, seed: memberSeed(job.settings.seed, member) };
  const own = { ...job, settings, scoring: withMirrorImages(job) };
  if (!folds) return own;
  const taught = Array.from(folds.keys()).filter((sample) => folds[sample] !== member);
  return { ...own, training: someOf(job, taught) };
}

function withMirrorImages({ architecture, settings, scoring }: TrainingJob): TrainingJob['scoring'] {
  if (!scoring || !settings.testTimeFlip) return scoring;
  const mirrored = mirrorPictures(scoring.inputs, architecture.resizeSide, architecture.channels);
  const inputs = new Float32Array(2 * mirrored.length);
  inputs.set(scoring.inputs);
  inputs.set(mirrored, mirrored.length);
  return { inputs };
}

function someOf({ architecture, training }: TrainingJob, samples: readonly number[]): LabelledInputs {
  const length = sampleLength(architecture);
  const inputs = new Float32Array(samples.length * length);
  for (const [place, sample] of samples.entries()) {
    inputs.set(training.inputs.subarray(sample * length, (sample + 1) * length), place * length);
  }
  return { inputs, labels: Uint8Array.from(samples, (sample) => training.labels[sample] ?? 0) };
}

/** Validation answers and the heatmaps' scale, with one network in memory at a time. */
function measureTogether(
  engine: Engine,
  job: EnsembleJob,
  members: readonly (readonly NamedWeight[])[],
  knownScale: number | null,
): Pick<TrainedEnsemble, 'validationProbabilities' | 'heatmapScale'> {
  const { architecture, settings, training, validation } = job;
  const samples = createSeededRandom(deriveSeed(settings.seed, 'heatmap-scale'))
    .shuffle(Array.from(training.labels.keys()))
    .slice(0, HEATMAP_SCALE_SAMPLES);
  const { inputs } = someOf(job, samples);
  const each = <T>(ask: (predictor: Predictor) => T): T[] =>
    members.map((weights) => {
      const alone = createPredictor(engine, architecture, weights);
      try {
        return ask(createEnsemblePredictor([alone], architecture, settings));
      } finally {
        alone.dispose();
      }
    });
  const answers = each((predictor) => ({
    probabilities: validation.labels.length > 0 ? predictor.predict(validation.inputs) : new Float32Array(),
    explanations: knownScale === null ? predictor.explain(inputs) : [],
  }));
  return {
    validationProbabilities: meanArray(answers.map(({ probabilities }) => probabilities)),
    heatmapScale: knownScale ?? heatmapScaleOf(meanExplanations(answers.map(({ explanations }) => explanations))),
  };
}

/**
 * Refuses what cannot be trained on, as checkTrainingJob does, for every network.
 * @throws ComputeError: `bad-training-data`, `one-class`
 */
export function checkEnsembleJob(job: EnsembleJob): void {
  checkTrainingJob(job);
  const { folds, settings, training } = job;
  if (
    (settings.ensemble?.of === 'folds') !== (folds !== undefined) ||
    (folds && folds.length !== training.labels.length)
  ) {
    throw new ComputeError('bad-training-data', 'An ensemble of folds needs the fold of each training slice.');
  }
  for (let member = 0; folds && member < memberCount(settings); member++) checkTrainingJob(memberJob(job, member));
}
