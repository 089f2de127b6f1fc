import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { logLoss } from '../../src/statistics/log-loss.ts';
import { memberCount } from '../../src/training/ensemble.ts';
import { classOf } from '../../src/training/fold-training.ts';
import {
  ensembleDeal,
  type FoldTask,
  foldTasks,
  foldWords,
  innerTrainings,
  outerTraining,
  type SeededTraining,
} from '../../src/training/nested-folds.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeAborted, ComputeError } from '../compute/compute-errors.ts';
import { sha256OfText } from '../store/audit-log.ts';
import {
  type CrossValidationRow,
  choicesOfCrossValidation,
  endCrossValidation,
  saveChoice,
  saveFold,
  saveShortcuts,
  slicesOfCrossValidation,
} from '../store/cross-validations.ts';
import { auditShortcuts } from './audit-shortcuts.ts';
import { inParallel } from './in-parallel.ts';
import { networkInputs } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import { type PreparedCrossValidation, requireCrossValidation } from './prepare-cross-validation.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface CrossValidateOptions {
  /** Aborting ends the cross-validation; the folds that are done are kept in the record, and no figures are made. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

/** Folds that are trained at a time. */
const FOLDS_AT_ONCE = 1;

/**
 * Trains and asks every fold of every repeat and stores the out-of-fold predictions, each fold as it comes. Where there are
 * several recipes, each fold chooses its own by an inner cross-validation on its training slices alone (nested, Varma &
 * Simon, 2006, BMC Bioinformatics 7:91). Rounds are fixed beforehand: no fold chooses when to stop by what it is asked.
 * A stop or failure in the shortcut audit after the folds leaves the finished cross-validation finished, without an audit.
 * @throws ServiceError `cross-validation-failed` with the reason, which the record holds too; the signal's reason or
 *   ComputeAborted after a stop
 */
export async function crossValidate(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedCrossValidation,
  options: CrossValidateOptions = {},
): Promise<CrossValidationRow> {
  const { run } = prepared;
  try {
    const inputs = await inputsOfRecipes(context, compute, prepared, options);
    const finished = finishedFolds(context, run.id);
    const tasks = foldTasks(run);
    const left = tasks.filter((task) => !finished.has(foldKey(task)));
    const total = totalRounds(run);
    const rounds = { done: Math.round(total * (1 - left.length / tasks.length)), total };
    await inParallel(left, FOLDS_AT_ONCE, (task) =>
      runFold({ context, compute, prepared, options, inputs, rounds }, task),
    );
  } catch (error) {
    throw endWithError(context, prepared, error, options.signal);
  }
  endWell(context, prepared);
  await auditFolds(context, compute, prepared, options);
  return requireCrossValidation(context, run.id);
}

const foldKey = ({ repeat, fold }: FoldTask): string => `${repeat}/${fold}`;

/** The folds whose predictions are stored: of one that was begun before, those that were done. All of a fold's come at once. */
export function finishedFolds(context: ServiceContext, id: number): ReadonlySet<string> {
  const rows = slicesOfCrossValidation(context.store.db, id);
  return new Set(rows.filter(({ probability }) => probability !== null).map(foldKey));
}

interface Work {
  readonly context: ServiceContext;
  readonly compute: ComputeClient;
  readonly prepared: PreparedCrossValidation;
  readonly options: CrossValidateOptions;
  /** What enters the network, by recipe and member. */
  readonly inputs: readonly (readonly Float32Array[])[];
  readonly rounds: { done: number; readonly total: number };
}

async function runFold(work: Work, task: FoldTask): Promise<void> {
  const { context, prepared } = work;
  const { run, members } = prepared;
  const training = outerTraining(prepared.folds[task.repeat] ?? [], run.seed, task);
  const recipe = await chooseRecipe(work, task, training);
  const scores = await trainAndAsk(work, recipe, training, foldWords(run, task));
  const probabilities = new Map(
    training.asked.map((place, index) => [members[place]?.sliceId ?? 0, scores[index] ?? Number.NaN]),
  );
  context.store.transaction(() => saveFold(context.store.db, { id: run.id, repeat: task.repeat }, probabilities));
}

/**
 * What slices give away without a network, on the same slices and folds. The cross-validation is finished before: without an
 * audit (too few slices, a failure, a stop) it stands as it is, and a failure is said as a remark.
 */
