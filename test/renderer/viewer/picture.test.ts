import { describe, expect, it } from 'vitest';
import { type Picture, pictureOf } from '../../../renderer/viewer/picture.ts';
import { PictureCache } from '../../../renderer/viewer/picture-cache.ts';
import { probeText, whyNoHounsfield } from '../../../renderer/viewer/probe.ts';
import { FAKE_SLICES, type FakeSlice, fakeMetadata, fakePixels } from '../support/fake-slices.ts';

function sliceOf(kind: FakeSlice['kind']): FakeSlice {
  const slice = FAKE_SLICES.find((candidate) => candidate.kind === kind);
  if (!slice) throw new Error(kind);
  return slice;
}

const ct = fakeMetadata(sliceOf('ct'));

function picture(sliceId: number): Picture {
  return pictureOf(sliceId, { ...ct, rows: 2, columns: 2 }, new Int16Array([1, 2, 3, 4]).buffer);
}

describe('pictureOf', () => {
  it('gives cornerstone the samples as they came', () => {
    const pixels = fakePixels(sliceOf('ct'));
    const { image } = pictureOf(7, ct, pixels.slice().buffer);
    expect(image).toMatchObject({ rows: 512, columns: 512, color: false });
    expect(image.getPixelData().every((value, index) => value === pixels[index])).toBe(true);
    expect(image.getPixelData()).toHaveLength(pixels.length);
  });

  it('refuses a body of the wrong size instead of showing half a picture', () => {
    expect(() => pictureOf(7, ct, new ArrayBuffer(512 * 512 * 2 - 2))).toThrow('is not shown');
  });

  it('takes the tables from behind the samples', () => {
    const voiTables = [
      { name: 'a', first: 5, entries: 2 },
      { name: 'b', first: 0, entries: 1 },
    ];
    const body = Uint8Array.of(1, 0, 2, 0, 10, 20, 30).buffer;
    const { image, tables } = pictureOf(7, { ...ct, rows: 1, columns: 2, voiTables }, body);
    expect([...image.getPixelData()]).toEqual([1, 2]);
    expect(tables).toEqual([
      { first: 5, levels: Uint8Array.of(10, 20) },
      { first: 0, levels: Uint8Array.of(30) },
    ]);
    expect(() => pictureOf(7, { ...ct, rows: 1, columns: 2, voiTables }, body.slice(1))).toThrow('is not shown');
  });

  it('keeps the shape of pixels by their ratio alone, and padding among the pixels', () => {
    const bare = { ...ct, rows: 1, columns: 2, rowSpacingMm: null, columnSpacingMm: null, pixelAspect: 2 };
    const padded = { ...bare, padding: { min: -3000, max: -3000 } };
    const { image } = pictureOf(7, padded, new Int16Array([1, 2]).buffer);
    expect(image).toMatchObject({ rowPixelSpacing: 2, columnPixelSpacing: 1, minPixelValue: -3000 });
  });

  it('takes four bytes a pixel for colour', () => {
    const { image } = pictureOf(1, { ...ct, color: true, rows: 1, columns: 2 }, new ArrayBuffer(8));
    expect(image.getPixelData()).toHaveLength(8);
    expect(image.rgba).toBe(true);
  });
});

it('names no two pictures alike, since cornerstone would draw the first one again', () => {
  expect(picture(7).image.imageId).not.toBe(picture(7).image.imageId);
});

