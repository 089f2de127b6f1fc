import { z } from 'zod';
import { evidenceSchema, figureSchema, type MeasuredModel } from '../contract/training-methods.ts';
import { type EvaluationFigures, evaluationFigures } from '../statistics/evaluation-figures.ts';
import { EVALUATION_FIGURES, type EvaluationFigureName, FIGURE_WORDS } from '../statistics/evaluation-statistics.ts';
import type { Figure } from '../statistics/figure.ts';
import { rocPoints } from '../statistics/roc.ts';
import { rankScores } from '../statistics/scored-slices.ts';
import type { CardSource } from './card-facts.ts';

/** Seeds the resamples behind intervals that are made for the card. */
const INTERVAL_SEED = 1;

const namedFigureSchema = figureSchema.extend({ name: z.enum(EVALUATION_FIGURES), words: z.string() });
export type NamedFigure = z.infer<typeof namedFigureSchema>;

export const sourceFiguresSchema = z.object({
  source: z.string(),
  n: z.number().int(),
  figures: z.array(namedFigureSchema),
});
export type SourceFigures = z.infer<typeof sourceFiguresSchema>;

/** Figures on one list of slices, with what the two curves are drawn from. No file is named. */
export const cardMeasurementSchema = z.object({
  /** What the figures are worth: "Held-out part of the development data, no sealed test". */
  heading: z.string(),
  /** Which of several under one heading: a repeat, a look. */
  detail: z.string().nullable(),
  kind: z.enum(evidenceSchema.options.map((option) => option.shape.kind.value)),
  /** SHA-256 of the sealed test set's manifest. */
  testSetSha256: z.string().nullable(),
  n: z.number().int(),
  unreadable: z.number().int(),
  groups: z.number().int(),
  slicesAreIndependent: z.boolean(),
  threshold: z.number(),
  confusion: z.object({
    truePositives: z.number().int(),
    falsePositives: z.number().int(),
    trueNegatives: z.number().int(),
    falseNegatives: z.number().int(),
  }),
  figures: z.array(namedFigureSchema),
  /** Probability at and above which the operating points call haemorrhage; null where nothing may be called. */
  operatingThresholds: z.array(z.object({ words: z.string(), threshold: z.number().nullable() })),
  roc: z.array(z.object({ sensitivity: z.number(), specificity: z.number() })),
  reliability: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      n: z.number().int(),
      meanProbability: z.number().nullable(),
      observed: z.number().nullable(),
      observedLow: z.number().nullable(),
      observedHigh: z.number().nullable(),
    }),
  ),
  perSource: z.array(sourceFiguresSchema),
  warnings: z.array(z.string()),
});
export type CardMeasurement = z.infer<typeof cardMeasurementSchema>;

/**
 * A measurement as the card gives it. PPV and NPV, which need a stated prevalence, are made here; the other figures are
 * those that were measured.
 * @param prevalence share with haemorrhage where the model is to be used, 0..1 with both ends excluded; null: not stated
 */
export function cardMeasurement(
  measured: MeasuredModel,
  sources: readonly CardSource[],
  prevalence: number | null,
): CardMeasurement {
  const { evidence, threshold, slices } = measured;
  const made = evaluationFigures(slices, { threshold, prevalence, seed: INTERVAL_SEED });
  return {
    heading: evidence.heading,
    detail: detailOf(evidence),
    kind: evidence.kind,
    testSetSha256: evidence.kind === 'sealed-test' ? evidence.testSetSha256 : null,
    n: measured.n,
    unreadable: measured.missing.length,
    groups: measured.groupCount,
    slicesAreIndependent: measured.slicesAreIndependent,
    threshold,
    confusion: measured.confusion,
    figures: namedFigures(prevalence === null ? measured.figures : { ...measured.figures, ...predictive(made) }),
    operatingThresholds: operatingThresholds(made),
    roc: rocPoints(rankScores(slices)).map(({ sensitivity, specificity }) => ({ sensitivity, specificity })),
    reliability: made.reliability.map(({ low, high, n, meanProbability, observed }) => ({
      ...{ low, high, n, meanProbability },
      ...{ observed: observed.value, observedLow: observed.low, observedHigh: observed.high },
    })),
    perSource: perSource(measured, sources, prevalence),
    warnings: measured.warnings,
  };
}

/** Figures in the order of a report, each with its name in words. */
export function namedFigures(figures: Readonly<Record<EvaluationFigureName, Figure>>): NamedFigure[] {
  return EVALUATION_FIGURES.map((name) => ({ ...figures[name], name, words: FIGURE_WORDS[name] }));
}

const predictive = ({ figures: { ppv, npv } }: EvaluationFigures) => ({ ppv, npv });

function operatingThresholds({ thresholds }: EvaluationFigures): CardMeasurement['operatingThresholds'] {
  return EVALUATION_FIGURES.flatMap((name) =>
    name in thresholds ? [{ words: FIGURE_WORDS[name], threshold: thresholds[name as keyof typeof thresholds] }] : [],
  );
}

function detailOf(evidence: MeasuredModel['evidence']): string | null {
  switch (evidence.kind) {
    case 'held-out':
    case 'other-source':
      return null;
    case 'cross-validated':
      return `repeat ${evidence.repeat + 1}`;
    case 'sealed-test':
      return `test set ${evidence.testSet}, look ${evidence.look}`;
  }
}

/** Figures on the slices of each source alone, where there is more than one. */
function perSource(
  { slices, threshold }: MeasuredModel,
  sources: readonly CardSource[],
  prevalence: number | null,
): SourceFigures[] {
  const ids = [...new Set(slices.map(({ sourceId }) => sourceId))].sort((a, b) => a - b);
  if (ids.length < 2) return [];
  return ids.map((id) => {
    const own = slices.filter(({ sourceId }) => sourceId === id);
    const { figures } = evaluationFigures(own, { threshold, prevalence, seed: INTERVAL_SEED });
    return { source: sourcePseudonym(sources, id), n: own.length, figures: namedFigures(figures) };
  });
}

/** A source's pseudonym by its id; its name is never taken, for folders are called after patients. */
export function sourcePseudonym(sources: readonly CardSource[], id: number): string {
  return sources.find((source) => source.id === id)?.pseudonym ?? `source ${id}`;
}