async function auditFolds(
  context: ServiceContext,
  compute: ComputeClient,
  { run, members, folds }: PreparedCrossValidation,
  options: CrossValidateOptions,
): Promise<void> {
  const onProgress = (done: number, total: number): void =>
    options.onProgress?.({ message: 'Measuring what gives the label away', done, total });
  try {
    const network = networkScores(context, run.id, members, folds.length);
    const asked = { signal: options.signal, onProgress };
    const audit = await auditShortcuts(context, compute, { members, folds, network }, asked);
    context.store.transaction(() => saveShortcuts(context.store.db, run.id, audit));
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'no-shortcut-audit') return;
    if (error instanceof ComputeAborted || options.signal?.aborted === true) return;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Cross-validation ${run.id} is finished, without a shortcut audit: ${reason}`;
    context.notify({ kind: 'remark', message });
  }
}

/** The stored out-of-fold probability of each member, a list for each repeat. */
function networkScores(
  context: ServiceContext,
  id: number,
  members: PreparedCrossValidation['members'],
  repeats: number,
): number[][] {
  const rows = slicesOfCrossValidation(context.store.db, id);
  return Array.from({ length: repeats }, (_, repeat) => {
    const known = new Map(rows.filter((row) => row.repeat === repeat).map((row) => [row.sliceId, row.probability]));
    return members.map(({ sliceId }) => known.get(sliceId) ?? Number.NaN);
  });
}

/** The place of the recipe that a fold uses: the only one, or the one with the lowest inner log loss. */
async function chooseRecipe(work: Work, task: FoldTask, outer: SeededTraining): Promise<number> {
  const { run, members } = work.prepared;
  const { innerFolds } = run;
  if (innerFolds === null) return 0;
  const known = choicesOfCrossValidation(work.context.store.db, run.id).find(
    (choice) => choice.repeat === task.repeat && choice.fold === task.fold,
  );
  // It was cut off between its choice and its end.
  if (known) return known.recipe;
  const losses: number[] = [];
  for (const [place, trainings] of innerTrainings(members, outer, { ...run, innerFolds }, task).entries()) {
    const words = `${foldWords(run, task)}, choosing: ${run.recipes[place]?.architecture.name}`;
    const scored: { probability: number; label: TrainableLabel }[] = [];
    for (const training of trainings) {
      const scores = await trainAndAsk(work, place, training, words);
      training.asked.forEach((asked, index) => {
        const member = members[asked];
        if (member) scored.push({ probability: scores[index] ?? Number.NaN, label: member.label });
      });
    }
    losses.push(logLoss(scored));
  }
  const recipe = losses.indexOf(Math.min(...losses));
  const { store } = work.context;
  store.transaction(() => saveChoice(store.db, { id: run.id, ...task, recipe, innerLogLosses: losses }));
  return recipe;
}

/** Trains on the taught members and gives the probability of haemorrhage of each asked one. */
async function trainAndAsk(
  work: Work,
  recipeAt: number,
  training: SeededTraining,
  words: string,
): Promise<Float32Array> {
  const { compute, prepared, options, rounds } = work;
  const recipe = prepared.run.recipes[recipeAt];
  const inputs = work.inputs[recipeAt];
  if (!recipe || !inputs) throw new RangeError(`There is no recipe ${recipeAt}.`);
  options.signal?.throwIfAborted();
  const of = (places: readonly number[]): Float32Array =>
    concatenate(places.map((place) => inputs[place] ?? new Float32Array()));
  const labels = Uint8Array.from(training.taught, (place) => classOf(prepared.members[place]?.label ?? 'none'));
  const settings = { ...recipe.settings, seed: training.seed };
  const folds = ensembleDeal(prepared.members, training, settings);
  const before = rounds.done;
  const result = await compute.request(
    'train',
    {
      architecture: recipe.architecture,
      settings,
      training: { inputs: of(training.taught), labels },
      validation: { inputs: new Float32Array(), labels: new Uint8Array() },
      scoring: { inputs: of(training.asked) },
      ...(folds && { folds }),
      weightsPath: null,
    },
    {
      signal: options.signal,
      keepChild: true,
      // A part of a fold's training is of no use.
      keepWhenStopped: false,
      onProgress: (progress) => {
        if (progress.kind !== 'epoch') return;
        rounds.done += 1;
        options.onProgress?.({ message: words, done: rounds.done, total: rounds.total });
      },
    },
  );
  if (result.outcome === 'stopped') throw new ComputeAborted('The cross-validation was stopped.');
  if (result.outcome === 'diverged' || result.scores === null) {
    throw new ServiceError('fold-diverged', `${words}: ${result.reason ?? 'nothing was learnt.'}`);
  }
  const { scores } = result;
  if (!training.asked.every((_, index) => Number.isFinite(scores[index]))) {
    throw new ServiceError(
      'fold-diverged',
      `${words}: the network gave a slice no probability. Take a lower learning rate.`,
    );
  }
  rounds.done = before + recipe.settings.rounds * memberCount(recipe.settings);
  return scores;
}

/** Rounds of all trainings; of a fold's chosen recipe the longest is counted, since the choice is not known yet. */
function totalRounds({ recipes, folds, repeats, innerFolds }: CrossValidationRow): number {
  const rounds = recipes.map(({ settings }) => settings.rounds * memberCount(settings));
  const inner = innerFolds === null ? 0 : innerFolds * rounds.reduce((a, b) => a + b, 0);
  return folds * repeats * (Math.max(...rounds) + inner);
}

/** Every member's input, once for each preprocessing. @throws ServiceError `slices-missing` */
async function inputsOfRecipes(
  context: ServiceContext,
  compute: ComputeClient,
  { run, members }: PreparedCrossValidation,
  options: CrossValidateOptions,
): Promise<Float32Array[][]> {
  const known = new Map<string, Float32Array[]>();
  const inputs: Float32Array[][] = [];
  for (const { preprocessing } of run.recipes) {
    const key = canonicalJson(preprocessing);
    const made = known.get(key) ?? (await inputsOf(context, compute, members, preprocessing, options));
    known.set(key, made);
    inputs.push(made);
  }
  return inputs;
}

async function inputsOf(
  context: ServiceContext,
  compute: ComputeClient,
  members: PreparedCrossValidation['members'],
  preprocessing: Recipe['preprocessing'],
  options: CrossValidateOptions,
): Promise<Float32Array[]> {
  const sliceIds = members.map(({ sliceId }) => sliceId);
  const { inputs, failures } = await networkInputs(context, compute, sliceIds, preprocessing, {
    signal: options.signal,
    onProgress: (done, total) => options.onProgress?.({ message: 'Reading the slices', done, total }),
  });
  const [first] = failures;
  if (first) {
    const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
    const message = `${first.file}${others} cannot be read: ${first.message} A data set version is cross-validated with all its slices or not at all.`;
    throw new ServiceError('slices-missing', message);
  }
  return sliceIds.map((sliceId) => inputs.get(sliceId) ?? new Float32Array());
}

function endWell(context: ServiceContext, { run, reader, members }: PreparedCrossValidation): void {
  const { store } = context;
  const keys = new Map(members.map(({ sliceId, key }) => [sliceId, key]));
  const rows = slicesOfCrossValidation(store.db, run.id)
    .map(({ repeat, sliceId, fold, probability }) => ({ repeat, slice: keys.get(sliceId) ?? '', fold, probability }))
    .sort((a, b) => a.repeat - b.repeat || (a.slice < b.slice ? -1 : 1));
  store.transaction(() => {
    endCrossValidation(store.db, run.id, {
      status: 'finished',
      reason: null,
      finishedMs: context.clock().getTime(),
    });
    appendEntry(context, {
      event: 'cross-validation-ended',
      reader,
      crossValidation: run.id,
      outcome: 'finished',
      reason: null,
      predictionsSha256: sha256OfText(canonicalJson(rows)),
    });
  });
}

/** Stores how it ended, and gives the error that says so. */
function endWithError(
  context: ServiceContext,
  { run, reader }: PreparedCrossValidation,
  error: unknown,
  signal: AbortSignal | undefined,
): unknown {
  const stopped = error instanceof ComputeAborted || signal?.aborted === true;
  const outcome = stopped ? 'stopped' : 'failed';
  const message = error instanceof Error ? error.message : String(error);
  // The record may name files; the log never does.
  const code = error instanceof ComputeError || error instanceof ServiceError ? error.code : 'unexpected';
  context.store.transaction(() => {
    const finishedMs = context.clock().getTime();
    endCrossValidation(context.store.db, run.id, { status: outcome, reason: stopped ? null : message, finishedMs });
    appendEntry(context, {
      event: 'cross-validation-ended',
      reader,
      crossValidation: run.id,
      outcome,
      reason: stopped ? null : code,
      predictionsSha256: null,
    });
  });
  return stopped ? error : new ServiceError('cross-validation-failed', `The cross-validation failed. ${message}`);
}
