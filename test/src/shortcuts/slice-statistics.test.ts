import { describe, expect, it } from 'vitest';
import { sliceStatistics } from '../../../src/shortcuts/slice-statistics.ts';
import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../src/study/file-header.ts';
import { pngHeader } from './fixtures/png-header.ts';

/** A grey oval head on black with a grey brain; `paint` changes pixels (0..1 coordinates across the picture). */
function head(
  rows: number,
  columns: number,
  paint: (x: number, y: number) => number | null = () => null,
): DecodedFrame {
  const pixels = Uint8Array.from({ length: rows * columns }, (_, index) => {
    const [y, x] = [(Math.floor(index / columns) + 0.5) / rows, ((index % columns) + 0.5) / columns];
    const distance = Math.hypot((x - 0.5) / 0.4, (y - 0.5) / 0.45);
    if (distance > 1) return 0;
    return paint(x, y) ?? (distance > 0.9 ? 255 : 100);
  });
  return { rows, columns, samples: 1, pixels };
}

const measure = (image: DecodedFrame) => sliceStatistics(image, pngHeader(image.rows, image.columns), 0);

describe('picture facts', () => {
  it('are size, aspect, border, brightness and corners', () => {
    const { pictureFacts } = measure(head(100, 80));
    expect(pictureFacts).toMatchObject({ width: 80, height: 100, aspect: 0.8, cornerBrightness: 0 });
    // The head's box is 0.8 of the width and 0.9 of the height, to a pixel at each edge.
    expect(pictureFacts.borderShare).toBeGreaterThan(0.25);
    expect(pictureFacts.borderShare).toBeLessThan(0.33);
    const lit = head(100, 80);
    for (let at = 0; at < 80; at += 1) lit.pixels[at] = 255;
    // Squares of 5 x 5: one of five rows is white in two of four corners.
    expect(measure(lit).pictureFacts.cornerBrightness).toBeCloseTo(0.1, 6);
    const half = { ...head(10, 10), pixels: new Uint8Array(100).fill(51) };
    expect(measure(half).pictureFacts.meanGrey).toBeCloseTo(0.2, 6);
  });
});

describe('brain statistics', () => {
  it('are 0 for an even brain, and tell a bright patch on one side', () => {
    const even = measure(head(192, 160)).brainStatistics;
    expect(even.mean).toBeCloseTo(0, 2);
    expect(even.bright50).toBe(0);
    expect(even.differenceMean).toBeLessThan(0.02);
    const bled = measure(head(192, 160, (x, y) => (Math.hypot(x - 0.62, y - 0.5) < 0.07 ? 220 : null))).brainStatistics;
    expect(bled.bright50).toBeGreaterThan(0.03);
    expect(bled.bright75).toBeGreaterThan(0.03);
    expect(bled.p99).toBeGreaterThan(0.7);
    expect(bled.skewness).toBeGreaterThan(2);
    expect(bled.differenceP99).toBeGreaterThan(0.7);
    expect(bled.halvesBright).toBeGreaterThan(0.06);
    expect(bled.halvesMean).toBeGreaterThan(0.05);
  });

  it('do not depend on the window that the picture was saved with', () => {
    const patch = (x: number, y: number) => (Math.hypot(x - 0.62, y - 0.5) < 0.07 ? 220 : null);
    const image = head(192, 160, patch);
    const darker = { ...image, pixels: Uint8Array.from(image.pixels, (level) => Math.round(level * 0.8)) };
    const [a, b] = [measure(image).brainStatistics, measure(darker).brainStatistics];
    for (const name of Object.keys(a) as (keyof typeof a)[]) {
      expect(Math.abs(a[name] - b[name]), name).toBeLessThan(0.02 * Math.max(1, Math.abs(a[name])));
    }
  });
});

describe('grey levels and colour', () => {
  it('takes in no row that a cut-off file lacks', () => {
    const whole = head(192, 160);
    const cutHeader = pngHeader(192, 160);
    const [frame] = cutHeader.frames;
    if (!frame) throw new Error('no frame');
    const cut = { ...cutHeader, frames: [{ ...frame, rowsMissing: 60 }] };
    const filled = { ...whole, pixels: whole.pixels.map((level, at) => (at >= 132 * 160 ? 0 : level)) };
    const short = { ...whole, rows: 132, pixels: whole.pixels.slice(0, 132 * 160) };
    expect(sliceStatistics(filled, cut, 0)).toEqual(sliceStatistics(short, pngHeader(132, 160), 0));
  });

  it('counts every pixel once, in 64 steps of grey, or of 4 HU between -104 and 152', () => {
    const { histogram } = measure({ rows: 1, columns: 4, samples: 1, pixels: Uint8Array.from([0, 3, 4, 255]) });
    expect(histogram.unit).toBe('grey');
    expect([histogram.counts[0], histogram.counts[1], histogram.counts[63]]).toEqual([2, 1, 1]);
    const ct: FileHeader = { ...pngHeader(1, 5), format: 'dicom', bitsStored: 16, signed: true };
    const [frame] = ct.frames;
    if (!frame) throw new Error('no frame');
    const inHu = { ...ct, frames: [{ ...frame, rescale: { slope: 1, intercept: -1000, toHu: true } }] };
    const pixels = Int16Array.from([0, 896, 1000, 1003, 3000]);
    const measured = sliceStatistics({ rows: 1, columns: 5, samples: 1, pixels }, inHu, 0);
    expect(measured.histogram.unit).toBe('HU');
    // -1000 and -104 in the first, 0 and 3 in the 27th (0..4), 2000 in the last.
    expect([measured.histogram.counts[0], measured.histogram.counts[26], measured.histogram.counts[63]]).toEqual([
      2, 2, 1,
    ]);
    expect(measured.pictureFacts.meanGrey).toBeCloseTo(0.2, 1);
  });

  it('counts pixels whose red, green and blue differ, alpha and palettes included', () => {
    const colourOf = (samples: 3 | 4, pixels: number[]) =>
      measure({ rows: 1, columns: 2, samples, pixels: Uint8Array.from(pixels) }).colourShare;
    expect(colourOf(3, [9, 9, 9, 9, 9, 8])).toBe(0.5);
    expect(colourOf(4, [9, 9, 9, 255, 7, 7, 7, 0])).toBe(0);
    const palette = { first: 1, rgb: Uint8Array.from([5, 5, 5, 200, 5, 5]) };
    const image: DecodedFrame = { rows: 1, columns: 4, samples: 1, pixels: Uint8Array.from([0, 1, 2, 9]) };
    expect(sliceStatistics(image, { ...pngHeader(1, 4), palette }, 0).colourShare).toBe(0.5);
  });
});
