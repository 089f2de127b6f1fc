/**
 * Bilinear resize of one channel, stretched to the target. Half-pixel centres: target pixel i covers the source from
 * i * scale to (i + 1) * scale, and is centred at (i + 0.5) * scale. When shrinking, the triangle widens with the scale,
 * so that every source pixel counts (no aliasing); this is Pillow's BILINEAR and close to what the notebook's ImageResize
 * does. Weights are renormalised at the edges.
 * @param source row-major, `rows * columns` long
 * @returns row-major, `targetRows * targetColumns` long
 */
export function resizeBilinear(
  source: Float32Array,
  rows: number,
  columns: number,
  targetRows: number,
  targetColumns: number,
): Float32Array {
  const across = triangleTaps(columns, targetColumns);
  const down = triangleTaps(rows, targetRows);
  const narrowed = new Float32Array(rows * targetColumns);
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < targetColumns; x++) {
      const { first, weights } = across[x] as Taps;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] as number) * (source[row * columns + first + tap] as number);
      }
      narrowed[row * targetColumns + x] = sum;
    }
  }
  const target = new Float32Array(targetRows * targetColumns);
  for (let y = 0; y < targetRows; y++) {
    const { first, weights } = down[y] as Taps;
    for (let x = 0; x < targetColumns; x++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] as number) * (narrowed[(first + tap) * targetColumns + x] as number);
      }
      target[y * targetColumns + x] = sum;
    }
  }
  return target;
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function triangleTaps(size: number, targetSize: number): Taps[] {
  const scale = size / targetSize;
  const support = Math.max(scale, 1);
  return Array.from({ length: targetSize }, (_, index) => {
    const center = (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - support + 0.5));
    const end = Math.min(size, Math.floor(center + support + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, tap) =>
      Math.max(0, 1 - Math.abs((first + tap + 0.5 - center) / support)),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
