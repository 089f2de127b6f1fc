import { expect, it } from 'vitest';
import { viewOfMeasured } from '../../../renderer/evaluation/evaluation-view.ts';
import { type RereadBasis, rereadList } from '../../../renderer/evaluation/reread-lists.ts';
import type { Label } from '../../../src/review/label.ts';
import { fakeCrossValidationResult } from '../support/fake-cross-validation.ts';
import { type MadeSlice, measuredOf } from '../support/measured.ts';

const made: readonly MadeSlice[] = [
  { sliceId: 1, label: 'haemorrhage', probability: 0.95 },
  { sliceId: 2, label: 'haemorrhage', probability: 0.03 },
  { sliceId: 3, label: 'haemorrhage', probability: 0.9 },
  { sliceId: 4, label: 'none', probability: 0.92 },
  { sliceId: 5, label: 'none', probability: 0.06 },
  { sliceId: 6, label: 'none', probability: 0.45 },
];
const given = new Map<number, Label | null>(made.map(({ sliceId, label }) => [sliceId, label]));

function basis(changed: readonly (readonly [number, Label | null])[] = []): RereadBasis {
  return {
    view: viewOfMeasured(measuredOf(made)),
    result: null,
    threshold: 0.5,
    current: new Map([...given, ...changed]),
  };
}
const ids = (entries: ReturnType<typeof rereadList>) => entries.map(({ sliceId }) => sliceId);

it('ranks the labels of which the networks are most sure that they are wrong', () => {
  expect(ids(rereadList('suspect', basis()))).toEqual([2, 4]);
});

it('takes a label that was changed since out of the suspects', () => {
  expect(ids(rereadList('suspect', basis([[2, 'none']])))).toEqual([4]);
  expect(ids(rereadList('suspect', basis([[4, 'unsure']])))).toEqual([2]);
});

it('takes the ranking of a cross-validation where there is one', () => {
  const suspectLabels = [4, 2].map((sliceId) => ({
    sliceId,
    sourceId: 1,
    file: '',
    frame: 0,
    given: given.get(sliceId) === 'none' ? ('none' as const) : ('haemorrhage' as const),
    probability: 0.5,
  }));
  const result = { ...fakeCrossValidationResult(1), suspectLabels };
  expect(ids(rereadList('suspect', { ...basis(), result }))).toEqual([4, 2]);
});

it('lists what lies nearest to the threshold first', () => {
  expect(ids(rereadList('uncertain', basis())).slice(0, 2)).toEqual([6, 3]);
  expect(ids(rereadList('uncertain', { ...basis(), threshold: 0.05 }))[0]).toBe(5);
});

it('compares calls with the labels that stand now, not with those that were scored', () => {
  expect(ids(rereadList('disagreement', basis()))).toEqual([2, 4]);
  expect(ids(rereadList('disagreement', basis([[2, 'none']])))).toEqual([4]);
  expect(ids(rereadList('disagreement', basis([[1, 'none']])))).toEqual([2, 1, 4]);
  expect(ids(rereadList('disagreement', basis([[4, 'excluded']])))).toEqual([2]);
});

it('passes over slices that the project lists no more', () => {
  const current = new Map([...given].filter(([sliceId]) => sliceId !== 2));
  expect(ids(rereadList('suspect', { ...basis(), current }))).toEqual([4]);
});
