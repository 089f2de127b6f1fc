import { expect, it } from 'vitest';
import { type Affine, aboutCenter, composeAffine, invertAffine, turn } from '../../../src/prediction/affine.ts';

const apply = ({ xx, xy, x0, yx, yy, y0 }: Affine, x: number, y: number) => [
  xx * x + xy * y + x0,
  yx * x + yy * y + y0,
];
const some: Affine = { xx: 2, xy: 0.5, x0: -3, yx: -1, yy: 1.5, y0: 7 };

it('composes as one map after the other', () => {
  const turned = aboutCenter(10, turn(30), 1, -2);
  const [x = 0, y = 0] = apply(some, 4, 6);
  const [both = [], once = []] = [apply(composeAffine(turned, some), 4, 6), apply(turned, x, y)];
  expect(both[0]).toBeCloseTo(once[0] ?? 0, 10);
  expect(both[1]).toBeCloseTo(once[1] ?? 0, 10);
});

it('undoes a map, and refuses one that flattens', () => {
  const [x = 0, y = 0] = apply(invertAffine(some), ...(apply(some, 4, 6) as [number, number]));
  expect(x).toBeCloseTo(4, 10);
  expect(y).toBeCloseTo(6, 10);
  expect(() => invertAffine({ ...some, xx: 0, xy: 0 })).toThrow(RangeError);
});

it('turns clockwise on a screen about the middle', () => {
  const [x, y] = apply(aboutCenter(10, turn(90)), 8, 5);
  expect(x).toBeCloseTo(5, 10);
  expect(y).toBeCloseTo(8, 10);
});
