import { expect, it } from 'vitest';
import { aboutCenter, scaleAndShift, turn } from '../../../src/prediction/affine.ts';
import { warpPicture } from '../../../src/prediction/warp.ts';

const picture = Float32Array.from({ length: 9 }, (_, index) => index);

it('leaves a picture as it is under the map that moves nothing', () => {
  expect(warpPicture(picture, 3, scaleAndShift(1, 1), [0])).toEqual(picture);
});

it('moves by pixels, half pixels, and fills from outside', () => {
  expect([...warpPicture(picture, 3, scaleAndShift(1, 1, 1, 0), [-1])]).toEqual([1, 2, -1, 4, 5, -1, 7, 8, -1]);
  expect([...warpPicture(picture, 3, scaleAndShift(1, 1, 0.5, 0), [0])].slice(0, 3)).toEqual([0.5, 1.5, 1]);
  expect([...warpPicture(picture, 3, scaleAndShift(1, 1, 0, -1), [9])]).toEqual([9, 9, 9, 0, 1, 2, 3, 4, 5]);
});

it('turns by a quarter: what lay to the right is taken from below', () => {
  const turned = [...warpPicture(picture, 3, aboutCenter(3, turn(90)), [0])].map(Math.round);
  expect(turned).toEqual([2, 5, 8, 1, 4, 7, 0, 3, 6]);
});

it('keeps channels apart', () => {
  const two = Float32Array.from([1, 10, 2, 20, 3, 30, 4, 40]);
  expect([...warpPicture(two, 2, scaleAndShift(1, 1, 1, 0), [0, 7])]).toEqual([2, 20, 0, 7, 4, 40, 0, 7]);
});
