import { expect, it } from 'vitest';
import { pictureWarnings } from '../../../src/study/picture-warnings.ts';
import { fileHeader, frameHeader, pngHeader } from '../../support/slice-headers.ts';

it('says nothing of a whole, lossless slice with a pixel size, nor of a PNG', () => {
  expect(pictureWarnings(fileHeader(), 0)).toEqual([]);
  expect(pictureWarnings(pngHeader(), 0)).toEqual([]);
});

it('says what is missing, where the file was cut off', () => {
  const frames = [frameHeader(), frameHeader({ rowsMissing: 12 })];
  const header = fileHeader({ frames, framesMissing: 3 });
  expect(pictureWarnings(header, 0)).toEqual([]);
  expect(pictureWarnings(header, 1)).toEqual([
    'Truncated: the lower 12 of 512 rows are missing',
    'Truncated: the next 3 frames are missing',
  ]);
});

it('says how coarse a picture is of which the finer detail was cut off', () => {
  const frames = [frameHeader({ coarseness: 4 })];
  expect(pictureWarnings(fileHeader({ frames }), 0)).toEqual([
    'Truncated: finer detail is missing, 1 of 4 rows and columns is there',
  ]);
});

it('says that graphics over the picture are not drawn', () => {
  expect(pictureWarnings(fileHeader({ overlays: true }), 0)).toEqual(['Overlay graphics: not drawn']);
  const [sign] = pictureWarnings(fileHeader({ signFromBits: 12 }), 0);
  expect(sign).toBe('Sign taken from 12 bits: other software may differ');
});

it('says lossy with the ratio where it is known, and that there are no mm', () => {
  const frames = [frameHeader({ spacingMm: null })];
  expect(pictureWarnings(fileHeader({ lossy: true, frames }), 0)).toEqual([
    'Lossy compression',
    'Pixel size unknown: no mm',
  ]);
  expect(pictureWarnings(fileHeader({ lossy: true, lossyRatio: 12.34 }), 0)).toEqual(['Lossy compression 12.3:1']);
});
