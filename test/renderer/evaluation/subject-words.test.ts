import { expect, it } from 'vitest';
import { recipesWord, subjectKey, subjectOfKey } from '../../../renderer/evaluation/subject-words.ts';
import type { Subject } from '../../../renderer/state/evaluation-store.ts';
import { fakeCrossValidation } from '../support/fake-cross-validation.ts';

it.each<Subject>([
  { kind: 'model', modelId: 12 },
  { kind: 'cross-validation', id: 3, repeat: null },
  { kind: 'cross-validation', id: 3, repeat: 0 },
  { kind: 'source', modelId: 2, sourceId: 5 },
  { kind: 'test', place: 0 },
])('goes into a key and back: %o', (subject) => {
  expect(subjectOfKey(subjectKey(subject))).toEqual(subject);
});

it('takes no other text for a subject', () => {
  expect(['', 'model', 'model/', 'model/x', 'source/1', 'other/1'].map(subjectOfKey)).toEqual(Array(6).fill(null));
});

it('says of several architectures that one was chosen inside the folds', () => {
  const run = fakeCrossValidation(1, 'finished');
  expect(recipesWord(run)).toBe('compact or lenet (chosen inside the folds)');
  expect(recipesWord({ recipes: run.recipes.slice(0, 1) })).toBe('compact');
});
