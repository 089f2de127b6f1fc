import { describe, expect, it } from 'vitest';
import { fleissKappa } from '../../../src/statistics/fleiss-kappa.ts';

describe('fleissKappa', () => {
  // statsmodels 0.15.0: statsmodels.stats.inter_rater.fleiss_kappa; the first table is the worked example of 14 raters and 10
  // subjects that encyclopaedias print with kappa 0.210.
  it('agrees with statsmodels where all slices have as many reads', () => {
    const worked = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(fleissKappa(worked)).toBeCloseTo(0.20993070442195522, 12);
    const three = [
      [3, 0],
      [2, 1],
      [0, 3],
      [1, 2],
      [3, 0],
      [0, 3],
      [3, 0],
      [2, 1],
    ];
    expect(fleissKappa(three)).toBeCloseTo(0.48571428571428565, 12);
  });

  // irrCAC 0.4.4: CAC(ratings, digits=15).fleiss(), columns none and haemorrhage of three readers, some of whom did not read.
  const uneven = [
    [0, 3],
    [1, 1],
    [3, 0],
    [2, 0],
    [0, 2],
    [2, 1],
    [0, 2],
    [2, 0],
    [0, 1],
  ];
  it('agrees with irrCAC where slices have different numbers of reads', () => {
    expect(fleissKappa(uneven)).toBeCloseTo(0.581034482758621, 12);
  });

  it('counts a slice as often as its weight says', () => {
    const twice = [...uneven, ...uneven.slice(0, 2)];
    expect(fleissKappa(uneven, Uint32Array.of(2, 2, 1, 1, 1, 1, 1, 1, 1))).toBeCloseTo(fleissKappa(twice) ?? 9, 12);
    expect(fleissKappa(uneven, new Uint32Array(9))).toBeNull();
  });

  it('is not defined without two reads of a slice, or where all reads are one label', () => {
    expect(fleissKappa([[1, 0]])).toBeNull();
    expect(
      fleissKappa([
        [0, 3],
        [0, 2],
      ]),
    ).toBeNull();
  });
});
