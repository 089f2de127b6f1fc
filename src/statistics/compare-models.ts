import { callAt } from '../prediction/call.ts';
import type { TrainableLabel } from '../review/label.ts';
import { bootstrap, groupPlan, stratifiedPlan } from './bootstrap.ts';
import { percentileInterval } from './bootstrap-interval.ts';
import { type DeLongDifference, deLongDifference } from './delong.ts';
import { type Figure, figureOf, openFigure } from './figure.ts';
import { mcNemarExact } from './mcnemar.ts';
import { areaUnderRoc } from './roc.ts';
import { type RankedScores, rankScores, type Weights } from './scored-slices.ts';

/** A slice with the probabilities (0..1) of the current model and of the candidate for it. */
export interface ComparedSlice {
  readonly current: number;
  readonly candidate: number;
  readonly label: TrainableLabel;
  readonly group: string;
}

export interface ComparisonOptions {
  /** Each model's own threshold (0..1). */
  readonly currentThreshold: number;
  readonly candidateThreshold: number;
  readonly seed: number;
  /** 2000 unless told. */
  readonly resamples?: number;
}

export type Verdict = 'improvement' | 'worsening' | 'no-provable-improvement';

/** Differences are candidate less current. */
export interface ModelComparison {
  readonly n: number;
  readonly onlyCurrentRight: number;
  readonly onlyCandidateRight: number;
  /** Exact, two-sided; takes slices for independent. */
  readonly mcNemarP: number;
  readonly accuracyDifference: Figure;
  readonly aucDifference: Figure;
  /** Paired; null where it is not defined, or where groups hold more than one slice, which it does not allow for. */
  readonly deLong: DeLongDifference | null;
  readonly verdict: Verdict;
  readonly words: string;
}

const ALPHA = 0.05;

/**
 * Compares two models on the same slices. An improvement is claimed only if both hold: the 95 % bootstrap interval of the
 * difference in accuracy lies above 0 (group bootstrap where groups hold more than one slice, else stratified by label) and
 * McNemar's p is below 0.05. A worsening likewise, below 0. In every other case the verdict is "no provable improvement".
 * @throws RangeError for a probability or threshold that is not a number in 0..1
 */
export function compareModels(slices: readonly ComparedSlice[], options: ComparisonOptions): ModelComparison {
  const { currentThreshold, candidateThreshold } = options;
  for (const threshold of [currentThreshold, candidateThreshold]) {
    if (!(threshold >= 0 && threshold <= 1))
      throw new RangeError(`A threshold of ${threshold} is not between 0 and 1.`);
  }
  const current = rankScores(slices.map(({ current: probability, label, group }) => ({ probability, label, group })));
  const candidate = rankScores(
    slices.map(({ candidate: probability, label, group }) => ({ probability, label, group })),
  );
  const gains = gainsOf(slices, current, options);
  const onlyCandidateRight = gains.filter((gain) => gain > 0).length;
  const onlyCurrentRight = gains.filter((gain) => gain < 0).length;
  const mcNemarP = mcNemarExact(onlyCurrentRight, onlyCandidateRight);
  const differences = differencesOf(current, candidate, gains, options);
  const verdict = verdictOf(differences.accuracy, mcNemarP);
  return {
    n: slices.length,
    onlyCurrentRight,
    onlyCandidateRight,
    mcNemarP,
    accuracyDifference: differences.accuracy,
    aucDifference: differences.auc,
    deLong: current.groupCount === current.n ? deLongOf(slices) : null,
    verdict,
    words: wordsOf(verdict, differences.accuracy, mcNemarP),
  };
}

/** For each slice, in the ranking of the current model: 1 if only the candidate is right, -1 if only the current model is. */
function gainsOf(slices: readonly ComparedSlice[], current: RankedScores, options: ComparisonOptions): Int8Array {
  return Int8Array.from(current.order, (index) => {
    const slice = slices[index] as ComparedSlice;
    const before = callAt(slice.current, options.currentThreshold) === slice.label ? 1 : 0;
    const after = callAt(slice.candidate, options.candidateThreshold) === slice.label ? 1 : 0;
    return after - before;
  });
}

function differencesOf(
  current: RankedScores,
  candidate: RankedScores,
  gains: Int8Array,
  { seed, resamples = 2000 }: ComparisonOptions,
): { readonly accuracy: Figure; readonly auc: Figure } {
  const { n } = current;
  const rankInCurrent = new Int32Array(n);
  current.order.forEach((index, rank) => {
    rankInCurrent[index] = rank;
  });
  const candidateWeights = new Uint32Array(n);
  const statistics = (weights: Weights): { accuracy: number | null; auc: number | null } => {
    for (let i = 0; i < n; i += 1) {
      candidateWeights[i] = weights[rankInCurrent[candidate.order[i] as number] as number] as number;
    }
    const before = areaUnderRoc(current, weights);
    const after = areaUnderRoc(candidate, candidateWeights);
    return { accuracy: meanGain(gains, weights), auc: before === null || after === null ? null : after - before };
  };
  const plan = current.groupCount === n ? stratifiedPlan(current) : groupPlan(current);
  const draws = bootstrap(plan, statistics, { seed, resamples });
  const values = statistics(current.once);
  const method = `${plan.kind} bootstrap, ${resamples} resamples, seed ${seed}`;
  return {
    accuracy: differenceFigure(values.accuracy, draws.accuracy, n, method),
    auc: differenceFigure(values.auc, draws.auc, n, method),
  };
}

function differenceFigure(value: number | null, sorted: Float64Array, n: number, method: string): Figure {
  if (value === null) return openFigure(null, n, n === 0 ? 'There are no slices.' : 'Needs slices of both labels.');
  const interval = percentileInterval(sorted);
  return interval === null ? openFigure(value, n, 'No resample defines it.') : figureOf(value, interval, n, method);
}

function meanGain(gains: Int8Array, weights: Weights): number | null {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < gains.length; i += 1) {
    sum += (weights[i] as number) * (gains[i] as number);
    total += weights[i] as number;
  }
  return total === 0 ? null : sum / total;
}

function deLongOf(slices: readonly ComparedSlice[]): DeLongDifference | null {
  const positives = Uint8Array.from(slices, ({ label }) => (label === 'haemorrhage' ? 1 : 0));
  const column = (name: 'current' | 'candidate'): Float64Array => Float64Array.from(slices, (slice) => slice[name]);
  return deLongDifference(column('candidate'), column('current'), positives);
}

function verdictOf({ low, high }: Figure, mcNemarP: number): Verdict {
  if (low === null || high === null || mcNemarP >= ALPHA) return 'no-provable-improvement';
  if (low > 0) return 'improvement';
  return high < 0 ? 'worsening' : 'no-provable-improvement';
}

function wordsOf(verdict: Verdict, { value, low, high }: Figure, p: number): string {
  if (value === null || low === null || high === null)
    return 'No provable improvement: there is nothing to compare on.';
  const points = [value, low, high].map((share) => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`);
  const evidence = `accuracy ${points[0]} points, 95 % interval ${points[1]} to ${points[2]}, McNemar p = ${p.toFixed(3)}`;
  const says = { improvement: 'Better', worsening: 'Worse', 'no-provable-improvement': 'No provable improvement' };
  return `${says[verdict]}: ${evidence}.`;
}
