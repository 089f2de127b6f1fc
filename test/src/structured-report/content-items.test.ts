import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalString, personName } from '../../../src/structured-report/content-items.ts';

test('a decimal string has at most 16 characters and loses next to nothing', () => {
  expect(decimalString(0.1)).toBe('0.1');
  expect(decimalString(-1234.5678901234567)).toBe('-1234.5678901235');
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
      const text = decimalString(value);
      expect(text.length).toBeLessThanOrEqual(16);
      expect(text).toMatch(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
    }),
  );
});

test('a typed name cannot split a person name into parts or values', () => {
  expect(personName(' Dr. O’Neil^Ann=x\\y ')).toBe('Dr. O’Neil Ann x y');
  expect(personName('^^')).toBe('Unnamed');
});
