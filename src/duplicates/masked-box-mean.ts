/** Mean of the pixels in the mask within `radius` rows and columns of each pixel (summed-area table); 0 where none is. */
export function maskedBoxMean(levels: Float32Array, side: number, mask: Uint8Array, radius: number): Float32Array {
  const width = side + 1;
  const sums = new Float64Array(width * width);
  const counts = new Float64Array(width * width);
  for (let row = 0; row < side; row++) {
    let [sum, count] = [0, 0];
    for (let column = 0; column < side; column++) {
      const index = row * side + column;
      if (mask[index] === 1) {
        sum += levels[index] as number;
        count += 1;
      }
      const to = (row + 1) * width + column + 1;
      sums[to] = (sums[to - width] as number) + sum;
      counts[to] = (counts[to - width] as number) + count;
    }
  }
  const result = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const above = Math.max(0, row - radius) * width;
    const below = Math.min(side, row + radius + 1) * width;
    for (let column = 0; column < side; column++) {
      const left = Math.max(0, column - radius);
      const right = Math.min(side, column + radius + 1);
      const within = (table: Float64Array): number =>
        (table[below + right] as number) -
        (table[above + right] as number) -
        (table[below + left] as number) +
        (table[above + left] as number);
      const count = within(counts);
      result[row * side + column] = count > 0 ? within(sums) / count : 0;
    }
  }
  return result;
}
