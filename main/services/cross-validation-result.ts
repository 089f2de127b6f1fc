import type { CrossValidation, CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { developmentHeading, tooKindHeading } from '../../src/dataset/evidence-words.ts';
import { DEFAULT_THRESHOLD } from '../../src/prediction/call.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { auditLabels } from '../../src/statistics/confident-learning.ts';
import { type CalibrationFigures, crossFittedTemperature } from '../../src/statistics/cross-fitted-temperature.ts';
import { evaluationOf } from '../../src/statistics/evaluation-of.ts';
import { repeatedFigures } from '../../src/statistics/repeated-figures.ts';
import { INTERVAL_SEED, withFigures } from '../../src/statistics/with-figures.ts';
import {
  type CrossValidationRow,
  type CrossValidationSlice,
  choicesOfCrossValidation,
  listCrossValidationRows,
  shortcutsOfCrossValidation,
  slicesOfCrossValidation,
} from '../store/cross-validations.ts';
import { datasetMembers, findDatasetVersion } from '../store/dataset-versions.ts';
import { slicePlaces } from '../store/slices.ts';
import { listSources } from '../store/sources.ts';
import { testSetNames } from './evaluate-model.ts';
import { requireCrossValidation } from './prepare-cross-validation.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { leaksBetween } from './split-leaks.ts';

/** All cross-validations, newest first. */
export function listCrossValidations(context: ServiceContext): CrossValidation[] {
  return listCrossValidationRows(context.store.db).map((row) => toCrossValidation(context, row));
}

function toCrossValidation(context: ServiceContext, row: CrossValidationRow): CrossValidation {
  const { datasetVersionId, ...facts } = row;
  const dataset = findDatasetVersion(context.store.db, datasetVersionId);
  return {
    ...facts,
    datasetId: datasetVersionId,
    datasetName: dataset?.name ?? `version ${datasetVersionId}`,
    manifestSha256: dataset?.manifestSha256 ?? '',
  };
}

/** A slice with its out-of-fold predictions, one for each repeat. */
interface PredictedSlice {
  readonly sliceId: number;
  readonly sourceId: number;
  readonly file: string;
  readonly frame: number;
  readonly label: TrainableLabel;
  readonly group: string;
  readonly folds: readonly number[];
  readonly probabilities: readonly number[];
}

/** Of a total over slices, and of totals over each source's, those that are left out. */
export interface Withheld {
  readonly ofAll: (sliceIds: readonly number[]) => ReadonlySet<number>;
  readonly ofSources: (sources: readonly (readonly number[])[]) => ReadonlySet<number>;
}
const NOTHING_WITHHELD: Withheld = { ofAll: () => new Set(), ofSources: () => new Set() };

const idsOf = (slices: readonly PredictedSlice[]): number[] => slices.map(({ sliceId }) => sliceId);
const without = (slices: readonly PredictedSlice[], left: ReadonlySet<number>): PredictedSlice[] =>
  slices.filter(({ sliceId }) => !left.has(sliceId));

/**
 * The figures of a finished cross-validation, from its stored out-of-fold predictions alone. The folds are checked against
 * today's links, and the heading says how many slices hang together across them.
 * @param prevalence for PPV and NPV, between 0 and 1; null leaves them open
 * @param withheld which of its slices are in none of the figures, and which are in none of a source's own
 * @throws ServiceError `no-cross-validation`, `not-finished`
 */
export function crossValidationResult(
  context: ServiceContext,
  id: number,
  prevalence: number | null = null,
  withheld: Withheld = NOTHING_WITHHELD,
): CrossValidationResult {
  const row = requireCrossValidation(context, id);
  if (row.status !== 'finished') {
    throw new ServiceError('not-finished', `Cross-validation ${id} is ${row.status}, so it has no figures.`);
  }
  const run = toCrossValidation(context, row);
  const predicted = predictedSlices(context, row);
  const slices = without(predicted, withheld.ofAll(idsOf(predicted)));
  const sources = sourcesOf(context, slices);
  const ofNoSource = withheld.ofSources(sources.map(({ own }) => idsOf(own)));
  const development = developmentHeading('Cross-validated', testSetNames(context));
  const heading = tooKindHeading(development, slicesAcrossFolds(context, row), 'across folds');
  const figures = { threshold: DEFAULT_THRESHOLD, prevalence, seed: INTERVAL_SEED };
  const repeats = Array.from({ length: run.repeats }, (_, repeat) => repeat);
  const scoredIn = (some: readonly PredictedSlice[]) =>
    repeats.map((repeat) =>
      some.map(({ label, group, probabilities }) => ({
        label,
        group,
        probability: probabilities[repeat] ?? Number.NaN,
      })),
    );
  return {
    run,
    heading,
    repeats: repeats.map((repeat) => measuredRepeat(context, run, slices, repeat, heading, prevalence)),
    figures: repeatedFigures(scoredIn(slices), figures),
    calibration: calibrationOver(slices, repeats),
    perSource: sources.flatMap(({ sourceId, name, own }) => {
      const counted = without(own, ofNoSource);
      if (counted.length === 0) return [];
      return [{ sourceId, name, n: counted.length, figures: repeatedFigures(scoredIn(counted), figures) }];
    }),
    shortcuts: shortcutsOfCrossValidation(context.store.db, id),
    choices: choicesOfCrossValidation(context.store.db, id),
    suspectLabels: suspectLabels(slices),
  };
}

/** Slices that by today's links hang together with one of another fold, in any repeat. */
function slicesAcrossFolds(context: ServiceContext, { id, repeats }: CrossValidationRow): number {
  const rows = slicesOfCrossValidation(context.store.db, id);
  const across = Array.from({ length: repeats }, (_, repeat) => {
    const placed = rows
      .filter((slice) => slice.repeat === repeat)
      .map(({ sliceId, fold }) => ({ sliceId, part: `fold ${fold + 1}` }));
    return leaksBetween(context, placed).flatMap(({ a, b }) => [a, b]);
  });
  return new Set(across.flat()).size;
}

function predictedSlices(context: ServiceContext, row: CrossValidationRow): PredictedSlice[] {
  const { db } = context.store;
  const labels = new Map(datasetMembers(db, row.datasetVersionId).map(({ sliceId, label }) => [sliceId, label]));
  const rows = new Map<number, CrossValidationSlice[]>();
  for (const slice of slicesOfCrossValidation(db, row.id)) {
    rows.set(slice.sliceId, [...(rows.get(slice.sliceId) ?? []), slice]);
  }
  const places = slicePlaces(db, [...rows.keys()]);
  return [...rows].flatMap(([sliceId, ofSlice]) => {
    const label = labels.get(sliceId);
    const place = places.get(sliceId);
    if (!label || !place) return [];
    return [
      {
        sliceId,
        ...place,
        label,
        group: ofSlice[0]?.group ?? '',
        folds: ofSlice.map(({ fold }) => fold),
        probabilities: ofSlice.map(({ probability }) => probability ?? Number.NaN),
      },
    ];
  });
}

function measuredRepeat(
  context: ServiceContext,
  run: CrossValidation,
  predicted: readonly PredictedSlice[],
  repeat: number,
  heading: string,
  prevalence: number | null,
): MeasuredModel {
  const slices = predicted.map(({ probabilities, folds: _folds, ...slice }) => ({
    ...slice,
    probability: probabilities[repeat] ?? Number.NaN,
  }));
  const content = findDatasetVersion(context.store.db, run.datasetId)?.manifest.content;
  const facts = {
    modelId: null,
    modelName: `${run.recipes.map(({ architecture }) => architecture.name).join(' or ')}, ${run.folds} folds`,
    evidence: { kind: 'cross-validated' as const, heading, crossValidationId: run.id, repeat },
    datasetId: run.datasetId,
    datasetName: run.datasetName,
    threshold: DEFAULT_THRESHOLD,
    unsure: content?.unsure.length ?? 0,
    excluded: content?.excluded.length ?? 0,
    missing: [],
  };
  return withFigures(evaluationOf(facts, slices), prevalence);
}

function calibrationOver(
  slices: readonly PredictedSlice[],
  repeats: readonly number[],
): CrossValidationResult['calibration'] {
  const each = repeats.map((repeat) =>
    crossFittedTemperature(
      slices.map(({ label, group, probabilities, folds }) => ({
        label,
        group,
        probability: probabilities[repeat] ?? Number.NaN,
        fold: folds[repeat] ?? 0,
      })),
    ),
  );
  const mean = (pick: (one: (typeof each)[number]) => CalibrationFigures): CalibrationFigures => {
    const over = (name: keyof CalibrationFigures): number =>
      each.reduce((sum, one) => sum + pick(one)[name], 0) / each.length;
    return { brier: over('brier'), ece: over('ece'), logLoss: over('logLoss') };
  };
  return {
    temperatures: each.flatMap(({ temperatures }) => temperatures),
    before: mean(({ before }) => before),
    after: mean(({ after }) => after),
  };
}

function sourcesOf(context: ServiceContext, slices: readonly PredictedSlice[]) {
  return listSources(context.store.db).flatMap(({ id: sourceId, name }) => {
    const own = slices.filter((slice) => slice.sourceId === sourceId);
    return own.length === 0 ? [] : [{ sourceId, name, own }];
  });
}

function suspectLabels(slices: readonly PredictedSlice[]): CrossValidationResult['suspectLabels'] {
  const mean = slices.map(({ label, group, probabilities }) => ({
    label,
    group,
    probability: probabilities.reduce((a, b) => a + b, 0) / probabilities.length,
  }));
  return auditLabels(mean).candidates.flatMap(({ index, given }) => {
    const slice = slices[index];
    if (!slice) return [];
    const { sliceId, sourceId, file, frame } = slice;
    return [{ sliceId, sourceId, file, frame, given, probability: mean[index]?.probability ?? Number.NaN }];
  });
}
