import { expect, it } from 'vitest';
import { developmentHeading, sealedTestHeading } from '../../../src/dataset/evidence-words.ts';

it('heads every figure made on development data with what sealed test there is', () => {
  expect(developmentHeading('Cross-validated', [])).toBe('Cross-validated, no sealed test');
  expect(developmentHeading('Cross-validated', ['T1', 'T2'])).toBe('Cross-validated; sealed apart: T1, T2');
});

it('heads a sealed test with the look and every model that looked', () => {
  expect(sealedTestHeading('T1', 3, ['a', 'b', 'a'])).toBe('Sealed test T1, look 3 (models: a, b)');
});
