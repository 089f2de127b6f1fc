import { brightMask } from '../prediction/head-box.ts';
import { maskPartAt, maskParts } from '../prediction/mask.ts';

/**
 * Where the head is: the largest bright part (see headBox) with everything that it encloses, so that dark ventricles count.
 * All 1 where nothing is bright. A strip of air between the head and its rest does not count; a rest that touches does.
 * @param levels grey levels 0..1, row-major
 * @returns 1 inside the head, row-major
 */
export function headMask(levels: Float32Array, rows: number, columns: number): Uint8Array {
  const bright = brightMask(levels, rows, columns);
  const [first, ...others] = maskParts(bright, rows, columns);
  if (!first) return new Uint8Array(levels.length).fill(1);
  const largest = others.reduce((best, part) => (part.count > best.count ? part : best), first);
  return enclosed(maskPartAt(bright, rows, columns, largest.start), rows, columns);
}

/** A mask with its holes filled: everything that cannot be reached from the picture's edge. */
function enclosed(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  // A margin all around makes what is outside one part.
  const [highMargin, wideMargin] = [rows + 2, columns + 2];
  const outside = new Uint8Array(highMargin * wideMargin).fill(1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (mask[row * columns + column] === 1) outside[(row + 1) * wideMargin + column + 1] = 0;
    }
  }
  const air = maskPartAt(outside, highMargin, wideMargin, 0);
  const filled = new Uint8Array(mask.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      filled[row * columns + column] = air[(row + 1) * wideMargin + column + 1] === 1 ? 0 : 1;
    }
  }
  return filled;
}
