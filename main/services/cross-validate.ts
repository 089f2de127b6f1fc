import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { dealFolds } from '../../src/dataset/folds.ts';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { logLoss } from '../../src/statistics/log-loss.ts';
import { ensembleFolds, memberCount } from '../../src/training/ensemble.ts';
import { classOf, type FoldTraining, trainingOfFold } from '../../src/training/fold-training.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeAborted, ComputeError } from '../compute/compute-errors.ts';
import { sha256OfText } from '../store/audit-log.ts';
import {
  type CrossValidationRow,
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
  const { run, folds } = prepared;
  try {
    const inputs = await inputsOfRecipes(context, compute, prepared, options);
    const work: Work = { context, compute, prepared, options, inputs, rounds: { done: 0, total: totalRounds(run) } };
    const tasks = folds.flatMap((_, repeat) => Array.from({ length: run.folds }, (__, fold) => ({ repeat, fold })));
    await inParallel(tasks, FOLDS_AT_ONCE, (task) => runFold(work, task));
  } catch (error) {
    throw endWithError(context, prepared, error, options.signal);
  }
  endWell(context, prepared);
  await auditFolds(context, compute, prepared, options);
  return requireCrossValidation(context, run.id);
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

interface FoldTask {
  readonly repeat: number;
  readonly fold: number;
}

async function runFold(work: Work, task: FoldTask): Promise<void> {
  const { context, prepared } = work;
  const { run, members } = prepared;
  const training = trainingOfFold(prepared.folds[task.repeat] ?? [], task.fold);
  const recipe = await chooseRecipe(work, task, training);
  const seed = deriveSeed(run.seed, 'fold', task.repeat, task.fold);
  const scores = await trainAndAsk(work, recipe, training, seed, foldWords(run, task));
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
async function chooseRecipe(work: Work, task: FoldTask, { taught }: FoldTraining): Promise<number> {
  const { run, members } = work.prepared;
  if (run.innerFolds === null) return 0;
  const inner = taught.flatMap((place) => members[place] ?? []);
  const seed = deriveSeed(run.seed, 'inner', task.repeat, task.fold);
  const dealt = dealFolds(inner, { folds: run.innerFolds, seed });
  const innerFolds = inner.map(({ key }) => dealt.get(key) ?? 0);
  const losses: number[] = [];
  for (const recipe of run.recipes.keys()) {
    const scored: { probability: number; label: (typeof inner)[number]['label'] }[] = [];
    for (let fold = 0; fold < run.innerFolds; fold++) {
      const { taught: innerTaught, asked } = trainingOfFold(innerFolds, fold);
      const outer = (places: readonly number[]): number[] => places.map((place) => taught[place] ?? 0);
      const training = { taught: outer(innerTaught), asked: outer(asked) };
      const words = `${foldWords(run, task)}, choosing: ${run.recipes[recipe]?.architecture.name}`;
      const scores = await trainAndAsk(work, recipe, training, deriveSeed(seed, recipe, fold), words);
      asked.forEach((place, index) => {
        const member = inner[place];
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
  training: FoldTraining,
  seed: number,
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
  const taught = training.taught.flatMap((place) => prepared.members[place] ?? []);
  const folds = ensembleFolds(taught, { ...recipe.settings, seed });
  const before = rounds.done;
  const result = await compute.request(
    'train',
    {
      architecture: recipe.architecture,
      settings: { ...recipe.settings, seed },
      training: { inputs: of(training.taught), labels },
      validation: { inputs: new Float32Array(), labels: new Uint8Array() },
      scoring: { inputs: of(training.asked) },
      ...(folds && { folds }),
      weightsPath: null,
    },
    {
      signal: options.signal,
      keepChild: true,
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
  rounds.done = before + recipe.settings.rounds * memberCount(recipe.settings);
  return result.scores;
}

function foldWords(run: CrossValidationRow, { repeat, fold }: FoldTask): string {
  const ofRepeats = run.repeats > 1 ? `Repeat ${repeat + 1} of ${run.repeats}, fold` : 'Fold';
  return `${ofRepeats} ${fold + 1} of ${run.folds}`;
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
