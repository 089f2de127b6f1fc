import { bootstrap, groupPlan, stratifiedPlan } from './bootstrap.ts';
import { type ReliabilityBin, reliabilityBins } from './calibration.ts';
import { type Confusion, figuresOf } from './confusion.ts';
import { bootstrapFigure, closedFormFigure, type UnitCounts } from './evaluation-intervals.ts';
import {
  confusionAt,
  type EvaluationFigureName,
  type EvaluationSettings,
  evaluationStatistics,
} from './evaluation-statistics.ts';
import { type Figure, openFigure } from './figure.ts';
import { pointAtSensitivity, pointAtSpecificity } from './operating-points.ts';
import { checkPrevalence } from './predictive-values.ts';
import { type RankedScores, rankScores, type ScoredSlice } from './scored-slices.ts';
import { smallSampleWarning } from './small-sample.ts';

export interface EvaluationOptions {
  /** Haemorrhage is called at this probability (0..1) and above. */
  readonly threshold: number;
  /** Share with haemorrhage where the model is to be used, between 0 and 1; null leaves PPV and NPV open. */
  readonly prevalence: number | null;
  readonly seed: number;
  /** 2000 unless told. */
  readonly resamples?: number;
  /** Bins of the reliability diagram and of the calibration error; 10 unless told. */
  readonly binCount?: number;
}

/** Every figure of an evaluation, and what it was made with. */
export interface EvaluationFigures {
  readonly n: number;
  readonly positiveCount: number;
  readonly negativeCount: number;
  readonly groupCount: number;
  /** False where a group holds more than one slice: then every interval is a group bootstrap. */
  readonly slicesAreIndependent: boolean;
  readonly options: Required<EvaluationOptions>;
  readonly confusion: Confusion;
  readonly figures: Readonly<Record<EvaluationFigureName, Figure>>;
  /** The threshold of each operating point; null where there is none, or where nothing may be called. */
  readonly thresholds: Readonly<Record<OperatingPointName, number | null>>;
  readonly reliability: readonly ReliabilityBin[];
  /** What a reader must know before believing the figures, in words. */
  readonly warnings: readonly string[];
}

type OperatingPointName = Extract<EvaluationFigureName, `${string}At${string}`>;

/** Below this many groups a group bootstrap comes out too short (Cameron et al., 2008, Rev. Econ. Stat. 90:414-427). */
const FEW_GROUPS = 30;

/**
 * Every figure of an evaluation with its 95 % interval. Where every group holds one slice: Wilson for accuracy, sensitivity and
 * specificity, DeLong on the logit scale for the AUC, Mercaldo for PPV and NPV, large-sample for kappa, and the bootstrap
 * stratified by label for the rest. Where groups hold more, a group bootstrap for all of them. Where these break down (rates of
 * 0 or 1), a score interval, named in `method`, or none, with the reason. One prediction for each slice: repeats of a
 * cross-validation are to be averaged before.
 * @throws RangeError for a probability or threshold outside 0..1, a prevalence outside (0, 1), and counts below 1
 */
export function evaluationFigures(scored: readonly ScoredSlice[], options: EvaluationOptions): EvaluationFigures {
  const { threshold, prevalence, seed, resamples = 2000, binCount = 10 } = options;
  if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`A threshold of ${threshold} is not between 0 and 1.`);
  if (prevalence !== null) checkPrevalence(prevalence);
  const ranked = rankScores(scored);
  const settings = { threshold, prevalence, binCount };
  const confusion = confusionAt(ranked, threshold);
  const units = unitCounts(ranked, prevalence);
  return {
    n: ranked.n,
    positiveCount: ranked.positiveCount,
    negativeCount: ranked.negativeCount,
    groupCount: ranked.groupCount,
    slicesAreIndependent: units.word === 'slices',
    options: { threshold, prevalence, seed, resamples, binCount },
    confusion,
    figures: figuresWithIntervals(ranked, settings, confusion, units, { seed, resamples }),
    thresholds: {
      sensitivityAt90Specificity: pointAtSpecificity(ranked, 0.9)?.threshold ?? null,
      sensitivityAt95Specificity: pointAtSpecificity(ranked, 0.95)?.threshold ?? null,
      specificityAt90Sensitivity: pointAtSensitivity(ranked, 0.9)?.threshold ?? null,
      specificityAt95Sensitivity: pointAtSensitivity(ranked, 0.95)?.threshold ?? null,
    },
    reliability: reliabilityBins(ranked, binCount),
    warnings: warningsOf(confusion, units),
  };
}

