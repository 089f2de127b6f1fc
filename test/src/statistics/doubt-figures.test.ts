import { expect, test } from 'vitest';
import { doubtFigures } from '../../../src/statistics/doubt-figures.ts';

const slice = (label: 'haemorrhage' | 'none', probability: number) => ({ label, probability });

test('what is not told is counted apart, and nothing is lost', () => {
  const slices = [
    slice('haemorrhage', 0.95),
    slice('haemorrhage', 0.55),
    slice('haemorrhage', 0.1),
    slice('none', 0.45),
    slice('none', 0.6),
    slice('none', 0.02),
  ];
  expect(doubtFigures(slices, 0.5, 0.25)).toMatchObject({
    told: { k: 3, n: 6 },
    rightWhereTold: { k: 2, n: 3 },
    rightWhereNot: { k: 2, n: 3 },
  });
  expect(doubtFigures(slices, 0.5, 0)).toMatchObject({
    told: { k: 6, n: 6 },
    rightWhereTold: { k: 4, n: 6 },
    rightWhereNot: { k: 0, n: 0, value: null },
  });
});
