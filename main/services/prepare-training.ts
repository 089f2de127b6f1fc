import { createSeededRandom } from '../../src/random/seeded-random.ts';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { ensembleFolds } from '../../src/training/ensemble.ts';
import type { PreprocessingChoices } from '../../src/training/preprocessing-choices.ts';
import { type Recipe, recipeFor, type SettingsChoice } from '../../src/training/recipe.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { findSource } from '../store/sources.ts';
import { insertRun, type RunRow } from '../store/training-runs.ts';
import { requireRun } from './require-run.ts';
import { sealedApartWords } from './sealed-apart-words.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { loadSplit, requireSoundSplit, type SplitMember, splitDataset } from './split-dataset.ts';

export interface TrainRequest {
  readonly datasetId: number;
  readonly architecture: ArchitectureName;
  /** What is not said is the architecture's default; without a seed one is drawn, and stored. */
  readonly settings: SettingsChoice;
  readonly preprocessing?: PreprocessingChoices | undefined;
  /** Learns from these sources alone, so that it can be measured on the others; all without it. */
  readonly sourceIds?: readonly number[] | undefined;
  readonly reader: string | null;
  /** A stored split to be used as it is, or not at all; without one the version's own is found or dealt. */
  readonly splitId?: number | undefined;
}

/** A run that has its rows and its audit entry, and has not begun to learn. */
export interface PreparedRun {
  readonly run: RunRow;
  readonly members: readonly SplitMember[];
  readonly reader: string | null;
  /** What a person must know of the split, in words: that it replaced one that leaks, what is sealed apart. */
  readonly remarks: readonly string[];
  /** Whether it goes on from its checkpoint. */
  readonly continued?: boolean;
}

/**
 * Splits the data set version, stores the run, and says so in the log: from here on it can be traced. The split is checked
 * against today's links first.
 * @throws ServiceError `split-leaks` with the pairs, `sealed-in-split`, `too-few-slices`, `not-searched`
 */
export function prepareTraining(context: ServiceContext, request: TrainRequest): PreparedRun {
  const seed = request.settings.seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
  const recipe = recipeFor(request.architecture, request.settings, seed, request.preprocessing);
  const { architecture, preprocessing, settings } = recipe;
  return context.store.transaction(() => {
    const dataset = findDatasetVersion(context.store.db, request.datasetId);
    if (!dataset)
      throw new ServiceError('no-dataset', `There is no data set version ${request.datasetId}. Freeze one first.`);
    const whole =
      request.splitId === undefined
        ? splitDataset(context, { datasetVersionId: dataset.id, seed })
        : loadSplit(context, request.splitId);
    if (whole.datasetVersionId !== dataset.id) {
      throw new ServiceError('no-split', `Split ${whole.id} is of ${whole.datasetName}, not of ${dataset.name}.`);
    }
    requireSoundSplit(context, whole);
    const sourceIds = request.sourceIds ?? null;
    const split = ofSources(context, whole, sourceIds);
    requireBothClasses(split.members);
    requireFolds(split.members, settings);
    const runId = insertRun(context.store.db, {
      datasetVersionId: dataset.id,
      splitId: split.id,
      architecture,
      preprocessing,
      settings,
      sourceIds,
      startedMs: context.clock().getTime(),
    });
    appendEntry(context, {
      event: 'training-started',
      reader: request.reader,
      run: runId,
      datasetVersion: dataset.name,
      manifestSha256: dataset.manifestSha256,
      architecture: architecture.name,
      seed,
      rounds: settings.rounds,
      recipe,
      training: countPart(split.members, 'training'),
      validation: countPart(split.members, 'validation'),
      heldOut: countPart(split.members, 'held-out'),
      ...(sourceIds && { sources: sourceIds.map((id) => findSource(context.store.db, id)?.pseudonym ?? '?') }),
    });
    const remarks = [...(split.replaced ? [split.replaced] : []), ...sealedApartWords(context, dataset.id)];
    return { run: requireRun(context, runId), members: split.members, reader: request.reader, remarks };
  });
}

function requireBothClasses(members: readonly SplitMember[]): void {
  for (const part of ['training', 'held-out'] as const) {
    for (const label of ['haemorrhage', 'none'] as const) {
      if (members.some((member) => member.part === part && member.label === label)) continue;
      const message = `The ${part} part has no slice labelled ${label}. Label more slices of both kinds, and freeze again.`;
      throw new ServiceError('too-few-slices', message);
    }
  }
}

function countPart(members: readonly SplitMember[], part: SplitMember['part']): number {
  return members.filter((member) => member.part === part).length;
}

/** Refuses an ensemble of folds that cannot be dealt, before anything is stored. */
function requireFolds(members: readonly SplitMember[], settings: Recipe['settings']): void {
  try {
    ensembleFolds(
      members.filter((member) => member.part === 'training'),
      settings,
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceError('too-few-slices', `The training part cannot be dealt into folds. ${error.message}`);
  }
}
