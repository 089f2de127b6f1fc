import { expect, it, vi } from 'vitest';
import type { Picture } from '../../../renderer/viewer/picture.ts';

// Cornerstone reaches for the window as it loads; the drawing itself is looked at in the end-to-end test.
vi.mock('cornerstone-core', () => ({}));

const { greySamples } = await import('../../../renderer/viewer/draw-grey.ts');
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
