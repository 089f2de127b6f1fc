import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { precisionRecallBand, rocBand } from '../../../src/statistics/curve-bands.ts';
import { rankScores, type ScoredSlice } from '../../../src/statistics/scored-slices.ts';

/** Slices whose probabilities overlap; `perGroup` of them share a group. */
function slices(n: number, perGroup = 1): ScoredSlice[] {
  const random = createSeededRandom(7);
  return Array.from({ length: n }, (_, index) => {
    const bleed = Math.floor(index / perGroup) % 2 === 0;
    const noise = random.nextUint32() / 2 ** 32;
    return {
      probability: bleed ? 0.3 + 0.7 * noise : 0.7 * noise,
      label: bleed ? 'haemorrhage' : 'none',
      group: `g${Math.floor(index / perGroup)}`,
    };
  });
}

describe('the band of a ROC curve', () => {
  it('holds the curve of the data at each place, between 0 and 1', () => {
    const ranked = rankScores(slices(80));
    const band = rocBand(ranked, { seed: 1 });
    expect(band).toHaveLength(41);
    expect(band.every(({ low, high }) => low >= 0 && high <= 1 && low <= high)).toBe(true);
    const middle = band.find(({ x }) => x === 0.25);
    const negatives = [...ranked.scores].filter((_, i) => ranked.positives[i] === 0);
    const cut = negatives[Math.floor(0.25 * negatives.length) - 1] ?? 0;
    const found = [...ranked.scores].filter((score, i) => ranked.positives[i] === 1 && score >= cut).length;
    expect(middle?.low).toBeLessThanOrEqual(found / 40);
    expect(middle?.high).toBeGreaterThanOrEqual(found / 40);
  });

  it('says nothing but 1 where every pair is ranked right', () => {
    const perfect = Array.from({ length: 20 }, (_, index) => ({
      probability: index < 10 ? 0.9 : 0.1,
      label: index < 10 ? ('haemorrhage' as const) : ('none' as const),
      group: String(index),
    }));
    expect(rocBand(rankScores(perfect), { seed: 1 })[0]).toEqual({ x: 0, low: 1, high: 1 });
  });

  it('is wider where the same slices come in groups', () => {
    const width = (perGroup: number) => {
      const alike = slices(40).flatMap((slice, index) =>
        Array.from({ length: 4 }, (_, copy) => ({
          ...slice,
          group: perGroup === 1 ? `${index}-${copy}` : String(index),
        })),
      );
      const at = rocBand(rankScores(alike), { seed: 1 }).find(({ x }) => x === 0.25);
      return (at?.high ?? 0) - (at?.low ?? 0);
    };
    expect(width(4)).toBeGreaterThan(1.4 * width(1));
  });

  it('is the same for the same seed, and empty where a label is missing', () => {
    const ranked = rankScores(slices(30));
    expect(rocBand(ranked, { seed: 4 })).toEqual(rocBand(ranked, { seed: 4 }));
    expect(rocBand(ranked, { seed: 4 })).not.toEqual(rocBand(ranked, { seed: 5 }));
    expect(rocBand(rankScores(slices(30).filter(({ label }) => label === 'none')), { seed: 4 })).toEqual([]);
  });
});

describe('the band of a precision-recall curve', () => {
  it('ends, at a recall of 1, no lower than the share with haemorrhage that a resample can have', () => {
    const band = precisionRecallBand(rankScores(slices(80)), { seed: 1 });
    expect(band.at(-1)?.low).toBeGreaterThanOrEqual(0.5);
    expect(band[0]?.high).toBe(1);
  });
});
