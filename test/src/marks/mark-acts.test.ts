import { expect, test } from 'vitest';
import { type MarkAct, standingMarks } from '../../../src/marks/mark-acts.ts';

const act = (id: number, kind: MarkAct['kind'], markId: number, targetActId: number | null = null): MarkAct => ({
  id,
  kind,
  markId,
  targetActId,
});
const standing = (...acts: MarkAct[]) => [...standingMarks(acts)].map(([markId, { id }]) => [markId, id]);

test('a mark stands as its last act left it', () => {
  const acts = [act(1, 'added', 1), act(2, 'added', 2), act(3, 'changed', 1)];
  expect(standing(...acts)).toEqual([
    [1, 3],
    [2, 2],
  ]);
  expect(standing(...acts, act(4, 'removed', 2))).toEqual([[1, 3]]);
});

test('undo takes acts back one by one, redo restores them', () => {
  const acts = [act(1, 'added', 1), act(2, 'changed', 1), act(3, 'removed', 1), act(4, 'undo', 1, 3)];
  expect(standing(...acts)).toEqual([[1, 2]]);
  expect(standing(...acts, act(5, 'undo', 1, 2))).toEqual([[1, 1]]);
  expect(standing(...acts, act(5, 'undo', 1, 2), act(6, 'undo', 1, 1))).toEqual([]);
  expect(standing(...acts, act(5, 'undo', 1, 2), act(6, 'redo', 1, 2))).toEqual([[1, 2]]);
});
