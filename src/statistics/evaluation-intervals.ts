import type { Proportion } from '../contract/shared.ts';
import { aucScoreInterval } from './auc-score-interval.ts';
import { bcaInterval, percentileInterval } from './bootstrap-interval.ts';
import { type Confusion, figuresOf } from './confusion.ts';
import { deLongArea, deLongInterval } from './delong.ts';
import type { EvaluationFigureName } from './evaluation-statistics.ts';
import { type Figure, figureOf, openFigure } from './figure.ts';
import { cohenKappaFigure } from './kappa.ts';
import { predictiveValues } from './predictive-values.ts';
import { areaUnderRoc } from './roc.ts';
import type { RankedScores } from './scored-slices.ts';
import { wilsonProportion } from './wilson.ts';

/** The bootstrap values of one figure. */
export interface FigureDraws {
  readonly sorted: Float64Array;
  readonly resamples: number;
  /** Such as "group bootstrap, 2000 resamples, seed 1". */
  readonly method: string;
}

/** What an interval at a bound rests on: how many independent units carry each label, and the stated prevalence. */
export interface UnitCounts {
  /** Groups where one of them holds several slices. */
  readonly word: 'slices' | 'groups';
  readonly all: number;
  readonly withHaemorrhage: number;
  readonly withNone: number;
  /** The stated prevalence, which PPV and NPV need beside the counts. */
  readonly prevalence: number | null;
}

/** Resamples in which a figure is not defined may be this share of all; with more of them the interval would mislead. */
const UNDEFINED_SHARE = 0.05;

/** The closed-form intervals, for slices that are independent of each other; null for the figures that have none. */
export function closedFormFigure(
  name: EvaluationFigureName,
  ranked: RankedScores,
  confusion: Confusion,
  prevalence: number | null,
): Figure | null {
  const proportions = figuresOf(confusion);
  switch (name) {
    case 'accuracy':
    case 'sensitivity':
    case 'specificity':
      return wilsonFigure(proportions[name]);
    case 'auc':
      return deLongFigure(ranked);
    case 'ppv':
    case 'npv':
      return predictiveFigure(name, proportions.sensitivity, proportions.specificity, prevalence);
    case 'kappa':
      return cohenKappaFigure(confusion);
    default:
      return null;
  }
}

function wilsonFigure({ value, low, high, n }: Proportion): Figure | null {
  return value === null || low === null || high === null ? null : figureOf(value, { low, high }, n, 'Wilson score');
}

function predictiveFigure(
  name: 'ppv' | 'npv',
  sensitivity: { readonly value: number | null; readonly n: number },
  specificity: { readonly value: number | null; readonly n: number },
  prevalence: number | null,
): Figure | null {
  if (prevalence === null || sensitivity.value === null || specificity.value === null) return null;
  const rates = [sensitivity.value, specificity.value] as const;
  return predictiveValues({ value: rates[0], n: sensitivity.n }, { value: rates[1], n: specificity.n }, prevalence)[
    name
  ];
}

function deLongFigure(ranked: RankedScores): Figure | null {
  const area = deLongArea(ranked.scores, ranked.positives);
  const interval = area === null ? null : deLongInterval(area, 'logit');
  return area === null || interval === null
    ? null
    : figureOf(areaUnderRoc(ranked) ?? area.auc, interval, ranked.n, 'DeLong, logit scale');
}

/**
 * A figure with its bootstrap interval: the percentiles, for the calibration error corrected for its bias. Resamples that
 * all give the same value, as they do for a rate of 1, say nothing; the interval is then a closed form on as many units as
 * are independent (for balanced accuracy on those of the rarer label, which errs on the wide side), or is left open.
 * @param values the value of every figure
 * @param n slices that the figure rests on
 */
export function bootstrapFigure(
  name: EvaluationFigureName,
  values: Readonly<Record<EvaluationFigureName, number | null>>,
  n: number,
  draws: FigureDraws,
  units: UnitCounts,
): Figure {
  const { sorted, resamples, method } = draws;
  const value = values[name];
  if (value === null) return openFigure(null, n, 'Not defined.');
  const missing = resamples - sorted.length;
  if (missing > UNDEFINED_SHARE * resamples) {
    return openFigure(value, n, `${missing} of ${resamples} resamples do not define it.`);
  }
  if ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0) < 1e-12) {
    const bound = value === 0 || value === 1 ? figureAtBound(name, value, values, units) : null;
    if (bound === null) return openFigure(value, n, 'All resamples give the same value, which says nothing of chance.');
    return { ...bound, value, n, method: `${bound.method} on ${units.word}, as all resamples give the same value` };
  }
  const interval = name === 'ece' ? bcaInterval(sorted, value) : percentileInterval(sorted);
  if (interval === null || interval.low > value || interval.high < value) {
    return openFigure(
      value,
      n,
      'The resamples lie to one side of the value, so their percentiles are no interval for it.',
    );
  }
  return figureOf(value, interval, n, name === 'ece' ? `bias-corrected ${method}` : method);
}

function figureAtBound(
  name: EvaluationFigureName,
  value: number,
  { sensitivity, specificity }: Readonly<Record<EvaluationFigureName, number | null>>,
  { all, withHaemorrhage, withNone, prevalence }: UnitCounts,
): Figure | null {
  const rateOn = (count: number): Figure | null => wilsonFigure(wilsonProportion(value * count, count));
  switch (name) {
    case 'auc':
      return figureOf(
        value,
        aucScoreInterval(value, withHaemorrhage, withNone),
        all,
        'score interval of Newcombe 2006',
      );
    case 'ppv':
    case 'npv':
      return predictiveFigure(
        name,
        { value: sensitivity, n: withHaemorrhage },
        { value: specificity, n: withNone },
        prevalence,
      );
    case 'accuracy':
      return rateOn(all);
    case 'balancedAccuracy':
      return rateOn(Math.min(withHaemorrhage, withNone));
    case 'sensitivity':
    case 'sensitivityAt90Specificity':
    case 'sensitivityAt95Specificity':
      return rateOn(withHaemorrhage);
    case 'specificity':
    case 'specificityAt90Sensitivity':
    case 'specificityAt95Sensitivity':
      return rateOn(withNone);
    default:
      return null;
  }
}
