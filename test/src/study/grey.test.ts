import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import { type GreyHeader, greyLevels } from '../../../src/study/grey.ts';
import { hounsfield, toHu } from '../../../src/study/hounsfield.ts';

const header: GreyHeader = { bitsStored: 8, signed: false, photometric: 'GREY', palette: null };

function frame(samples: DecodedFrame['samples'], pixels: DecodedFrame['pixels']): DecodedFrame {
  return { rows: 1, columns: pixels.length / samples, samples, pixels };
}

function rounded(levels: Float32Array): number[] {
  return [...levels].map((level) => Number(level.toFixed(5)));
}

describe('grey levels of a frame', () => {
  it('takes the Rec. 601 luma of colour', () => {
    const pixels = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    expect(rounded(greyLevels(frame(3, pixels), { ...header, photometric: 'RGB' }))).toEqual([0.299, 0.587, 0.114, 1]);
  });

  it('lays alpha over black', () => {
    expect(rounded(greyLevels(frame(2, Uint8Array.of(255, 51, 255, 0)), header))).toEqual([0.2, 0]);
    expect(rounded(greyLevels(frame(4, Uint8Array.of(255, 255, 255, 102)), header))).toEqual([0.4]);
  });

  it('keeps sixteen bits', () => {
    const levels = greyLevels(frame(1, Uint16Array.of(0, 1, 65535)), { ...header, bitsStored: 16 });
    expect(levels[1]).toBeCloseTo(1 / 65535, 9);
    expect(levels[2]).toBe(1);
    const colours = frame(3, Uint16Array.of(9000, 300, 8, 9001, 301, 9));
    const [one = 0, other = 0] = greyLevels(colours, { ...header, bitsStored: 16, photometric: 'RGB' });
    expect(other - one).toBeCloseTo(1 / 65535, 9);
  });

  it('scales by BitsStored, signed or not, and inverts MONOCHROME1', () => {
    const signed = { ...header, bitsStored: 12, signed: true };
    expect(rounded(greyLevels(frame(1, Int16Array.of(-2048, 2047)), signed))).toEqual([0, 1]);
    const inverted = { ...header, bitsStored: 12, photometric: 'MONOCHROME1' };
    expect(rounded(greyLevels(frame(1, Uint16Array.of(0, 4095)), inverted))).toEqual([1, 0]);
  });

  it('looks a DICOM palette up, and holds its ends', () => {
    const palette = { first: 10, rgb: Uint8Array.of(0, 0, 0, 255, 255, 255) };
    expect(rounded(greyLevels(frame(1, Uint8Array.of(0, 10, 11, 200)), { ...header, palette }))).toEqual([0, 0, 1, 1]);
  });

  it('spreads floating-point pixels over their own range', () => {
    expect(rounded(greyLevels(frame(1, Float32Array.of(-1, Number.NaN, 3)), header))).toEqual([0, 0, 1]);
  });

  it('leaves padding out of the range of floating-point pixels', () => {
    const padded = { ...header, pixelPaddingValue: -32_768, pixelPaddingLimit: -30_000 };
    expect(rounded(greyLevels(frame(1, Float32Array.of(-32_768, -31_000, 0, 50, 100)), padded))).toEqual([
      0, 0, 0, 0.5, 1,
    ]);
  });
});

describe('padding', () => {
  const padded = { ...header, pixelPaddingValue: 250, pixelPaddingLimit: 255 };

  it('is black, whatever its value and whichever end is white', () => {
    const pixels = Uint8Array.of(0, 249, 250, 255);
    expect(rounded(greyLevels(frame(1, pixels), padded))).toEqual([0, 0.97647, 0, 0]);
    expect(rounded(greyLevels(frame(1, pixels), { ...padded, photometric: 'MONOCHROME1' }))).toEqual([
      1, 0.02353, 0, 0,
    ]);
  });

  it('is none of a colour', () => {
    expect(rounded(greyLevels(frame(3, Uint8Array.of(255, 255, 255)), padded))).toEqual([1]);
  });
});

describe('hounsfield', () => {
  const ct = { rescale: { slope: 2, intercept: -1024, toHu: true } };

  it('applies slope and intercept', () => {
    expect(toHu(512, ct)).toBe(0);
    expect([...(hounsfield(frame(1, Uint16Array.of(0, 552)), {}, ct) ?? [])]).toEqual([-1024, 80]);
  });

  it.each([
    ['above all that was measured', 60_000, 65_535, -1000],
    ['below it', 0, 2, -1020],
  ])('has padding %s for air, and no darker than the file has it', (_, pixelPaddingValue, pixelPaddingLimit, hu) => {
    const pixels = Uint16Array.of(pixelPaddingValue + 2, 552);
    const padded = { pixelPaddingValue, pixelPaddingLimit };
    expect([...(hounsfield(frame(1, pixels), padded, ct) ?? [])]).toEqual([hu, 80]);
  });

  it('is null where the file does not say HU', () => {
    const other = { rescale: { slope: 1, intercept: 0, toHu: false } };
    expect(toHu(1, other)).toBeNull();
    expect(hounsfield(frame(1, Uint8Array.of(1)), {}, other)).toBeNull();
    expect(hounsfield(frame(1, Uint8Array.of(1)), {}, { rescale: null })).toBeNull();
    expect(hounsfield(frame(3, Uint8Array.of(1, 2, 3)), {}, ct)).toBeNull();
  });
});
