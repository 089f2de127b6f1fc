import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recordListed } from '../../../renderer/actions/record-listed.ts';
import { contract } from '../../../src/contract/contract.ts';

const asked: unknown[] = [];
let answer: unknown;

beforeEach(() => {
  asked.length = 0;
  answer = { kind: 'ok', value: {} };
  vi.stubGlobal('window', {
    overread: {
      call: async (method: string, input: unknown) => {
        expect(method).toBe('presentation.listed');
        asked.push(contract['presentation.listed'].input.parse(input));
        return answer;
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

it('puts a list on record in parts that main takes', async () => {
  const ids = Array.from({ length: 10_001 }, (_, index) => index + 1);
  await recordListed(2, ids);
  expect(asked).toEqual([
    { modelId: 2, sliceIds: ids.slice(0, 10_000) },
    { modelId: 2, sliceIds: [10_001] },
  ]);
});

it('says why where main could not record it', async () => {
  answer = { kind: 'error', error: { code: 'enospc', message: 'The disk is full.', details: null } };
  await expect(recordListed(2, [7])).rejects.toThrow('The disk is full.');
});
