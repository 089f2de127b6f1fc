import { expect, test } from 'vitest';
import { type ActHistory, nextStep } from '../../../src/review/next-step.ts';

const history = (
  kind: 'read' | 'mark',
  standsSince: number | null,
  undoneAt: number | null,
  newestAct: number | null,
): ActHistory<'read' | 'mark'> => ({ kind, standsSince, undoneAt, newestAct });

test('what was done last is undone first, what was undone last is redone first', () => {
  expect(nextStep([history('read', 1, null, 1), history('mark', 2, null, 2)])).toEqual({ undo: 'mark', redo: null });
  // Mark 2 was undone (3), then read 1 (4).
  expect(nextStep([history('read', null, 4, 1), history('mark', null, 3, 2)])).toEqual({ undo: null, redo: 'read' });
  // Then read 1 was redone (5).
  expect(nextStep([history('read', 5, null, 1), history('mark', null, 3, 2)])).toEqual({ undo: 'read', redo: 'mark' });
});

test('a new act of one kind ends the redoing of the other', () => {
  expect(nextStep([history('read', 4, null, 4), history('mark', null, 3, 2)])).toEqual({ undo: 'read', redo: null });
});

test('without acts there is nothing to do', () => {
  expect(nextStep([history('read', null, null, null), history('mark', null, null, null)])).toEqual({
    undo: null,
    redo: null,
  });
});
