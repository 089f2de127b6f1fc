import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import { type DisplayImage, toDisplayImage } from '../../../src/study/display-image.ts';
import { fileHeader, frameHeader, pngHeader } from '../../support/slice-headers.ts';

function frame(samples: DecodedFrame['samples'], pixels: DecodedFrame['pixels']): DecodedFrame {
  return { rows: 1, columns: pixels.length / samples, samples, pixels };
}

function modalityValues(image: DisplayImage): number[] {
  return Array.from(image.pixels, (pixel) => pixel * image.slope + image.intercept);
}

describe('display images', () => {
  it('gives CT its stored values, HU by slope and intercept, spacing and the brain window', () => {
    const image = toDisplayImage(fileHeader(), 0, frame(1, Int16Array.of(0, 1064, 2000)));
    expect(image).toMatchObject({
      color: false,
      minPixelValue: 0,
      maxPixelValue: 2000,
      windowCenter: 40,
      windowWidth: 80,
      invert: false,
      rowPixelSpacing: 0.5,
      columnPixelSpacing: 0.5,
      unit: 'HU',
    });
    expect(modalityValues(image)).toEqual([-1024, 40, 976]);
  });

  it('rescales floating point and wide integers into 16 bits without moving their values', () => {
    const rescaled = fileHeader({ frames: [frameHeader({ rescale: { slope: 2, intercept: -3, toHu: false } })] });
    const floating = toDisplayImage(rescaled, 0, frame(1, Float32Array.of(-1.5, 0, 2.25, Number.NaN)));
    expect(floating.pixels).toBeInstanceOf(Uint16Array);
    const [low = 0, middle = 0, high = 0] = modalityValues(floating);
    expect([low, high]).toEqual([-6, 1.5]);
    expect(Math.abs(middle + 3)).toBeLessThan(7.5 / 65_535);
    const wide = toDisplayImage(rescaled, 0, frame(1, Int32Array.of(-2_000_000_000, 2_000_000_000)));
    expect(modalityValues(wide)).toEqual([-4_000_000_003, 3_999_999_997]);
    expect(wide.maxPixelValue).toBe(65_535);
    const near = toDisplayImage(rescaled, 0, frame(1, Uint32Array.of(4_000_000_000, 4_000_000_007)));
    expect([...near.pixels]).toEqual([0, 7]);
    expect(modalityValues(near)).toEqual([7_999_999_997, 8_000_000_011]);
  });

  it('says which pixels are padding, also where values were rescaled', () => {
    const padded = fileHeader({ pixelPaddingValue: -2000 });
    expect(toDisplayImage(padded, 0, frame(1, Int16Array.of(-2000, 5))).padding).toEqual({ min: -2000, max: -2000 });
    const wide = toDisplayImage(padded, 0, frame(1, Int32Array.of(-2000, 0, 50_000)));
    expect(wide.pixels[0]).toBe(wide.padding?.min);
    expect(toDisplayImage(fileHeader(), 0, frame(1, Int16Array.of(5))).padding).toBeNull();
  });

  it('keeps the steps of wide values whose padding is far from them', () => {
    const hu = { frames: [frameHeader({ rescale: { slope: 1, intercept: 0, toHu: true } })] };
    const whole = fileHeader({ ...hu, pixelPaddingValue: -2_147_483_648 });
    const wide = toDisplayImage(whole, 0, frame(1, Int32Array.of(-2_147_483_648, -1000, 36, 37, 3000)));
    expect(modalityValues(wide).slice(1)).toEqual([-1000, 36, 37, 3000]);
    expect(wide).toMatchObject({ minPixelValue: wide.pixels[1], maxPixelValue: wide.pixels[4] });
    const floats = fileHeader({ ...hu, pixelPaddingValue: -1e30 });
    const floating = toDisplayImage(floats, 0, frame(1, Float64Array.of(-1e30, -1000, 36.5, 37, 3000)));
    for (const [index, value] of [-1000, 36.5, 37, 3000].entries()) {
      expect(Math.abs((modalityValues(floating)[index + 1] ?? 0) - value)).toBeLessThan(4000 / 65_534);
    }
    for (const { pixels, padding } of [wide, floating]) {
      expect(padding).toEqual({ min: pixels[0], max: pixels[0] });
      expect([...pixels].filter((pixel) => pixel === pixels[0])).toHaveLength(1);
    }
  });

  it('inverts MONOCHROME1 by a flag only', () => {
    const image = toDisplayImage(fileHeader({ photometric: 'MONOCHROME1' }), 0, frame(1, Uint16Array.of(1, 2)));
    expect(image).toMatchObject({ invert: true, pixels: Uint16Array.of(1, 2) });
  });

  it('makes colour, deep colour and palettes opaque RGBA', () => {
    const rgb = toDisplayImage(pngHeader({ samples: 3 }), 0, frame(3, Uint8Array.of(1, 2, 3)));
    expect(rgb).toMatchObject({ color: true, pixels: Uint8Array.of(1, 2, 3, 255), windowWidth: 255, unit: 'grey' });
    const deep = toDisplayImage(
      pngHeader({ samples: 4, bitsStored: 16 }),
      0,
      frame(4, Uint16Array.of(65535, 0, 0, 32768)),
    );
    expect([...deep.pixels]).toEqual([128, 0, 0, 255]);
    // Eight bits on the screen: these two colours are one.
    const near = frame(3, Uint16Array.of(25_700, 514, 0, 25_701, 515, 1));
    const eight = [100, 2, 0, 255];
    expect([...toDisplayImage(pngHeader({ bitsStored: 16 }), 0, near).pixels]).toEqual([...eight, ...eight]);
    const palette = { first: 5, rgb: Uint8Array.of(9, 8, 7, 6, 5, 4) };
    const looked = toDisplayImage(fileHeader({ palette }), 0, frame(1, Uint8Array.of(0, 6)));
    expect([...looked.pixels]).toEqual([9, 8, 7, 255, 6, 5, 4, 255]);
  });

  it('lays grey with alpha over black and shows a PNG in its full range', () => {
    const image = toDisplayImage(pngHeader({ samples: 2 }), 0, frame(2, Uint8Array.of(200, 255, 200, 51)));
    expect(image).toMatchObject({ pixels: Uint8Array.of(200, 40), unit: 'grey', windowCenter: 128, windowWidth: 256 });
  });

  it('leaves padding out of the range and of the first window', () => {
    const padded = { pixelPaddingValue: -2000, pixelPaddingLimit: -1998, modality: 'MR', signed: true };
    const frames = [frameHeader({ rescale: null })];
    const image = toDisplayImage(fileHeader({ ...padded, frames }), 0, frame(1, Int16Array.of(-2000, -1999, 5, 25)));
    expect(image).toMatchObject({ minPixelValue: 5, maxPixelValue: 25, padding: { min: -2000, max: -1998 } });
    expect([image.windowCenter - image.windowWidth / 2, image.windowCenter + image.windowWidth / 2]).toEqual([5, 26]);
  });

  it('puts values through a modality table, and padding below all of them', () => {
    const modality = { first: 10, values: Uint16Array.of(500, 300, 100), type: 'HU' };
    const header = fileHeader({ pixelPaddingValue: 11 });
    const image = toDisplayImage(header, 0, frame(1, Uint16Array.of(9, 10, 11, 12, 99)), { modality, voi: [] });
    const values = [...image.pixels].map((pixel) => pixel * image.slope + image.intercept);
    expect(values).toEqual([500, 500, -1, 100, 100]);
    expect(image.unit).toBe('HU');
    expect(image.pixels[2]).toBe(image.padding?.min);
    expect(image.minPixelValue * image.slope + image.intercept).toBe(100);
  });

  it('begins with a VOI table where the file has no window', () => {
    const voi = [{ first: 0, values: Uint16Array.of(0, 1023), bits: 10, name: null }];
    const tables = { modality: null, voi };
    const image = toDisplayImage(fileHeader(), 0, frame(1, Uint16Array.of(0, 1)), tables);
    expect(image).toMatchObject({ startsWithTable: true, voiTables: [{ first: 0, levels: Uint8Array.of(0, 255) }] });
    const windows = [{ center: 40, width: 80, explanation: null }];
    const windowed = fileHeader({ frames: [frameHeader({ windows })] });
    expect(toDisplayImage(windowed, 0, frame(1, Uint16Array.of(0, 1)), tables).startsWithTable).toBe(false);
  });

  it('keeps the shape of pixels where mm are not known', () => {
    const frames = [frameHeader({ spacingMm: null, pixelAspect: 2 })];
    const image = toDisplayImage(fileHeader({ frames }), 0, frame(1, Uint16Array.of(0, 1)));
    expect(image).toMatchObject({ rowPixelSpacing: null, columnPixelSpacing: null, pixelAspect: 2 });
  });
});
