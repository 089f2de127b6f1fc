import { describe, expect, it } from 'vitest';
import { resizeBilinear } from '../../../src/prediction/resize.ts';

/** i -> ((37 i + 11) mod 101) / 100, the picture that Pillow was given. */
const picture = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => ((i * 37 + 11) % 101) / 100);

/** Image.new('F', ...).resize(..., Image.BILINEAR) of Pillow 13.0.0. */
const PILLOW = [
  {
    name: 'shrinking 7x5 to 3x4',
    size: [7, 5, 3, 4],
    values: [
      0.54375, 0.488452, 0.457202, 0.395893, 0.628235, 0.540049, 0.521176, 0.437941, 0.338214, 0.499345, 0.341845,
      0.623214,
    ],
  },
  {
    name: 'growing 2x3 to 5x4',
    size: [2, 3, 5, 4],
    values: [
      0.11, 0.34125, 0.61875, 0.85, 0.12, 0.35125, 0.62875, 0.86, 0.16, 0.39125, 0.66875, 0.9, 0.2, 0.43125, 0.70875,
      0.94, 0.21, 0.44125, 0.71875, 0.95,
    ],
  },
  {
    name: 'shrinking 9x9 to 4x4',
    size: [9, 9, 4, 4],
    values: [
      0.4516, 0.504369, 0.585484, 0.530286, 0.373171, 0.43395, 0.518584, 0.588118, 0.578146, 0.520922, 0.436121,
      0.487631, 0.548, 0.595561, 0.43315, 0.413967,
    ],
  },
] as const;

describe('bilinear resize', () => {
  it.each(PILLOW)('agrees with Pillow when $name', ({ size: [rows, columns, targetRows, targetColumns], values }) => {
    const resized = resizeBilinear(picture(rows * columns), rows, columns, targetRows, targetColumns);
    expect(resized).toHaveLength(values.length);
    for (const [index, value] of values.entries()) expect(resized[index]).toBeCloseTo(value, 5);
  });

  it('leaves a picture of the right size as it is', () => {
    expect(resizeBilinear(picture(35), 7, 5, 7, 5)).toEqual(picture(35));
  });

  it('keeps a bright dot where it was, from half-pixel centre to half-pixel centre', () => {
    const source = new Float32Array(300 * 200);
    source[90 * 200 + 150] = 1;
    const small = resizeBilinear(source, 300, 200, 100, 100);
    const brightest = small.indexOf(Math.max(...small));
    expect([Math.floor(brightest / 100), brightest % 100]).toEqual([30, 75]);
    expect(small.reduce((a, b) => a + b, 0)).toBeCloseTo(1 / 6, 5);
  });
});
