import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { overlayPng } from '../../../main/services/heatmap-overlay.ts';
import type { DisplayImage } from '../../../src/study/display-image.ts';
import { thumbnailPng } from '../../../src/study/small-picture.ts';

function ctImage(rows: number, columns: number, hu: (row: number, column: number) => number): DisplayImage {
  const pixels = Int16Array.from({ length: rows * columns }, (_, index) =>
    Math.round(hu(Math.floor(index / columns), index % columns) + 1024),
  );
  return {
    rows,
    columns,
    color: false,
    pixels,
    minPixelValue: 0,
    maxPixelValue: 4095,
    slope: 1,
    intercept: -1024,
    windowCenter: 40,
    voiFunction: 'linear',
    voiTables: [],
    startsWithTable: false,
    padding: null,
    pixelAspect: 1,
    windowWidth: 80,
    invert: false,
    rowPixelSpacing: null,
    columnPixelSpacing: null,
    unit: 'HU',
  };
}

test('a thumbnail is at most 96 pixels, keeps the shape, and shows the slice in its own window', () => {
  const image = ctImage(512, 256, (row) => (row < 256 ? 1000 : -1000));
  const png = decode(thumbnailPng(image));
  expect(png).toMatchObject({ width: 48, height: 96, channels: 1, depth: 8 });
  expect([png.data[0], png.data[95 * 48]]).toEqual([255, 0]);
  const dark = decode(thumbnailPng({ ...image, invert: true }));
  expect([dark.data[0], dark.data[95 * 48]]).toEqual([0, 255]);
});

test('each pixel of a thumbnail is the mean of those it stands for', () => {
  const stripes = decode(thumbnailPng(ctImage(192, 192, (_, column) => (column % 2 === 0 ? 1000 : -1000))));
  expect(new Set(stripes.data)).toEqual(new Set([128]));
});

test('a small picture is not blown up, and colour stays colour', () => {
  const pixels = new Uint8Array([255, 0, 0, 255, 0, 0, 255, 255]);
  const png = decode(thumbnailPng({ ...ctImage(1, 2, () => 0), color: true, pixels }));
  expect(png).toMatchObject({ width: 2, height: 1, channels: 3 });
  expect([...png.data]).toEqual([255, 0, 0, 0, 0, 255]);
});

test('an overlay leaves cold pixels as they are and colours hot ones, in the slice’s own size', () => {
  const image = ctImage(1, 3, () => 1000);
  const png = decode(overlayPng(image, new Uint8Array([0, 128, 255])));
  expect(png).toMatchObject({ width: 3, height: 1, channels: 3 });
  expect([...png.data.slice(0, 3)]).toEqual([255, 255, 255]);
  const [red = 0, green = 0, blue = 0] = png.data.slice(3, 6);
  expect(red).toBe(255);
  expect(green).toBeGreaterThan(blue);
  expect(() => overlayPng(image, new Uint8Array(2))).toThrow(/values/);
});
