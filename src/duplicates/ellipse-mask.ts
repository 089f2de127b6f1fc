/** 1 inside the centred ellipse whose semi-axes are `reach` times half the side, 0 outside; `side * side`, row-major. */
export function ellipseMask(side: number, reach: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, index) => {
    const x = (2 * (index % side) + 1) / side - 1;
    const y = (2 * Math.floor(index / side) + 1) / side - 1;
    return x * x + y * y <= reach * reach ? 1 : 0;
  });
}
