import { expect, test } from 'vitest';
import { refusalOfInput } from '../../main/call-input.ts';

test('takes what calls are made of', () => {
  expect(refusalOfInput({ sliceId: 1, reason: null, list: ['a', { b: true }], missing: undefined })).toBeNull();
  expect(refusalOfInput(undefined)).toBeNull();
});

test.each([
  ['a long text', { reason: 'x'.repeat(200_001) }],
  ['many values', { list: Array.from({ length: 50_001 }, () => 0) }],
  ['many values in many lists', { list: Array.from({ length: 250 }, () => Array.from({ length: 250 }, () => 0)) }],
  ['long keys', { ['k'.repeat(200_001)]: 1 }],
])('refuses %s', (_name, input) => {
  expect(refusalOfInput(input)).toContain('too large');
});

test.each([
  ['bytes', { pixels: new Uint8Array(3) }],
  ['a map', new Map([[1, 2]])],
  ['a date', { when: new Date() }],
  ['a big integer', { n: 1n }],
])('refuses %s', (_name, input) => {
  expect(refusalOfInput(input)).toContain('kind of value');
});

test('does not run through a value that holds itself', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(refusalOfInput(circle)).toContain('too large');
});
