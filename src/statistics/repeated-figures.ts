import { bootstrap, groupPlan, stratifiedPlan } from './bootstrap.ts';
import {
  type EvaluationOptions,
  evaluationFigures,
  slicesBehind,
  unitCounts,
  whyUndefined,
} from './evaluation-figures.ts';
import { bootstrapFigure } from './evaluation-intervals.ts';
import {
  EVALUATION_FIGURES,
  type EvaluationFigureName,
  type EvaluationSettings,
  evaluationStatistics,
} from './evaluation-statistics.ts';
import { type Figure, openFigure } from './figure.ts';
import { type RankedScores, rankScores, type ScoredSlice, type Weights } from './scored-slices.ts';

/**
 * Every figure of a repeated cross-validation: the mean over the repeats of each repeat's pooled figure, with a 95 %
 * bootstrap interval over groups (over slices within their label where every group is one slice). A resample draws the
 * same groups for all repeats, so that more repeats steady the figure and never narrow the interval as more cases would.
 * `n` counts a slice once. A single repeat gives what `evaluationFigures` gives.
 * @param repeats the same slices in the same order, each time with the probabilities of that repeat
 * @throws RangeError for no repeat, repeats of other slices, and whatever `evaluationFigures` refuses
 */
export function repeatedFigures(
  repeats: readonly (readonly ScoredSlice[])[],
  options: EvaluationOptions,
): Record<EvaluationFigureName, Figure> {
  const [first] = repeats;
  if (!first) throw new RangeError('There is no repeat to make figures of.');
  const checked = evaluationFigures(first, repeats.length === 1 ? options : { ...options, resamples: 1 });
  if (repeats.length === 1) return { ...checked.figures };
  requireSameSlices(repeats);
  const { threshold, prevalence, seed, resamples = 2000, binCount = 10 } = options;
  const settings: EvaluationSettings = { threshold, prevalence, binCount };
  const ranked = repeats.map(rankScores);
  const base = rankScores(first);
  const units = unitCounts(base, prevalence);
  const plan = units.word === 'slices' ? stratifiedPlan(base) : groupPlan(base);
  const places = ranked.map((one) => placesIn(base, one));
  const statistics = (weights: Weights): Record<EvaluationFigureName, number | null> =>
    meanOf(
      ranked.map((one, repeat) => evaluationStatistics(one, settings, pick(weights, places[repeat] ?? places[0]))),
    );
  const draws = bootstrap(plan, statistics, { resamples, seed });
  const values = statistics(base.once);
  const method = `mean of ${repeats.length} repeats, ${plan.kind} bootstrap, ${resamples} resamples, seed ${seed}`;
  const figures = EVALUATION_FIGURES.map((name) => {
    const n = slicesBehind(name, base);
    if (values[name] === null) return [name, openFigure(null, n, whyUndefined(name, base, settings))];
    return [name, bootstrapFigure(name, values, n, { sorted: draws[name], resamples, method }, units)];
  });
  return Object.fromEntries(figures) as Record<EvaluationFigureName, Figure>;
}

function requireSameSlices([first = [], ...others]: readonly (readonly ScoredSlice[])[]): void {
  const same = others.every(
    (slices) =>
      slices.length === first.length &&
      slices.every(({ label, group }, index) => label === first[index]?.label && group === first[index]?.group),
  );
  if (!same) throw new RangeError('The repeats are not of the same slices.');
}

/** For each place in the ranking of a repeat, the same slice's place in the base ranking. */
function placesIn(base: RankedScores, ranked: RankedScores): Int32Array {
  const placeOf = new Int32Array(base.n);
  base.order.forEach((index, place) => {
    placeOf[index] = place;
  });
  return ranked.order.map((index) => placeOf[index] ?? 0);
}

function pick(weights: Weights, places: Int32Array | undefined): Weights {
  return Uint32Array.from(places ?? [], (place) => weights[place] ?? 0);
}

function meanOf(
  repeats: readonly Record<EvaluationFigureName, number | null>[],
): Record<EvaluationFigureName, number | null> {
  const means = EVALUATION_FIGURES.map((name) => {
    let sum: number | null = 0;
    for (const values of repeats) {
      const value = values[name];
      sum = sum === null || value === null ? null : sum + value;
    }
    return [name, sum === null ? null : sum / repeats.length];
  });
  return Object.fromEntries(means) as Record<EvaluationFigureName, number | null>;
}
