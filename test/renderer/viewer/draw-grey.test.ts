import { expect, it, vi } from 'vitest';

// Cornerstone reaches for the window as it loads; the drawing itself is looked at in the end-to-end test.
vi.mock('cornerstone-core', () => ({ renderGrayscaleImage: vi.fn() }));

const { drawGrey, tableMark } = await import('../../../renderer/viewer/draw-grey.ts');
const { FAKE_SLICES, fakeMetadata } = await import('../support/fake-slices.ts');

type Enabled = Parameters<ReturnType<typeof drawGrey>>[0];

function drawn(change: object, viewport: object): readonly number[] {
  const [slice] = FAKE_SLICES;
  if (!slice) return [];
  const metadata = { ...fakeMetadata(slice), slope: 1, intercept: 0, ...change };
  const image = { minPixelValue: -2, maxPixelValue: 3 };
  const voi = { windowCenter: 1, windowWidth: 2 };
  const enabled = { image, viewport: { voi, invert: false, voiLUT: undefined, ...viewport } };
  drawGrey(metadata, [{ first: 0, levels: Uint8Array.of(7, 8, 9) }])(enabled as unknown as Enabled);
  return [...((enabled.image as Enabled['image'])?.cachedLut?.lutArray ?? [])];
}

it('makes the table that cornerstone looks pixels up in: from the lowest pixel on, by the window and its function', () => {
  expect(drawn({}, {})).toEqual([0, 0, 0, 255, 255, 255]);
  expect(drawn({ voiFunction: 'linear-exact' }, {})).toEqual([0, 0, 0, 128, 255, 255]);
  const sigmoid = drawn({ voiFunction: 'sigmoid' }, {});
  expect(sigmoid[3]).toBe(128);
  expect(sigmoid[2]).toBe(Math.round(255 / (1 + Math.exp(2))));
});

it("draws by the file's table where the viewport says so, and padding black", () => {
  expect(drawn({}, { voiLUT: tableMark(0) })).toEqual([7, 7, 7, 8, 9, 9]);
  expect(drawn({ padding: { min: -2, max: -1 } }, { voiLUT: tableMark(0), invert: true })).toEqual([
    0, 0, 248, 247, 246, 246,
  ]);
});
