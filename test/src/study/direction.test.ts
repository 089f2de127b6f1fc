import { expect, test } from 'vitest';
import { placeOnNormalMm, placeShownMm } from '../../../src/study/direction.ts';

const positionMm: [number, number, number] = [-120, 30, 110];
type Orientation = [number, number, number, number, number, number];

test.each<[string, Orientation | null, number]>([
  ['an axial slice', [1, 0, 0, 0, 1, 0], 110],
  ['one whose rows run the other way', [-1, 0, 0, 0, 1, 0], 110],
  ['one of a tilted gantry', [1, 0, 0, 0, 0.94, 0.34], 110],
  ['one that does not say how it lies', null, 110],
  ['a coronal slice', [1, 0, 0, 0, 0, -1], 30],
  ['a sagittal slice', [0, 1, 0, 0, 0, -1], -(-120)],
])('the place that is shown of %s', (_, orientation, place) => {
  expect(placeShownMm({ positionMm, orientation })).toBe(place);
});

test('nothing is said of a slice without a position, and along a normal of one without an orientation', () => {
  expect(placeShownMm({ positionMm: null, orientation: [1, 0, 0, 0, 1, 0] })).toBeNull();
  expect(placeOnNormalMm({ positionMm, orientation: null })).toBeNull();
});
