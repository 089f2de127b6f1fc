import { expect, it } from 'vitest';
import { differencePictureOf, mirrorAxisOf } from '../../../renderer/viewer/mirror-of-picture.ts';
import { type Picture, pictureOf } from '../../../renderer/viewer/picture.ts';
import type { ImageMetadata } from '../../../src/contract/review-methods.ts';
import { FAKE_SLICES, fakeMetadata, fakePixels } from '../support/fake-slices.ts';

const SIDE = 512;
/** Brighter than all that is in a head. */
const PADDING = { min: 5000, max: 5001 };

/** A head in air; with padding where the field of view, a small circle off the middle, does not reach. */
function head(change: Partial<ImageMetadata>, corner: number | null = null): Picture {
  const slice = FAKE_SLICES.find(({ kind }) => kind === 'ct');
  if (!slice) throw new Error('There is no CT.');
  const pixels = fakePixels(slice).map((value, index) => {
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    return corner !== null && Math.hypot(x - 280, y - 262) > 200 ? corner : value;
  });
  return pictureOf(slice.id, { ...fakeMetadata(slice), ...change }, pixels.buffer);
}

it.each(['HU', 'stored'] as const)('finds the midline that it finds without padding around the head: %s', (unit) => {
  const bare = mirrorAxisOf(head({ unit }));
  expect(bare.kind).toBe('head');
  expect(mirrorAxisOf(head({ unit, padding: PADDING }, 5000))).toEqual(bare);
});

it('has no difference where a pixel or its mirror is padding, and the others where there is none', () => {
  const [bare, padded] = [head({}), head({ padding: PADDING }, 5000)];
  const whole = differencePictureOf(bare).image.getPixelData();
  const { image, metadata } = differencePictureOf(padded);
  const pixels = image.getPixelData();
  const stored = padded.image.getPixelData();
  expect([...pixels].filter((_, at) => (stored[at] ?? 0) >= 5000).every((value) => value === 0)).toBe(true);
  expect(metadata.maxPixelValue - metadata.minPixelValue).toBeLessThan(2000);
  // Far from padding nothing changes.
  const row = pixels.slice(256 * SIDE + 100, 256 * SIDE + 400);
  expect([...row]).toEqual([...whole.slice(256 * SIDE + 100, 256 * SIDE + 400)]);
  expect(new Set(row).size).toBeGreaterThan(10);
});
