/**
 * Pictures turned left to right.
 * @param pictures [n, side, side, channels], row-major
 */
export function mirrorPictures(pictures: Float32Array, side: number, channels: number): Float32Array {
  const mirrored = new Float32Array(pictures.length);
  const line = side * channels;
  for (let start = 0; start < pictures.length; start += line) {
    for (let column = 0; column < side; column++) {
      const from = start + (side - 1 - column) * channels;
      mirrored.set(pictures.subarray(from, from + channels), start + column * channels);
    }
  }
  return mirrored;
}

/** Where the cells of a heatmap's row look, in pixels of the network's input (see HeatmapGeometry). */
export interface CellRow {
  readonly width: number;
  readonly inputSide: number;
  readonly firstCenter: number;
  readonly cellStep: number;
}

/**
 * The heatmap of a mirrored picture, turned back. Where the cells do not lie in mirrored places themselves (the LeNet's are
 * half a cell off), it is linear between the two nearest; the outermost extend to the edge.
 * @param values [height, width], row-major
 */
export function mirrorHeat(values: Float32Array, { width, inputSide, firstCenter, cellStep }: CellRow): Float32Array {
  const mirrored = new Float32Array(values.length);
  for (let cell = 0; cell < width; cell++) {
    const center = inputSide - (firstCenter + cell * cellStep);
    const place = Math.min(Math.max((center - firstCenter) / cellStep, 0), width - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, width - 1);
    for (let row = 0; row < values.length; row += width) {
      const lower = values[row + low] as number;
      mirrored[row + cell] = lower + ((values[row + high] as number) - lower) * (place - low);
    }
  }
  return mirrored;
}
