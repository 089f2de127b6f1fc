import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { callAt } from '../../src/prediction/call.ts';
import { type Confusion, confusionOf, type Outcome, outcomeOf } from '../../src/statistics/confusion.ts';
import { type RankedScores, rankScores } from '../../src/statistics/scored-slices.ts';

type MeasuredSlice = MeasuredModel['slices'][number];
export type Figures = MeasuredModel['figures'];

/** A slice as the screen shows it: one probability for each repeat of a cross-validation, else a single one. */
export interface ViewedSlice
  extends Pick<MeasuredSlice, 'sliceId' | 'sourceId' | 'file' | 'frame' | 'label' | 'group'> {
  /** Mean over the repeats, 0..1. */
  readonly probability: number;
  readonly repeats: readonly Pick<MeasuredSlice, 'probability' | 'outcome'>[];
}

/** What the evaluation screen shows: a model, a repeat of a cross-validation or the mean over its repeats, a sealed test. */
export interface EvaluationView {
  /** What the figures were made on and what that is worth; printed above every figure. */
  readonly heading: string;
  /** What the predictions are of: a model, or the networks of a cross-validation. */
  readonly by: string;
  readonly datasetName: string;
  /** Null where the predictions are of many networks; then there are no heatmaps. */
  readonly modelId: number | null;
  /** At which the outcomes were recorded. */
  readonly storedThreshold: number;
  /** The figures at the stored threshold, with intervals; for several repeats the mean over them. */
  readonly figures: Figures;
  /** One for each repeat shown. */
  readonly measured: readonly MeasuredModel[];
  readonly ranked: readonly RankedScores[];
  readonly slices: readonly ViewedSlice[];
  /** Slices that main hides from this reader: among `slices` they stand under other numbers. */
  readonly hidden: readonly number[];
}

function viewedSlices(measured: readonly MeasuredModel[]): ViewedSlice[] {
  const others = measured.map(({ slices }) => new Map(slices.map((slice) => [slice.sliceId, slice])));
  return (measured[0]?.slices ?? []).map(({ sliceId, sourceId, file, frame, label, group }) => {
    const repeats = others.flatMap((slices) => slices.get(sliceId) ?? []);
    const probability = mean(repeats.map((repeat) => repeat.probability));
    return { sliceId, sourceId, file, frame, label, group, probability, repeats };
  });
}

/** A model (or one repeat) on its slices. */
export function viewOfMeasured(measured: MeasuredModel, heading = measured.evidence.heading): EvaluationView {
  return {
    heading,
    by: `model ${measured.modelName}`,
    datasetName: measured.datasetName,
    modelId: measured.modelId,
    storedThreshold: measured.threshold,
    figures: measured.figures,
    measured: [measured],
    ranked: [rankScores(measured.slices)],
    slices: viewedSlices([measured]),
    hidden: measured.hidden ?? [],
  };
}

/**
 * A cross-validation: one repeat of it (0-based) or, for null, the mean over its repeats, in which a slice counts once.
 * Null where it has no such repeat.
 */
export function viewOfCrossValidation(result: CrossValidationResult, repeat: number | null): EvaluationView | null {
  const measured = repeat === null ? result.repeats : result.repeats.slice(repeat, repeat + 1);
  const [first, ...rest] = measured;
  const by = `cross-validation ${result.run.id}`;
  if (!first) return null;
  if (rest.length === 0) return { ...viewOfMeasured(first, result.heading), by, modelId: null };
  return {
    heading: result.heading,
    by,
    datasetName: result.run.datasetName,
    modelId: null,
    storedThreshold: mean(measured.map(({ threshold }) => threshold)),
    figures: result.figures,
    measured,
    ranked: measured.map(({ slices }) => rankScores(slices)),
    slices: viewedSlices(measured),
    hidden: first.hidden ?? [],
  };
}

/** In how many repeats a slice falls into each cell, at a threshold or, for null, as it was recorded. */
export function outcomesOf(slice: ViewedSlice, threshold: number | null): Outcome[] {
  return slice.repeats.map(({ probability, outcome }) =>
    threshold === null ? outcome : outcomeOf(slice.label, callAt(probability, threshold)),
  );
}

/** Counts of the cells; the mean over the repeats, so that a slice counts once. */
export function confusionAtThreshold(view: EvaluationView, threshold: number | null): Confusion {
  const total = confusionOf(view.slices.flatMap((slice) => outcomesOf(slice, threshold)));
  const repeats = Math.max(1, view.measured.length);
  return {
    truePositives: total.truePositives / repeats,
    falsePositives: total.falsePositives / repeats,
    trueNegatives: total.trueNegatives / repeats,
    falseNegatives: total.falseNegatives / repeats,
  };
}

/** A slice in a cell, and in how many of the repeats it lies there. */
export interface SliceInCell {
  readonly slice: ViewedSlice;
  readonly times: number;
}

/** The slices of a cell, the most confident call first. */
export function slicesInCell(view: EvaluationView, cell: Outcome, threshold: number | null): SliceInCell[] {
  const called = cell === 'true-positive' || cell === 'false-positive';
  return view.slices
    .map((slice) => ({ slice, times: outcomesOf(slice, threshold).filter((outcome) => outcome === cell).length }))
    .filter(({ times }) => times > 0)
    .sort(
      (a, b) => (called ? -1 : 1) * (a.slice.probability - b.slice.probability) || a.slice.sliceId - b.slice.sliceId,
    );
}

/** How many of the slices shown belong to each group. */
export function groupSizes(view: EvaluationView): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { group } of view.slices) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
