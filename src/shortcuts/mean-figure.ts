import { type Figure, openFigure } from '../statistics/figure.ts';

/**
 * A figure over repeats of a cross-validation: the means of value and of the interval's ends. Repeats are no further slices, so
 * n stays what it is and the interval does not narrow with their number.
 * @param figures not empty; the same figure of each repeat
 */
export function meanFigure(figures: readonly Figure[]): Figure {
  const [first] = figures;
  if (!first) throw new RangeError('There is no figure to take the mean of.');
  if (figures.length === 1) return first;
  const undefinedOne = figures.find(({ value }) => value === null);
  if (undefinedOne) return openFigure(null, first.n, undefinedOne.reason ?? 'Not defined in every repeat.');
  const method = `mean of ${figures.length} repeats; ${first.method}`;
  const open = figures.find(({ low, high }) => low === null || high === null);
  const mean = (end: 'value' | 'low' | 'high'): number =>
    figures.reduce((sum, figure) => sum + (figure[end] ?? 0), 0) / figures.length;
  if (open) return openFigure(mean('value'), first.n, open.reason ?? 'No interval in every repeat.');
  return { value: mean('value'), low: mean('low'), high: mean('high'), n: first.n, method, reason: null };
}