function figuresWithIntervals(
  ranked: RankedScores,
  settings: EvaluationSettings,
  confusion: Confusion,
  units: UnitCounts,
  { seed, resamples }: { readonly seed: number; readonly resamples: number },
): Record<EvaluationFigureName, Figure> {
  const independent = units.word === 'slices';
  const plan = independent ? stratifiedPlan(ranked) : groupPlan(ranked);
  const draws = bootstrap(plan, (weights) => evaluationStatistics(ranked, settings, weights), { seed, resamples });
  const method = `${plan.kind} bootstrap, ${resamples} resamples, seed ${seed}`;
  const values = evaluationStatistics(ranked, settings);
  const figures = Object.entries(values).map(([key, value]) => {
    const name = key as EvaluationFigureName;
    const n = slicesBehind(name, ranked);
    if (value === null) return [name, openFigure(null, n, whyUndefined(name, ranked, settings))];
    const closed = independent ? closedFormFigure(name, ranked, confusion, settings.prevalence) : null;
    return [name, closed ?? bootstrapFigure(name, values, n, { sorted: draws[name], resamples, method }, units)];
  });
  return Object.fromEntries(figures) as Record<EvaluationFigureName, Figure>;
}

/** How many independent units the figures rest on, and of which kind. */
export function unitCounts(ranked: RankedScores, prevalence: number | null): UnitCounts {
  const { n, groupCount, positiveCount, negativeCount, groups, positives } = ranked;
  if (groupCount === n) {
    return { word: 'slices', all: n, withHaemorrhage: positiveCount, withNone: negativeCount, prevalence };
  }
  const groupsWith = (label: number): number => new Set(groups.filter((_, i) => positives[i] === label)).size;
  return { word: 'groups', all: groupCount, withHaemorrhage: groupsWith(1), withNone: groupsWith(0), prevalence };
}

/** How many slices a figure rests on. */
export function slicesBehind(name: EvaluationFigureName, ranked: RankedScores): number {
  if (name.startsWith('sensitivity')) return ranked.positiveCount;
  return name.startsWith('specificity') ? ranked.negativeCount : ranked.n;
}

/** Why a figure has no value, in words. */
export function whyUndefined(
  name: EvaluationFigureName,
  ranked: RankedScores,
  { prevalence }: EvaluationSettings,
): string {
  if (ranked.n === 0) return 'There are no slices.';
  if (name === 'sensitivity') return 'No slice has haemorrhage.';
  if (name === 'specificity') return 'Every slice has haemorrhage.';
  if ((name === 'ppv' || name === 'npv') && prevalence === null) return 'No prevalence was stated.';
  if (ranked.positiveCount === 0 || ranked.negativeCount === 0) return 'Needs slices of both labels.';
  if (name === 'ppv') return 'No slice is called haemorrhage at the threshold.';
  return name === 'npv' ? 'Every slice is called haemorrhage at the threshold.' : 'Every slice gets the same call.';
}

function warningsOf(confusion: Confusion, units: UnitCounts): string[] {
  const { sensitivity, specificity } = figuresOf(confusion);
  const warnings = [smallSampleWarning('Sensitivity', sensitivity), smallSampleWarning('Specificity', specificity)];
  if (units.word === 'groups' && units.all < FEW_GROUPS) {
    warnings.push(
      `Only ${units.all} groups: the intervals of a group bootstrap come out too short below ${FEW_GROUPS}.`,
    );
  }
  return warnings.filter((warning) => warning !== null);
}
