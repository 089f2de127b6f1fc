import { expect, it } from 'vitest';
import { checkForm, NEW_CROSS_VALIDATION } from '../../../renderer/evaluation/cross-validation-form.ts';

const form = { ...NEW_CROSS_VALIDATION, datasetId: 3 };

it('begins as five folds twice, and sends no setting that was not typed', () => {
  expect(checkForm(form)).toEqual({
    kind: 'good',
    input: {
      datasetId: 3,
      architectures: ['compact'],
      settings: {},
      folds: 5,
      repeats: 2,
      grouping: 'near-duplicates',
    },
  });
});

it('sends several architectures in their own order, and what was typed', () => {
  const architectures = new Set(['compact', 'lenet'] as const);
  expect(checkForm({ ...form, architectures, rounds: ' 12 ', seed: '0' })).toMatchObject({
    kind: 'good',
    input: { architectures: ['lenet', 'compact'], settings: { rounds: 12, seed: 0 } },
  });
});

it.each([
  [{ datasetId: null }, /Freeze/],
  [{ architectures: new Set<never>() }, /architecture/],
  [{ folds: '1' }, /Folds/],
  [{ folds: '2.5' }, /Folds/],
  [{ repeats: '21' }, /Repeats/],
  [{ rounds: 'many' }, /Rounds/],
  [{ seed: '-1' }, /Seed/],
])('says what is wrong with %o', (patch, why) => {
  expect(checkForm({ ...form, ...patch })).toMatchObject({ kind: 'bad', why: expect.stringMatching(why) });
});
