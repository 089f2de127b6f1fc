import { describe, expect, it } from 'vitest';
import { ORIENTATIONS, orient } from '../../../src/duplicates/orientation.ts';

describe('orient', () => {
  const square = Float32Array.of(1, 2, 3, 4);

  it.each([
    ['upright', [1, 2, 3, 4]],
    ['left-right', [2, 1, 4, 3]],
    ['up-down', [3, 4, 1, 2]],
    ['turned-180', [4, 3, 2, 1]],
    ['turned-90', [3, 1, 4, 2]],
    ['turned-270', [2, 4, 1, 3]],
    ['main-diagonal', [1, 3, 2, 4]],
    ['other-diagonal', [4, 2, 3, 1]],
  ] as const)('lays a square %s', (orientation, expected) => {
    expect([...orient(square, 2, orientation)]).toEqual(expected);
  });

  it('knows every symmetry of the square once', () => {
    const large = Float32Array.from({ length: 9 }, (_, index) => index);
    expect(new Set(ORIENTATIONS.map((orientation) => orient(large, 3, orientation).join())).size).toBe(8);
  });
});
