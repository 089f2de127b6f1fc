import { describe, expect, it, vi } from 'vitest';
import type { Picture } from '../../../renderer/viewer/picture.ts';
import type { FileHeader } from '../../../src/study/file-header.ts';
import { shownSlice } from '../../../src/study/shown-slice.ts';
import { fileHeader } from '../../support/slice-headers.ts';

// Cornerstone reaches for the window as it loads; the drawing itself is looked at in the end-to-end test.
vi.mock('cornerstone-core', () => ({}));

const { greySamples } = await import('../../../renderer/viewer/draw-grey.ts');
const { pictureOf } = await import('../../../renderer/viewer/picture.ts');
const { paintSamples } = await import('../../../renderer/viewer/slice-pixels.ts');
const { FAKE_SLICES, fakeMetadata } = await import('../support/fake-slices.ts');

type Viewport = Parameters<typeof greySamples>[1];

const VIEWPORT: Viewport = { voi: { windowCenter: 1, windowWidth: 2 }, invert: false, voiLUT: undefined };

function picture(change: object = {}): Picture {
  const [slice] = FAKE_SLICES;
  if (!slice) throw new Error('There is no slice.');
  const metadata = { ...fakeMetadata(slice), slope: 1, intercept: 0, ...change };
  const image = { minPixelValue: -2, maxPixelValue: 3, getPixelData: () => Int16Array.of(-2, 3) };
  const tables = [{ first: 0, levels: Uint8Array.of(7, 8, 9) }];
  return { sliceId: 1, metadata, tables, image } as unknown as Picture;
}

const levels = (change: object, viewport: Partial<Viewport>): readonly number[] => [
  ...greySamples(picture(change), { ...VIEWPORT, ...viewport }).levels,
];

it('gives each sample its grey: from the lowest on, by the window and its function', () => {
  expect(levels({}, {})).toEqual([0, 0, 0, 255, 255, 255]);
  expect(levels({ voiFunction: 'linear-exact' }, {})).toEqual([0, 0, 0, 128, 255, 255]);
  const sigmoid = levels({ voiFunction: 'sigmoid' }, {});
  expect(sigmoid[3]).toBe(128);
  expect(sigmoid[2]).toBe(Math.round(255 / (1 + Math.exp(2))));
});

it("goes by the file's table where the viewport says so, and padding is black", () => {
  expect(levels({}, { voiLUT: { index: 0 } })).toEqual([7, 7, 7, 8, 9, 9]);
  expect(levels({ padding: { min: -2, max: -1 } }, { voiLUT: { index: 0 }, invert: true })).toEqual([
    0, 0, 248, 247, 246, 246,
  ]);
});

describe('padding in a drawn picture', () => {
  /** Greys of a row of stored values as they stand on the screen, in a narrow window or by the file's table. */
  function drawn(
    stored: Int16Array | Uint16Array,
    padding: Partial<FileHeader>,
    viewport: Partial<Viewport>,
  ): number[] {
    const header = fileHeader({ ...padding, bitsStored: 16, signed: stored instanceof Int16Array });
    const image = { rows: 1, columns: stored.length, samples: 1, pixels: stored } as const;
    const table = { name: null, first: -1024, bits: 8, values: Uint16Array.of(40, 80) };
    const { metadata, body } = shownSlice(header, 0, image, { modality: null, voi: [table] });
    const words = new Uint32Array(stored.length);
    paintSamples(greySamples(pictureOf(1, metadata, body.buffer), { ...VIEWPORT, ...viewport }), null, words);
    expect([...words].every((word) => word >>> 24 === 255)).toBe(true);
    return [...words].map((word) => word & 0xffffff);
  }

  const WHITE = 0xffffff;
  const air = { windowCenter: -950, windowWidth: 1 };
  /** Below all pixels of a signed picture, above those of an unsigned one: white if it were drawn by the window. */
  const low = { pixelPaddingValue: -2000, pixelPaddingLimit: -1990 };
  const high = { pixelPaddingValue: 63_536, pixelPaddingLimit: 63_530 };

  it('is black in a window, and so are no others', () => {
    expect(drawn(Uint16Array.of(0, 63_529, 63_530, 63_536, 63_537), high, { voi: air })).toEqual([
      ...[0, WHITE, 0, 0, WHITE],
    ]);
    expect(drawn(Int16Array.of(-2000, -1990, -1989, 1000), low, { voi: air })).toEqual([0, 0, 0, WHITE]);
  });

  it('is black in an inverted window too', () => {
    const inverted = { voi: air, invert: true };
    expect(drawn(Int16Array.of(-2001, -2000, -1990, -1989, 1000), low, inverted)).toEqual([WHITE, 0, 0, WHITE, 0]);
    expect(drawn(Uint16Array.of(0, 63_529, 63_530, 63_536), high, inverted)).toEqual([WHITE, 0, 0, 0]);
  });

  it("is black by the file's table, which has no black", () => {
    const byTable = { voiLUT: { index: 0 } };
    expect(drawn(Int16Array.of(-2000, -1989, 1000), low, byTable)).toEqual([0, 0x282828, 0x505050]);
  });
});

it('makes the greys of a picture anew only where its look is another', () => {
  const one = picture();
  const first = greySamples(one, VIEWPORT);
  expect(greySamples(one, { ...VIEWPORT, voi: { ...VIEWPORT.voi } })).toBe(first);
  const others: Partial<Viewport>[] = [
    { voi: { windowCenter: 2, windowWidth: 2 } },
    { voi: { windowCenter: 1, windowWidth: 3 } },
    { invert: true },
    { voiLUT: { index: 0 } },
  ];
  for (const other of others) expect(greySamples(one, { ...VIEWPORT, ...other })).not.toBe(first);
  expect(greySamples(picture(), VIEWPORT)).not.toBe(first);
});
