import { expect, it } from 'vitest';
import { linkedView, pointOnOwn } from '../../../src/viewing/linked-view.ts';
import { applyAffine, slicePoint, viewTransform, zoomedView } from '../../../src/viewing/view.ts';

const ELEMENT = { width: 400, height: 300 };
const VIEW = { scale: 2, translation: { x: 12, y: -7 }, rotation: 90, hflip: true, vflip: false };
const grid = (rows: number, columns: number, spacingMm: number | null) => ({
  rows,
  columns,
  rowSpacingMm: spacingMm,
  columnSpacingMm: spacingMm,
});

it('a millimetre is as long in both where spacings are known, and lies in the same place', () => {
  const [own, other] = [grid(100, 100, 0.5), grid(200, 200, 0.25)];
  const linked = linkedView(VIEW, own, other, ELEMENT);
  const here = applyAffine(viewTransform(VIEW, own, ELEMENT), { x: 30, y: 80 });
  const there = applyAffine(viewTransform(linked, other, ELEMENT), { x: 60, y: 160 });
  expect(there.x).toBeCloseTo(here.x, 6);
  expect(there.y).toBeCloseTo(here.y, 6);
});

it('without spacings both show the same share of what fits', () => {
  const linked = linkedView(VIEW, grid(100, 100, null), grid(50, 50, null), ELEMENT);
  expect(linked).toMatchObject({ scale: 4, rotation: 90, hflip: true });
});

it('middles that are apart in the patient are apart on the screen: the same point lies at the same place', () => {
  const own = { rows: 100, columns: 100, rowSpacingMm: 0.5, columnSpacingMm: 0.8 };
  const other = grid(200, 120, 0.25);
  const linked = linkedView(VIEW, own, other, ELEMENT, { x: 6, y: -10 });
  // 8 and 5 mm from the first's middle, 2 and 15 mm from the other's.
  const here = applyAffine(viewTransform(VIEW, own, ELEMENT), { x: 50 + 8 / 0.8, y: 50 + 5 / 0.5 });
  const there = applyAffine(viewTransform(linked, other, ELEMENT), { x: 60 + 2 / 0.25, y: 100 + 15 / 0.25 });
  expect(there.x).toBeCloseTo(here.x, 6);
  expect(there.y).toBeCloseTo(here.y, 6);
  const unknown = grid(100, 100, null);
  expect(linkedView(VIEW, own, unknown, ELEMENT, { x: 6, y: -10 })).toEqual(linkedView(VIEW, own, unknown, ELEMENT));
});

for (const [spacings, ownMm, otherMm] of [
  ['known', 0.5, 0.25],
  ['not known', null, null],
] as const)
  it(`a zoom of the one about a point of the other keeps what lies there in both, with spacings ${spacings}`, () => {
    const [own, other] = [grid(100, 100, ownMm), grid(50, 60, otherMm)];
    const beside = { width: 250, height: 260 };
    const at = { x: 40, y: 200 };
    const onOwn = pointOnOwn(at, beside, ELEMENT);
    const zoomed = zoomedView(VIEW, own, ELEMENT, 5, onOwn);
    const there = (view: typeof VIEW) => slicePoint(linkedView(view, own, other, beside), other, beside, at);
    const [before, after] = [there(VIEW), there({ ...VIEW, ...zoomed })];
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x, 6), expect.closeTo(before.y, 6)]);
    const kept = slicePoint(VIEW, own, ELEMENT, onOwn);
    expect(applyAffine(viewTransform(zoomed, own, ELEMENT), kept).x).toBeCloseTo(onOwn.x, 6);
  });
