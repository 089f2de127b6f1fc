import { describe, expect, it } from 'vitest';
import { methodRemark, openRemarks } from '../../../renderer/evaluation/figure-remarks.ts';
import { figureOf, openFigure } from '../../../src/statistics/figure.ts';

const wilson = figureOf(0.5, { low: 0.2, high: 0.8 }, 8, 'Wilson score');
const drawn = figureOf(0.5, { low: 0.2, high: 0.8 }, 8, 'percentile bootstrap');
const noValue = openFigure(null, 0, 'No slice was read by both.');
const noInterval = openFigure(1, 8, 'Every resample gives the same value.');

const row = (name: string, accuracy: typeof wilson, kappa: typeof wilson | undefined) => ({
  name,
  figures: [
    { word: 'Accuracy', figure: accuracy },
    { word: 'Kappa', figure: kappa },
  ],
});

describe('methodRemark', () => {
  it('names one method once, and of several which figures each is of', () => {
    expect(methodRemark([row('Ann', wilson, wilson)])).toBe('95 % intervals: Wilson score.');
    expect(methodRemark([row('Ann', wilson, drawn), row('Bob', wilson, drawn)])).toBe(
      '95 % intervals: Wilson score (Accuracy); percentile bootstrap (Kappa).',
    );
    expect(methodRemark([row('Ann', wilson, drawn), row('Bob', drawn, drawn), row('Cy', drawn, undefined)])).toBe(
      '95 % intervals: Wilson score (Accuracy of Ann); percentile bootstrap (Kappa, Accuracy of Bob and of Cy).',
    );
  });

  it('says nothing where no figure has an interval', () => {
    expect(methodRemark([row('Ann', noValue, noInterval)])).toBeNull();
    expect(methodRemark([])).toBeNull();
  });
});

describe('openRemarks', () => {
  it('says once why figures are missing, and which', () => {
    expect(openRemarks([row('Ann', wilson, noValue), row('Bob', noInterval, noValue)])).toEqual([
      'No value: Kappa. No slice was read by both.',
      'No interval: Accuracy of Bob. Every resample gives the same value.',
    ]);
    expect(openRemarks([row('Ann', wilson, noValue), row('Bob', noInterval, noInterval)])).toEqual([
      'No value: Kappa of Ann. No slice was read by both.',
      'No interval: Accuracy of Bob, Kappa of Bob. Every resample gives the same value.',
    ]);
  });

  it('says nothing where each figure is whole or was not asked for', () => {
    expect(openRemarks([row('Ann', wilson, undefined)])).toEqual([]);
  });
});
