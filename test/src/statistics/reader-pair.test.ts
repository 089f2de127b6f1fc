import { describe, expect, it } from 'vitest';
import { type PairedRead, pairAgreement } from '../../../src/statistics/reader-pair.ts';

const CHOICE = { resamples: 500, seed: 7 };

/** A table of both, first only, second only and neither, each slice a group of its own or `perGroup` of them in one. */
function reads(table: readonly [number, number, number, number], perGroup = 1): PairedRead[] {
  const cells = [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const;
  const all = cells.flatMap(([first, second], cell) =>
    Array.from({ length: table[cell] ?? 0 }, () => ({ first, second })),
  );
  return all.map((read, index) => ({ ...read, group: `g${Math.floor(index / perGroup)}` }));
}

describe('pairAgreement', () => {
  // statsmodels 0.15.0: cohens_kappa(table), kappa, kappa_low, kappa_upp; scikit-learn 1.9: cohen_kappa_score, the same kappa.
  // The second table is the worked example of encyclopaedias with kappa 0.1304.
  it.each([
    [[20, 5, 10, 15], 0.4, 0.151092290476661, 0.6489077095233389],
    [[45, 15, 25, 15], 0.13043478260869554, -0.06293827779258965, 0.3238078430099807],
    [[1, 3, 4, 92], 0.1860465116279083, -0.18567813840541617, 0.5577711616612328],
  ] as const)('gives the kappa of statsmodels for %j', (table, kappa, low, high) => {
    const pair = pairAgreement(reads(table), CHOICE);
    expect(pair.kappa.value).toBeCloseTo(kappa, 12);
    expect(pair.kappa.low).toBeCloseTo(low, 12);
    expect(pair.kappa.high).toBeCloseTo(high, 12);
    const [both, firstOnly, secondOnly, neither] = table;
    expect(pair).toMatchObject({ both, firstOnly, secondOnly, neither, n: both + firstOnly + secondOnly + neither });
  });

  it('gives agreement, PABAK and the agreement on each label, with intervals that hold them', () => {
    const pair = pairAgreement(reads([20, 5, 10, 15]), CHOICE);
    // Wilson for 35 of 50, statsmodels 0.15.0 proportion_confint(35, 50, method='wilson')
    expect(pair.agreement.value).toBeCloseTo(0.7, 12);
    expect(pair.agreement.low).toBeCloseTo(0.5624, 3);
    expect(pair.agreement.high).toBeCloseTo(0.809, 3);
    expect(pair.pabak.value).toBeCloseTo(0.4, 12);
    expect(pair.positive.value).toBeCloseTo(40 / 55, 12);
    expect(pair.negative.value).toBeCloseTo(30 / 45, 12);
    for (const { value, low, high } of [pair.positive, pair.negative, pair.pabak]) {
      expect(low).toBeLessThan(value ?? 0);
      expect(high).toBeGreaterThan(value ?? 0);
    }
  });

  it('draws whole groups where slices hang together, and is then less sure of itself', () => {
    const apart = pairAgreement(reads([40, 10, 20, 30]), CHOICE);
    const together = pairAgreement(reads([40, 10, 20, 30], 10), CHOICE);
    expect(together).toMatchObject({ n: 100, groups: 10 });
    expect(together.kappa.value).toBe(apart.kappa.value);
    expect(together.kappa.method).toContain('groups');
    const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
    expect(width(together.agreement)).toBeGreaterThan(1.5 * width(apart.agreement));
    expect(pairAgreement(reads([40, 10, 20, 30], 10), CHOICE)).toEqual(together);
  });

  it('says in words when prevalence makes kappa small, and only then', () => {
    expect(pairAgreement(reads([1, 3, 4, 92]), CHOICE).paradox).toContain('Prevalence paradox: they agree on 93 %');
    expect(pairAgreement(reads([20, 5, 10, 15]), CHOICE).paradox).toBeNull();
    expect(pairAgreement(reads([0, 0, 0, 9]), CHOICE)).toMatchObject({
      kappa: { value: null },
      paradox: expect.stringContaining('not defined'),
    });
  });

  it('claims no interval where no resample differs, and nothing at all without slices', () => {
    expect(pairAgreement(reads([5, 0, 0, 5], 2), CHOICE).agreement).toMatchObject({ value: 1, low: null, high: null });
    expect(pairAgreement([], CHOICE)).toMatchObject({ n: 0, agreement: { value: null }, kappa: { value: null } });
  });
});
