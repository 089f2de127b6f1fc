import { describe, expect, it } from 'vitest';
import { cohenKappa, cohenKappaFigure } from '../../../src/statistics/kappa.ts';

const confusion = (tn: number, fp: number, fn: number, tp: number) => ({
  trueNegatives: tn,
  falsePositives: fp,
  falseNegatives: fn,
  truePositives: tp,
});

describe('cohenKappaFigure', () => {
  // statsmodels 0.15.0: statsmodels.stats.inter_rater.cohens_kappa([[tn, fp], [fn, tp]]), kappa, kappa_low and kappa_upp
  it.each([
    [19, 5, 1, 15, 0.7, 0.48316029891808066, 0.9168397010819193],
    [25, 5, 3, 30, 0.7446808510638298, 0.5797392272152448, 0.9096224749124147],
    [80, 20, 10, 40, 0.5714285714285715, 0.4366126523774204, 0.7062444904797226],
    [5, 15, 18, 3, -0.6049822064056939, -0.8489960922574322, -0.36096832055395556],
  ])('agrees with statsmodels for %i, %i, %i, %i', (tn, fp, fn, tp, kappa, low, high) => {
    const figure = cohenKappaFigure(confusion(tn, fp, fn, tp));
    expect(figure.value).toBeCloseTo(kappa, 12);
    expect(figure.low).toBeCloseTo(low, 12);
    expect(figure.high).toBeCloseTo(high, 12);
    expect(figure.n).toBe(tn + fp + fn + tp);
  });

  it('claims no interval for full agreement', () => {
    const figure = cohenKappaFigure(confusion(4, 0, 0, 5));
    expect(figure).toMatchObject({
      value: 1,
      low: null,
      high: null,
      reason: expect.stringContaining('standard error'),
    });
  });

  it('is not defined where chance alone always agrees', () => {
    expect(cohenKappa(confusion(4, 0, 0, 0))).toBeNull();
    expect(cohenKappaFigure(confusion(0, 0, 0, 0)).value).toBeNull();
    expect(cohenKappa(confusion(0, 0, 5, 4))).not.toBeNaN();
  });
});
