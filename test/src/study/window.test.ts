import { describe, expect, it } from 'vitest';
import { defaultWindow, usedBits, windowed, windowOfRange } from '../../../src/study/window.ts';
import { HU_WINDOWS } from '../../../src/viewing/named-window.ts';
import { fileHeader, frameHeader, pngHeader } from '../../support/slice-headers.ts';

describe('the linear window function', () => {
  it('follows the worked example of PS3.3 C.11.2.1.2.1: centre 2048, width 4096, output 0..255', () => {
    const example = { center: 2048, width: 4096 };
    expect(windowed(0, example)).toBe(0);
    expect(windowed(4095, example)).toBe(1);
    expect(windowed(2048, example) * 255).toBeCloseTo(((2048 - 2047.5) / 4095 + 0.5) * 255, 10);
  });

  it('follows the standard for centre 0 and width 100, and width 1', () => {
    expect(windowed(-50, { center: 0, width: 100 })).toBe(0);
    expect(windowed(49.1, { center: 0, width: 100 })).toBe(1);
    expect(windowed(-0.5, { center: 0, width: 100 })).toBeCloseTo(0.5, 12);
    expect([-1, 0].map((value) => windowed(value, { center: 0, width: 1 }))).toEqual([0, 1]);
  });

  it('shows a whole range from black to white', () => {
    const range = windowOfRange(-7, 93);
    expect(windowed(-7, range)).toBe(0);
    expect(windowed(93, range)).toBe(1);
    expect(windowed(92, range)).toBeLessThan(1);
  });
});

describe('the first window', () => {
  const range = { min: 0, max: 99 };

  it('is the stored one', () => {
    const frames = [frameHeader({ windows: [{ center: 35, width: 90, explanation: null }] })];
    expect(defaultWindow(fileHeader({ frames }), 0, range)).toEqual({ center: 35, width: 90 });
  });

  it('is brain for CT, the full range for PNG, the own range for the rest', () => {
    expect(defaultWindow(fileHeader(), 0, range)).toEqual({ center: 40, width: 80 });
    expect(defaultWindow(pngHeader(), 0, range)).toEqual({ center: 128, width: 256 });
    expect(defaultWindow(fileHeader({ frames: [frameHeader({ rescale: null })] }), 0, range)).toEqual({
      center: 50,
      width: 100,
    });
  });
});

it.each([
  [16, 3934, 12],
  [16, 4095, 12],
  [16, 4096, 13],
  [16, 65_535, 16],
  [16, 200, 8],
  [16, 0, 8],
  [8, 255, 8],
  [8, 3, 8],
])('of %i bits a highest value of %i uses %i', (stored, highest, used) => {
  expect(usedBits(stored, highest)).toBe(used);
  const header = pngHeader({ bitsStored: stored, bitsAllocated: stored });
  const window = defaultWindow(header, 0, { min: 0, max: highest });
  expect(window).toEqual({ center: 2 ** used / 2, width: 2 ** used });
});

it('has the six CT presets', () => {
  expect(HU_WINDOWS.map(({ width, center }) => `${width}/${center}`)).toEqual([
    '80/40',
    '200/80',
    '40/40',
    '2800/600',
    '400/40',
    '350/40',
  ]);
});
