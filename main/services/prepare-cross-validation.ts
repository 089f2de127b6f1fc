import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { Grouping } from '../../src/contract/cross-validation-methods.ts';
import { dealFolds } from '../../src/dataset/folds.ts';
import { groupKeys } from '../../src/dataset/split.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import {
  ensembleDeal,
  type FoldTask,
  foldTasks,
  foldWords,
  innerTrainings,
  outerTraining,
} from '../../src/training/nested-folds.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { type CrossValidationRow, findCrossValidation, insertCrossValidation } from '../store/cross-validations.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { type DevelopmentMember, developmentMembers } from './development-slices.ts';
import { lookAlikeLinks } from './look-alike-links.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface CrossValidateRequest {
  readonly datasetId: number;
  /** Of more than one, an inner cross-validation inside each fold chooses by log loss. */
  readonly recipes: readonly Recipe[];
  readonly folds: number;
  readonly repeats: number;
  readonly grouping: Grouping;
  /** Deals the folds and seeds every training; drawn and stored where none is given. */
  readonly seed?: number | undefined;
  readonly reader: string | null;
}

/** A cross-validation whose folds are stored and in the log, before anything is trained. */
export interface PreparedCrossValidation {
  readonly run: CrossValidationRow;
  readonly members: readonly DevelopmentMember[];
  /** Fold of each member in each repeat: [repeat][place in members]. */
  readonly folds: readonly (readonly number[])[];
  readonly reader: string | null;
}

/** Folds of the inner cross-validation that chooses among recipes. */
const INNER_FOLDS = 3;

function innerFoldsOf(recipes: readonly Recipe[]): number | null {
  return recipes.length > 1 ? INNER_FOLDS : null;
}

/**
 * Deals the development slices of a data set version into folds and stores them with an audit entry: from here on it can
 * be traced.
 * @throws ServiceError `no-dataset`; `too-few-slices` where a label has fewer groups than there are folds, or a fold would
 *   learn from too few for the choice among recipes or for an ensemble of folds
 */
export async function prepareCrossValidation(
  context: ServiceContext,
  compute: ComputeClient,
  request: CrossValidateRequest,
): Promise<PreparedCrossValidation> {
  const dataset = findDatasetVersion(context.store.db, request.datasetId);
  if (!dataset) {
    throw new ServiceError('no-dataset', `There is no data set version ${request.datasetId}. Freeze one first.`);
  }
  const seed = request.seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
  const development = developmentMembers(context, dataset.id);
  const members = await groupedMembers(context, compute, development, request);
  const folds = dealRepeats(members, request, seed);
  requireInnerDeals(members, folds, { ...request, seed });
  const { recipes, repeats, grouping, reader } = request;
  return context.store.transaction(() => {
    requireSameMembers(development, developmentMembers(context, dataset.id));
    const id = insertCrossValidation(
      context.store.db,
      {
        datasetVersionId: dataset.id,
        recipes: [...recipes],
        folds: request.folds,
        repeats,
        innerFolds: innerFoldsOf(recipes),
        grouping,
        seed,
        startedMs: context.clock().getTime(),
      },
      folds.flatMap((ofRepeat, repeat) =>
        members.map(({ sliceId, group }, place) => ({ repeat, sliceId, group, fold: ofRepeat[place] ?? 0 })),
      ),
    );
    appendEntry(context, {
      event: 'cross-validation-started',
      reader,
      crossValidation: id,
      datasetVersion: dataset.name,
      manifestSha256: dataset.manifestSha256,
      architectures: recipes.map(({ architecture }) => architecture.name),
      recipesSha256: sha256OfText(canonicalJson([...recipes])),
      folds: request.folds,
      repeats,
      grouping,
      seed,
      slices: members.length,
      groups: new Set(members.map(({ group }) => group)).size,
    });
    return { run: requireCrossValidation(context, id), members, folds, reader };
  });
}

/** A cross-validation by id. @throws ServiceError `no-cross-validation` */
export function requireCrossValidation(context: ServiceContext, id: number): CrossValidationRow {
  const run = findCrossValidation(context.store.db, id);
  if (run) return run;
  throw new ServiceError('no-cross-validation', `There is no cross-validation ${id} in this project.`);
}

async function groupedMembers(
  context: ServiceContext,
  compute: ComputeClient,
  members: readonly DevelopmentMember[],
  { grouping }: CrossValidateRequest,
): Promise<readonly DevelopmentMember[]> {
  if (grouping === 'near-duplicates') return members;
  const runs = await lookAlikeLinks(
    context,
    compute,
    members.map(({ sliceId }) => sliceId),
  );
  const linked = members.map((member) => {
    const run = runs.get(member.sliceId);
    return run === undefined ? member : { ...member, links: [...member.links, run] };
  });
  const groups = groupKeys(linked);
  return linked.map((member, place) => ({ ...member, group: groups[place] ?? member.group }));
}

/** @throws ServiceError `slices-changed` where slices were sealed, or groups changed, since the folds were dealt */
function requireSameMembers(before: readonly DevelopmentMember[], now: readonly DevelopmentMember[]): void {
  const facts = (members: readonly DevelopmentMember[]): string =>
    canonicalJson(members.map(({ key, label, group }) => [key, label, group]));
  if (facts(before) === facts(now)) return;
  throw new ServiceError(
    'slices-changed',
    'Slices were sealed, or their groups changed, while the folds were dealt. Nothing was stored; start the cross-validation again.',
  );
}

function dealRepeats(
  members: readonly DevelopmentMember[],
  { folds, repeats }: CrossValidateRequest,
  seed: number,
): number[][] {
  try {
    return Array.from({ length: repeats }, (_, repeat) => {
      const foldOf = dealFolds(members, { folds, seed, repeat });
      return members.map(({ key }) => foldOf.get(key) ?? 0);
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceError('too-few-slices', `${error.message} Take fewer folds, or label more slices.`);
  }
}

/**
 * Deals on trial what each fold deals later: its inner folds, and the folds of ensembles.
 * @throws ServiceError `too-few-slices` with the first fold where that cannot be done
 */
function requireInnerDeals(
  members: readonly DevelopmentMember[],
  folds: readonly (readonly number[])[],
  run: CrossValidateRequest & { readonly seed: number },
): void {
  for (const task of foldTasks(run)) {
    try {
      dealOnTrial(members, folds[task.repeat] ?? [], run, task);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message = `${foldWords(run, task)} learns from too few slices. ${error.message} Label more slices, name one network alone, or take a smaller ensemble.`;
      throw new ServiceError('too-few-slices', message);
    }
  }
}

function dealOnTrial(
  members: readonly DevelopmentMember[],
  deal: readonly number[],
  run: CrossValidateRequest & { readonly seed: number },
  task: FoldTask,
): void {
  const outer = outerTraining(deal, run.seed, task);
  const innerFolds = innerFoldsOf(run.recipes);
  const inner = innerFolds === null ? [] : innerTrainings(members, outer, { ...run, innerFolds }, task);
  run.recipes.forEach(({ settings }, recipe) => {
    for (const training of [outer, ...(inner[recipe] ?? [])]) ensembleDeal(members, training, settings);
  });
}
