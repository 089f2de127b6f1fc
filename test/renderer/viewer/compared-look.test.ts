import { expect, it } from 'vitest';
import type { ViewportFacts } from '../../../renderer/state/viewer-store.ts';
import { comparedPicture, comparedWords } from '../../../renderer/viewer/compared-look.ts';
import { type Picture, pictureOf } from '../../../renderer/viewer/picture.ts';
import type { ImageMetadata } from '../../../src/contract/review-methods.ts';
import { applyAffine, viewTransform } from '../../../src/viewing/view.ts';
import { FAKE_SLICES, type FakeSlice, fakeMetadata, fakePixels } from '../support/fake-slices.ts';

const ELEMENT = { width: 400, height: 300 };
const view = { scale: 1.5, translation: { x: 12, y: -7 }, rotation: 90, hflip: true, vflip: false };
const facts: ViewportFacts = {
  ...{ windowWidth: 120, windowCenter: -10, scale: view.scale, invert: true, table: null, view, element: ELEMENT },
};

function fake(kind: FakeSlice['kind'], change: Partial<ImageMetadata> = {}): Picture {
  const slice = FAKE_SLICES.find((one) => one.kind === kind);
  if (!slice) throw new Error(kind);
  const pixels = fakePixels(slice);
  const body = kind === 'png' ? Uint8Array.from(pixels).buffer : pixels.slice().buffer;
  return pictureOf(slice.id, { ...fakeMetadata(slice), ...change }, body as ArrayBuffer);
}

const own = { picture: fake('ct'), facts };

it('a slice of the same unit beside one takes its window, inversion, flips, turn, zoom and place', () => {
  for (const kind of ['previous', 'next', 'other'] as const) {
    const other = fake('ct');
    const drawn = comparedPicture(kind, own, other, ELEMENT);
    expect(drawn.picture).toBe(other);
    expect(drawn.look).toEqual({ windowWidth: 120, windowCenter: -10, invert: true, table: null, view });
  }
});

it('a slice of another spacing beside one is as large in mm, and its middle lies where the other\u2019s does', () => {
  const other = fake('ct', { rowSpacingMm: 0.9, columnSpacingMm: 0.9 });
  const { look } = comparedPicture('other', own, other, ELEMENT);
  expect(look.view.scale).toBeCloseTo(3, 9);
  const at = (grid: ImageMetadata, lies: typeof view, xMm: number, yMm: number) =>
    applyAffine(viewTransform(lies, grid, ELEMENT), {
      x: grid.columns / 2 + xMm / (grid.columnSpacingMm ?? 1),
      y: grid.rows / 2 + yMm / (grid.rowSpacingMm ?? 1),
    });
  for (const [xMm, yMm] of [
    [0, 0],
    [20, -35],
  ] as const) {
    const here = at(own.picture.metadata, view, xMm, yMm);
    const there = at(other.metadata, look.view as typeof view, xMm, yMm);
    expect(there.x).toBeCloseTo(here.x, 6);
    expect(there.y).toBeCloseTo(here.y, 6);
  }
});

it('a picture of another unit comes in its own window, or by its own table', () => {
  const png = fake('png');
  expect(comparedPicture('other', own, png, ELEMENT).look).toMatchObject({
    ...{ windowWidth: 255, windowCenter: 127.5, invert: false, table: null },
    view: { rotation: 90, hflip: true },
  });
  const byTable = { ...png, metadata: { ...png.metadata, startsWithTable: true } };
  expect(comparedPicture('other', own, byTable, ELEMENT).look.table).toBe(0);
});

it('the mirror image is the same slice the other way around, the difference one of its own', () => {
  const mirrored = comparedPicture('mirror', own, own.picture, ELEMENT);
  expect(mirrored.picture).toBe(own.picture);
  expect(mirrored.look).toMatchObject({ windowWidth: 120, windowCenter: -10, invert: true });
  expect(mirrored.look.view.hflip).toBe(!view.hflip);
  const difference = comparedPicture('difference', own, own.picture, ELEMENT);
  expect(difference.picture).not.toBe(own.picture);
  // Grey is alike, whatever window the slice is seen in.
  expect(difference.look).toEqual({ windowCenter: 0, windowWidth: 120, invert: false, table: null, view });
  expect(comparedPicture('heatmap', own, own.picture, ELEMENT).look.view).toEqual(view);
});

it('says how far away it is, with the sign, and about what it was mirrored', () => {
  const { picture } = own;
  const near = (awayMm: number, tiltDegrees = 0) => ({ kind: 'near', awayMm, tiltDegrees }) as const;
  expect(comparedWords('next', picture, near(5))).toMatch(/ \(\+5\.0 mm\)$/);
  expect(comparedWords('previous', picture, near(-2.5))).toMatch(/ \(\u22122\.5 mm\)$/);
  expect(comparedWords('other', picture, near(-0.04))).toMatch(/ \(0\.0 mm\)$/);
  expect(comparedWords('mirror', picture, { kind: 'itself' })).toContain('midline');
});

it('says how another slice is tilted, and without a distance how it came to stand there', () => {
  const { picture } = own;
  const tilted = { kind: 'near', awayMm: -0.5, tiltDegrees: 19.8 } as const;
  expect(comparedWords('other', picture, tilted)).toBe(
    'Other slice (\u22120.5 mm at the picture\u2019s centre, tilted by 20\u00b0)',
  );
  const share = comparedWords('other', picture, { kind: 'share' });
  expect(share).toBe('Other slice (by its place in the series: no common coordinates)');
  const across = comparedWords('other', picture, { kind: 'across', tiltDegrees: 90 });
  expect(across).toBe('Other slice (in another plane, turned by 90\u00b0)');
  expect(comparedWords('other', picture, { kind: 'unknown' })).toBe('Other slice (no common coordinates)');
  expect(comparedWords('next', picture, { kind: 'unknown' })).toBe('Next slice');
});

it('a slice whose middle lies elsewhere in the patient is drawn with the patient where it is', () => {
  const other = fake('ct');
  const apartMm = { x: 9, y: -4.5 };
  const { look } = comparedPicture('other', own, other, ELEMENT, null, apartMm);
  const grid = other.metadata;
  const at = (lies: typeof view, x: number, y: number) => applyAffine(viewTransform(lies, grid, ELEMENT), { x, y });
  const here = at(view, 100, 100);
  // 0.45 mm a pixel: the same point is 20 columns further left and 10 rows further down.
  const there = at(look.view as typeof view, 80, 110);
  expect(there.x).toBeCloseTo(here.x, 6);
  expect(there.y).toBeCloseTo(here.y, 6);
});

it('the same slice in another window follows in all but that: flips, turn, zoom, place and inversion', () => {
  const bone = { center: 600, width: 2800 };
  const other = { picture: own.picture, facts: { ...facts, table: 0 } };
  expect(comparedPicture('window', other, own.picture, ELEMENT, bone)).toEqual({
    picture: own.picture,
    look: { windowCenter: 600, windowWidth: 2800, invert: true, table: null, view },
  });
  // Without a window in the list it is drawn as it is.
  expect(comparedPicture('window', other, own.picture, ELEMENT).look).toMatchObject({ windowWidth: 120, table: 0 });
});
