import { expect, it } from 'vitest';
import { brightness, type GreyMapping, greyTable } from '../../../src/study/grey-table.ts';

const brain: GreyMapping = { kind: 'window', window: { center: 40, width: 80 }, voiFunction: 'linear' };
const curve: GreyMapping = { kind: 'table', table: { first: 10, levels: Uint8Array.of(0, 100, 255) } };
const scale = { slope: 1, intercept: -1024, padding: null };

it('maps pixel values through slope, intercept and window as DICOM defines LINEAR', () => {
  // PS3.3 C.11.2.1.2.1: black up to 39.5 - 39.5 = 0 HU, white above 79 HU.
  const table = greyTable({ lowest: 1024, highest: 1104 }, scale, brain, false);
  expect([table[0], table[79], table[80]]).toEqual([0, 255, 255]);
  expect(table[40]).toBe(Math.round(((40 - 39.5) / 79 + 0.5) * 255));
});

it('follows a table, its ends beyond it, and turns both around when inverted', () => {
  expect([9, 10, 11, 12, 13].map((value) => brightness(value, curve))).toEqual([0, 0, 100, 255, 255]);
  const whole = { slope: 1, intercept: 0, padding: null };
  expect([...greyTable({ lowest: 10, highest: 12 }, whole, curve, true)]).toEqual([255, 155, 0]);
});

it('draws padding black, inverted or not', () => {
  const padded = { slope: 1, intercept: 0, padding: { min: -5, max: -4 } };
  for (const invert of [false, true]) {
    const table = greyTable(
      { lowest: -6, highest: -3 },
      padded,
      { ...curve, table: { first: 0, levels: Uint8Array.of(9) } },
      invert,
    );
    expect([table[1], table[2]]).toEqual([0, 0]);
    expect(table[0]).toBe(invert ? 246 : 9);
  }
});
