/**
 * The eight ways to lay a square on itself, named by what is done to the picture: mirrored, turned clockwise, or mirrored
 * along a diagonal.
 */
export const ORIENTATIONS = [
  'upright',
  'left-right',
  'up-down',
  'turned-180',
  'turned-90',
  'turned-270',
  'main-diagonal',
  'other-diagonal',
] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

type Edge = 'top' | 'left' | 'bottom' | 'right';

/** Which edges of the picture come to lie at the top and at the left. */
export const EDGES_AFTER: Readonly<Record<Orientation, { readonly top: Edge; readonly left: Edge }>> = {
  upright: { top: 'top', left: 'left' },
  'left-right': { top: 'top', left: 'right' },
  'up-down': { top: 'bottom', left: 'left' },
  'turned-180': { top: 'bottom', left: 'right' },
  'turned-90': { top: 'left', left: 'bottom' },
  'turned-270': { top: 'right', left: 'top' },
  'main-diagonal': { top: 'left', left: 'top' },
  'other-diagonal': { top: 'right', left: 'bottom' },
};

/** The picture laid another way; `square` is row-major, `side * side` long, and left as it is. */
export function orient(square: Float32Array, side: number, orientation: Orientation): Float32Array {
  const { top, left } = EDGES_AFTER[orientation];
  const inwards: Readonly<Record<Edge, number>> = { top: side, left: 1, bottom: -side, right: -1 };
  const far = (edge: Edge): number => (edge === 'bottom' ? side * (side - 1) : edge === 'right' ? side - 1 : 0);
  const result = new Float32Array(square.length);
  for (let row = 0; row < side; row++) {
    let from = far(top) + far(left) + row * inwards[top];
    for (let column = 0; column < side; column++, from += inwards[left]) {
      result[row * side + column] = square[from] as number;
    }
  }
  return result;
}
