import { type Figure, figureOf, openFigure } from './figure.ts';
import { Z_95 } from './normal.ts';

/** A rate (0..1) and the number of slices it was found on. */
export interface Rate {
  readonly value: number;
  readonly n: number;
}

/** Positive and negative predictive value at a prevalence, by Bayes' theorem; null where no slice would get the call. */
export function predictiveValuesAt(
  sensitivity: number,
  specificity: number,
  prevalence: number,
): { readonly ppv: number | null; readonly npv: number | null } {
  const rightCalls = sensitivity * prevalence;
  const falseCalls = (1 - specificity) * (1 - prevalence);
  const rightAllClears = specificity * (1 - prevalence);
  const missed = (1 - sensitivity) * prevalence;
  return {
    ppv: rightCalls + falseCalls === 0 ? null : rightCalls / (rightCalls + falseCalls),
    npv: rightAllClears + missed === 0 ? null : rightAllClears / (rightAllClears + missed),
  };
}

/**
 * PPV and NPV at a stated prevalence with 95 % intervals by the delta method on the logit scale (Mercaldo, Lau & Zhou, 2007,
 * Stat. Med. 26:2170-2183). Where a rate is 0 or 1 its logit is infinite, and the interval is that paper's adjusted one: z^2/2
 * added to the right and to the wrong slices of both labels; the value itself is never adjusted.
 * @param prevalence share of slices with haemorrhage where the model is to be used, between 0 and 1, both excluded
 * @throws RangeError for a rate outside 0..1, a count below 0 or a prevalence outside (0, 1)
 */
export function predictiveValues(
  sensitivity: Rate,
  specificity: Rate,
  prevalence: number,
): { readonly ppv: Figure; readonly npv: Figure } {
  checkPrevalence(prevalence);
  for (const { value, n } of [sensitivity, specificity]) {
    if (!(value >= 0 && value <= 1 && n >= 0)) throw new RangeError(`${value} of ${n} slices is not a rate.`);
  }
  const n = sensitivity.n + specificity.n;
  if (sensitivity.n === 0 || specificity.n === 0) {
    const open = openFigure(null, n, 'Needs slices of both labels.');
    return { ppv: open, npv: open };
  }
  const values = predictiveValuesAt(sensitivity.value, specificity.value, prevalence);
  const adjust = [sensitivity.value, specificity.value].some((rate) => rate === 0 || rate === 1);
  const se = adjust ? adjusted(sensitivity) : sensitivity;
  const sp = adjust ? adjusted(specificity) : specificity;
  const method = `${adjust ? 'adjusted logit' : 'logit'} interval of Mercaldo 2007 at a prevalence of ${prevalence}`;
  const odds = prevalence / (1 - prevalence);
  const ppvLogit = Math.log((se.value * odds) / (1 - sp.value));
  const ppvVariance = (1 - se.value) / (se.value * se.n) + sp.value / ((1 - sp.value) * sp.n);
  const npvLogit = Math.log(sp.value / ((1 - se.value) * odds));
  const npvVariance = se.value / ((1 - se.value) * se.n) + (1 - sp.value) / (sp.value * sp.n);
  return {
    ppv: logitFigure(values.ppv, ppvLogit, ppvVariance, n, method),
    npv: logitFigure(values.npv, npvLogit, npvVariance, n, method),
  };
}

/** @throws RangeError unless the prevalence lies between 0 and 1, both excluded */
export function checkPrevalence(prevalence: number): void {
  if (!(prevalence > 0 && prevalence < 1)) {
    throw new RangeError(`A prevalence of ${prevalence} is not between 0 and 1, both excluded.`);
  }
}

function adjusted({ value, n }: Rate): Rate {
  const added = Z_95 ** 2;
  return { value: (value * n + added / 2) / (n + added), n: n + added };
}

function logitFigure(value: number | null, logit: number, variance: number, n: number, method: string): Figure {
  if (value === null) return openFigure(null, n, 'No slice gets this call at the threshold.');
  const half = Z_95 * Math.sqrt(variance);
  const low = 1 / (1 + Math.exp(half - logit));
  const high = 1 / (1 + Math.exp(-half - logit));
  return figureOf(value, { low: Math.min(low, value), high: Math.max(high, value) }, n, method);
}
