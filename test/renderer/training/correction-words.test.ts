import { expect, it } from 'vitest';
import { batchWords, type Correction, callChange } from '../../../renderer/training/correction-words.ts';

function correction(rest: Partial<Correction>): Correction {
  return {
    sliceId: 1,
    sourceId: 1,
    file: '1.png',
    frame: 0,
    before: 'none',
    after: 'haemorrhage',
    reader: 'R',
    part: 'training',
    baselineCall: 'none',
    candidateCall: 'haemorrhage',
    ...rest,
  };
}

it.each([
  [{}, 'to-the-label'],
  [{ candidateCall: 'none' }, 'unchanged'],
  [{ after: 'none' }, 'from-the-label'],
  [{ after: 'excluded' }, 'from-the-label'],
  [{ baselineCall: null }, 'unknown'],
] as const)('finds of %o that the call went %s', (rest, change) => {
  expect(callChange(correction(rest))).toBe(change);
});

it('says what came of a batch, and on how many slices that is no evidence', () => {
  const corrected = [
    correction({}),
    correction({ after: 'none', part: 'held-out' }),
    correction({ candidateCall: 'none' }),
  ];
  expect(batchWords({ version: 'v2', note: null, added: 2, removed: 0, corrected })).toBe(
    '3 labels corrected; 2 slices added. The call changed on 2, on 1 to the new label. ' +
      'The candidate had 2 of them in training or validation: there a changed call is no evidence.',
  );
  expect(batchWords({ version: 'v2', note: null, added: 0, removed: 1, corrected: [] })).toBe(
    'No label corrected; 1 taken out.',
  );
});
