import { describe, expect, it } from 'vitest';
import { proportionInWords, smallSampleWarning } from '../../../src/statistics/small-sample.ts';
import { wilsonProportion } from '../../../src/statistics/wilson.ts';

describe('proportionInWords', () => {
  // statsmodels 0.15.0: proportion_confint(18, 18, method='wilson') = 0.8241..1 (82 %), method='beta' (Clopper-Pearson) = 0.8147..1
  it.each([
    [18, 18, '18/18 means at least 82 %'],
    [0, 18, '0/18 means at most 18 %'],
    [1, 1, '1/1 means at least 20 %'],
    [37, 38, '37/38 means 86 % to 100 %'],
    [0, 0, 'No slice was counted.'],
  ])('says of %i of %i what it means', (k, n, words) => {
    expect(proportionInWords(wilsonProportion(k, n))).toBe(words);
  });
});

describe('smallSampleWarning', () => {
  it('warns while the interval is wider than ten points', () => {
    expect(smallSampleWarning('Sensitivity', wilsonProportion(18, 18))).toBe('Sensitivity: 18/18 means at least 82 %.');
    expect(smallSampleWarning('Sensitivity', wilsonProportion(0, 0))).toBe('Sensitivity: no slice was counted.');
    expect(smallSampleWarning('Sensitivity', wilsonProportion(950, 1000))).toBeNull();
  });
});
