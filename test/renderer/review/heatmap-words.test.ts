import { expect, it } from 'vitest';
import { agreementWords, hotWords } from '../../../renderer/review/heatmap-words.ts';

const HOT = { regions: 3, total: 200, largest: 150, outsideHead: 40, headPixels: 1000 };

it('gives the size of the attention in mm2 where the spacing is known, and never calls it a bleed', () => {
  const { size, remarks } = hotWords(HOT, 0.5, { rowSpacingMm: 2, columnSpacingMm: 1 });
  expect(size).toBe('Network’s attention from 50 % of full heat on: 400 mm² in 3 regions, the largest 300 mm².');
  expect(remarks).toEqual([
    'This is where the network looked, not the size of a bleed.',
    '20.0 % of it lies outside the head.',
  ]);
});

it('gives shares of the head without a spacing, and says why', () => {
  const one = { ...HOT, regions: 1, outsideHead: 0 };
  const { size, remarks } = hotWords(one, 0.35, { rowSpacingMm: null, columnSpacingMm: null });
  expect(size).toBe('Network’s attention from 35 % of full heat on: 20.0 % of the head in one region.');
  expect(remarks.at(-1)).toMatch(/no pixel spacing/);
});

it('says that nothing is hot', () => {
  const { size } = hotWords({ ...HOT, regions: 0, total: 0, largest: 0 }, 0.9, { rowSpacingMm: 1, columnSpacingMm: 1 });
  expect(size).toBe('Nothing on this slice reaches 90 % of full heat.');
});

it('sets the other methods against the one on the screen', () => {
  const pairs = [
    { first: 'grad-cam', second: 'grad-cam-plus-plus', correlation: 0.91, overlap: 0.72 },
    { first: 'grad-cam', second: 'occlusion', correlation: null, overlap: null },
    { first: 'grad-cam-plus-plus', second: 'occlusion', correlation: -0.004, overlap: 0.02 },
  ] as const;
  expect(agreementWords(pairs, 'grad-cam-plus-plus').map(({ words, figures }) => `${words} ${figures}`)).toEqual([
    'Grad-CAM++ and Grad-CAM point to the same place. Rank correlation 0.91, overlap of the hottest tenth 72 %.',
    'Grad-CAM++ and occlusion point to different places. Rank correlation 0.00, overlap of the hottest tenth 2 %.',
  ]);
  expect(agreementWords(pairs, 'occlusion')[0]?.words).toMatch(/cannot be compared/);
});