describe('PictureCache', () => {
  it('fetches a picture once, also when two ask at the same time', async () => {
    const fetched: number[] = [];
    const cache = new PictureCache(async (sliceId) => {
      fetched.push(sliceId);
      return picture(sliceId);
    });
    const both = await Promise.all([cache.get(3), cache.get(3)]);
    expect(both.map(({ sliceId }) => sliceId)).toEqual([3, 3]);
    expect(cache.peek(3)?.sliceId).toBe(3);
    await cache.get(3);
    expect(fetched).toEqual([3]);
  });

  it('tries again after a failure', async () => {
    let attempts = 0;
    const cache = new PictureCache(async (sliceId) => {
      attempts += 1;
      if (attempts === 1) throw new Error('busy');
      return picture(sliceId);
    });
    await expect(cache.get(1)).rejects.toThrow('busy');
    expect((await cache.get(1)).sliceId).toBe(1);
  });

  it('keeps nothing of another project, not even what was under way', async () => {
    let project = 'A';
    const cache = new PictureCache(async (sliceId) => {
      const from = project;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { ...picture(sliceId), metadata: { ...ct, technique: [['project', from]] } };
    });
    const early = cache.get(1);
    project = 'B';
    cache.clear();
    await early;
    expect(cache.peek(1)).toBeUndefined();
    expect((await cache.get(1)).metadata.technique).toEqual([['project', 'B']]);
  });

  it('forgets what was to be prefetched when something else is', async () => {
    const fetched: number[] = [];
    const cache = new PictureCache(async (sliceId) => {
      fetched.push(sliceId);
      return picture(sliceId);
    });
    cache.prefetch([1, 2, 3, 4]);
    cache.prefetch([9]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fetched).toEqual([1, 2, 9]);
  });

  it('asks for the nearest as for what is on the screen, and passes over what is at hand', async () => {
    const fetched: string[] = [];
    const cache = new PictureCache(async (sliceId, { ahead }) => {
      fetched.push(ahead ? `${sliceId} ahead` : `${sliceId}`);
      return picture(sliceId);
    });
    await Promise.all([cache.get(7), cache.get(8)]);
    cache.prefetch([1, 7, 8, 2, 3]);
    await expect.poll(() => fetched).toEqual(['7', '8', '1', '2 ahead', '3 ahead']);
  });
});

describe('probeText', () => {
  it('gives HU after slope and intercept, and says grey for a PNG', () => {
    const pixels = [0, 0, 0, 1061];
    const metadata = { ...ct, rows: 2, columns: 2, slope: 1, intercept: -1024 };
    expect(probeText(metadata, pixels, 1, 1)).toBe('37 HU');
    expect(probeText({ ...metadata, unit: 'grey', intercept: 0 }, pixels, 1, 1)).toBe('grey 1061');
    expect(probeText({ ...metadata, slope: 0.5 }, pixels, 1, 1)).toBe('-493.5 HU');
  });

  it('gives no value of a row that a cut-off file lacks', () => {
    const metadata = { ...ct, rows: 2, columns: 1, rowsMissing: 1 };
    expect(probeText(metadata, [37, 37], 0, 0)).toBe('37 HU');
    expect(probeText(metadata, [37, 37], 0, 1)).toBe('missing: no value');
  });

  it('gives no value of padding, ends included', () => {
    const metadata = { ...ct, rows: 1, columns: 4, slope: 1, intercept: -1024, padding: { min: 60_000, max: 63_000 } };
    const texts = [59_999, 60_000, 63_000, 63_001].map((_, x, pixels) => probeText(metadata, pixels, x, 0));
    expect(texts).toEqual(['58975 HU', 'padding: no value', 'padding: no value', '61977 HU']);
  });

  it('gives all three colours', () => {
    const metadata = { ...ct, color: true, rows: 1, columns: 2, unit: 'colour' as const };
    expect(probeText(metadata, [1, 2, 3, 255, 4, 5, 6, 255], 1, 0)).toBe('R 4 G 5 B 6');
    expect(probeText(metadata, [1, 2, 3, 255, 8, 8, 8, 255], 1, 0)).toBe('grey 8');
  });

  it('is silent outside the picture', () => {
    for (const [x, y] of [
      [-1, 0],
      [0, -1],
      [512, 0],
      [0, 512],
    ] as const)
      expect(probeText(ct, [], x, y)).toBeNull();
  });
});

it('says why there are no HU windows, and nothing for CT', () => {
  expect(whyNoHounsfield('HU')).toBeNull();
  expect(whyNoHounsfield('grey')).toContain('Grey levels, not HU');
});
