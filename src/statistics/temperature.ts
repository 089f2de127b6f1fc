import type { RankedScores } from './scored-slices.ts';

/** Probabilities are kept this far from 0 and 1, where a logit would be infinite; about the step of a 32-bit float at 1. */
const EDGE = 1e-7;
const LOWEST_TEMPERATURE = 0.05;
const HIGHEST_TEMPERATURE = 20;

/** Result of temperature scaling; the negative log-likelihoods are means over the slices, in nats. */
export interface TemperatureFit {
  readonly temperature: number;
  readonly nllBefore: number;
  readonly nllAfter: number;
  /** True when the best temperature lies outside 0.05..20 and the nearer end was taken: the fit says little then. */
  readonly atLimit: boolean;
}

/**
 * Fits the one temperature T by which logits are divided, minimising the negative log-likelihood on validation slices
 * (never on the slices that are reported; Guo et al., 2017, ICML, arXiv 1706.04599). The likelihood is concave in 1/T, so
 * Newton's method with bisection as its guard finds the one optimum. Null unless both labels occur.
 */
export function fitTemperature(ranked: RankedScores): TemperatureFit | null {
  if (ranked.positiveCount === 0 || ranked.negativeCount === 0) return null;
  const logits = ranked.scores.map(logitOf);
  const lowest = 1 / HIGHEST_TEMPERATURE;
  const highest = 1 / LOWEST_TEMPERATURE;
  const limit = limitOf(logits, ranked.positives, lowest, highest);
  const inverse = limit ?? newton(logits, ranked.positives, lowest, highest);
  return {
    temperature: 1 / inverse,
    nllBefore: meanNll(logits, ranked.positives, 1),
    nllAfter: meanNll(logits, ranked.positives, inverse),
    atLimit: limit !== null,
  };
}

/** The probability (0..1) after dividing its logit by the temperature. @throws RangeError unless the temperature is above 0 */
export function withTemperature(probability: number, temperature: number): number {
  if (!(temperature > 0)) throw new RangeError(`${temperature} is not a temperature.`);
  return 1 / (1 + Math.exp(-logitOf(probability) / temperature));
}

function logitOf(probability: number): number {
  const kept = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(kept / (1 - kept));
}

function limitOf(logits: Float64Array, positives: Uint8Array, lowest: number, highest: number): number | null {
  if (slopeAt(logits, positives, lowest).slope >= 0) return lowest;
  return slopeAt(logits, positives, highest).slope <= 0 ? highest : null;
}

/** The root of the slope between two ends at which it has different signs. */
function newton(logits: Float64Array, positives: Uint8Array, lowest: number, highest: number): number {
  let low = lowest;
  let high = highest;
  let at = 1;
  for (let step = 0; step < 100; step += 1) {
    const { slope, curvature } = slopeAt(logits, positives, at);
    if (slope > 0) high = at;
    else low = at;
    const tried = at - slope / curvature;
    const next = tried > low && tried < high ? tried : (low + high) / 2;
    if (Math.abs(next - at) <= 1e-14 * at) return next;
    at = next;
  }
  return at;
}

/** First and second derivative of the summed negative log-likelihood by the inverse temperature. */
function slopeAt(logits: Float64Array, positives: Uint8Array, inverse: number): { slope: number; curvature: number } {
  let slope = 0;
  let curvature = 0;
  logits.forEach((logit, i) => {
    const probability = 1 / (1 + Math.exp(-logit * inverse));
    slope += logit * (probability - (positives[i] as number));
    curvature += logit * logit * probability * (1 - probability);
  });
  return { slope, curvature };
}

function meanNll(logits: Float64Array, positives: Uint8Array, inverse: number): number {
  const sum = logits.reduce((total, logit, i) => {
    const towards = positives[i] === 1 ? logit * inverse : -logit * inverse;
    return total + Math.max(0, -towards) + Math.log1p(Math.exp(-Math.abs(towards)));
  }, 0);
  return sum / logits.length;
}
