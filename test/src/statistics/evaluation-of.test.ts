import { expect, it } from 'vitest';
import { evaluationOf } from '../../../src/statistics/evaluation-of.ts';

const FACTS = {
  modelId: 1,
  modelName: 'lenet-1',
  evidence: { kind: 'held-out' as const, heading: 'Held-out' },
  datasetId: 1,
  datasetName: 'v1',
  threshold: 0.4,
  unsure: 0,
  excluded: 0,
  missing: [],
};

it('calls haemorrhage at the threshold and above, and counts each outcome', () => {
  const scored = ([0.4, 0.39, 0.4, 0.1] as const).map((probability, place) => ({
    ...{ sliceId: place + 1, sourceId: 1, file: `${place}.png`, frame: 0, group: String(place), probability },
    label: place < 2 ? ('haemorrhage' as const) : ('none' as const),
  }));
  const evaluation = evaluationOf(FACTS, scored);
  expect(evaluation.slices.map(({ outcome }) => outcome)).toEqual([
    'true-positive',
    'false-negative',
    'false-positive',
    'true-negative',
  ]);
  expect(evaluation.n).toBe(4);
  expect(evaluation.sensitivity).toMatchObject({ k: 1, n: 2 });
  expect(evaluation.specificity).toMatchObject({ k: 1, n: 2 });
});
