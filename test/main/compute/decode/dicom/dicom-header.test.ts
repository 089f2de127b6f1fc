import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../../main/compute/decode/decode-frame.ts';
import { inspectBytes } from '../../../../../main/compute/decode/inspect-file.ts';
import { toDisplayImage } from '../../../../../src/study/display-image.ts';
import { paddingOf } from '../../../../../src/study/padding.ts';
import { dicomFile, type Element, pictureElements } from '../../../../support/dicom-corpus-odd.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';

/** What is padding in a file of two pixels with these elements. */
async function paddingIn(signed: boolean, elements: readonly Element[]) {
  const picture = pictureElements({ rows: 1, columns: 2, signed });
  const data: Element = ['7fe00010', 'OW', Buffer.alloc(4)];
  const { header } = await inspectBytes(dicomFile(EXPLICIT, [...picture, ...elements, data]));
  return header && paddingOf(header);
}

describe('overlay planes (PS3.3 C.9.2)', () => {
  /** Whether a file of 12 bits in words of 16 has them, of these elements. */
  async function overlaysIn(elements: readonly Element[]) {
    const picture = pictureElements({ rows: 1, columns: 2, bitsStored: 12 });
    const data: Element = ['7fe00010', 'OW', Buffer.alloc(4)];
    return (await inspectBytes(dicomFile(EXPLICIT, [...picture, ...elements, data]))).header?.overlays;
  }

  it('are found as data of their own, in each of their groups', async () => {
    expect(await overlaysIn([['60003000', 'OW', Uint8Array.of(1, 0)]])).toBe(true);
    expect(await overlaysIn([['601e3000', 'OB', Uint8Array.of(1, 0)]])).toBe(true);
    expect(await overlaysIn([['60003000', 'OW', new Uint8Array(0)]])).toBe(false);
    expect(await overlaysIn([])).toBe(false);
  });

  it('are found in bits of the pixels that are no part of the value', async () => {
    expect(await overlaysIn([['60000102', 'US', 12]])).toBe(true);
    expect(await overlaysIn([['60020102', 'US', 15]])).toBe(true);
    // The bit position of a plane whose data were taken out, and bits that there are not.
    for (const bit of [0, 11, 16]) expect(await overlaysIn([['60000102', 'US', bit]])).toBe(false);
  });
});

/** A file of four pixels in floating point of so many bits, drawn and as it is. */
async function floatingFile(bits: 32 | 64, pixels: readonly number[], padding: Readonly<Record<string, number>>) {
  const bytes = (...values: number[]) =>
    Buffer.from((bits === 32 ? Float32Array.from(values) : Float64Array.from(values)).buffer);
  const of = (tag: string, vr: string, ...values: number[]): Element => [tag, vr, bytes(...values)];
  const file = dicomFile(EXPLICIT, [
    ...pictureElements({ rows: 1, columns: pixels.length, bitsAllocated: bits }),
    ...Object.entries(padding).map(([tag, value]) => of(tag, bits === 32 ? 'FL' : 'FD', value)),
    bits === 32 ? of('7fe00008', 'OF', ...pixels) : of('7fe00009', 'OD', ...pixels),
  ]);
  const { header, image } = await decodeBytes(file, 0);
  return { padding: paddingOf(header), display: toDisplayImage(header, 0, image) };
}

describe('padding (PS3.3 C.7.5.1.1.2)', () => {
  it('is one value without a limit, above the half of 16 bits in unsigned pixels', async () => {
    expect(await paddingIn(false, [['00280120', 'US', 63_536]])).toEqual({ min: 63_536, max: 63_536 });
    expect(await paddingIn(true, [['00280120', 'SS', -2000]])).toEqual({ min: -2000, max: -2000 });
  });

  it('goes from the value to the limit, whichever is lower', async () => {
    const value: Element = ['00280120', 'US', 65_535];
    expect(await paddingIn(false, [value, ['00280121', 'US', 40_000]])).toEqual({ min: 40_000, max: 65_535 });
    const low: Element[] = [
      ['00280120', 'SS', -2000],
      ['00280121', 'SS', -1500],
    ];
    expect(await paddingIn(true, low)).toEqual({ min: -2000, max: -1500 });
  });

  it('is read as the pixels are, where its VR says otherwise', async () => {
    expect(await paddingIn(false, [['00280120', 'SS', 63_536]])).toEqual({ min: 63_536, max: 63_536 });
    expect(await paddingIn(true, [['00280120', 'US', 63_536]])).toEqual({ min: -2000, max: -2000 });
  });

  it('is nowhere in a file that names no value, a limit or not', async () => {
    expect(await paddingIn(false, [])).toBeNull();
    expect(await paddingIn(false, [['00280121', 'US', 40_000]])).toBeNull();
  });

  it.each([
    [32, '00280122', '00280124', Math.fround(-3.4e38), Math.fround(-3.3e38)],
    [64, '00280123', '00280125', -1.7e308, -1.6e308],
  ] as const)(
    'is of %i bits in floating point, and leaves the picture its range',
    async (bits, value, limit, no, to) => {
      const pixels = [no, to, 0, 10, 40];
      const { padding, display } = await floatingFile(bits, pixels, { [value]: no, [limit]: to });
      expect(padding).toEqual({ min: no, max: to });
      expect(display.padding).toEqual({ min: 0, max: 0 });
      expect([...display.pixels].map((level) => level === 0)).toEqual([true, true, false, false, false]);
      const seen = Array.from(display.pixels.slice(2), (level) => level * display.slope + display.intercept);
      for (const [index, grey] of [0, 10, 40].entries()) expect(seen[index]).toBeCloseTo(grey, 2);
      expect(display.windowWidth).toBeLessThan(50);
      const one = await floatingFile(bits, pixels, { [value]: no });
      expect(one.padding).toEqual({ min: no, max: no });
    },
  );

  it('is nowhere in floating point where it is no number, or of another kind of pixels', async () => {
    const none = async (...[bits, padding]: [32 | 64, Record<string, number>]) =>
      (await floatingFile(bits, [0, 10], padding)).padding;
    expect(await none(32, { '00280122': Number.NaN })).toBeNull();
    expect(await none(32, { '00280124': 10 })).toBeNull();
    expect(await none(64, { '00280122': 10 })).toBeNull();
  });
});
