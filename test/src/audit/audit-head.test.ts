import { expect, test } from 'vitest';
import { headText, newestHeadIn, replaceHeads } from '../../../src/audit/audit-head.ts';

const hash = (digit: string): string => digit.repeat(64);

test('a head is found in any text as it was printed, the newest of several', () => {
  const head = { entries: 12, headHash: hash('a') };
  expect(newestHeadIn(`see “${headText(head)}”, and ${headText({ entries: 3, headHash: hash('b') })}.`)).toEqual(head);
});

test('a hash alone, a longer one and a slice with its frame are no heads', () => {
  expect(newestHeadIn(hash('a'))).toBeNull();
  expect(newestHeadIn(`1:${hash('a')}0`)).toBeNull();
  expect(newestHeadIn(`${hash('a')}:0`)).toBeNull();
  expect(newestHeadIn(`${hash('c')}:1:${hash('a').toUpperCase()}`)).toBeNull();
});

test('each head in a text is replaced, and nothing else', () => {
  const text = `a ${headText({ entries: 1, headHash: hash('a') })}, b ${headText({ entries: 2, headHash: hash('b') })}, ${hash('c')}`;
  expect(replaceHeads(text, ({ entries }) => `head ${entries}`)).toBe(`a head 1, b head 2, ${hash('c')}`);
});
