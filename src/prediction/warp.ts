import type { Affine } from './affine.ts';

/**
 * A square picture sampled through an affine map, bilinear between pixel centres.
 * @param source [side, side, channels], row-major
 * @param toSource from a position in the result to the position in the source whose value it takes
 * @param fill what each channel has outside the source
 * @param bend how far each pixel is moved before the map, in pixels
 * @returns [side, side, channels]
 */
export function warpPicture(
  source: Float32Array,
  side: number,
  toSource: Affine,
  fill: readonly number[],
  bend: { readonly x: Float32Array; readonly y: Float32Array } | null = null,
): Float32Array {
  const channels = fill.length;
  const target = new Float32Array(source.length);
  const { xx, xy, x0, yx, yy, y0 } = toSource;
  const last = side - 1;
  const lineLength = side * channels;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const pixel = row * side + column;
      const across = column + 0.5 + (bend ? (bend.x[pixel] as number) : 0);
      const along = row + 0.5 + (bend ? (bend.y[pixel] as number) : 0);
      const x = xx * across + xy * along + x0 - 0.5;
      const y = yx * across + yy * along + y0 - 0.5;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = x - left;
      const down = y - top;
      const hasLeft = left >= 0 && left <= last;
      const hasRight = left >= -1 && left < last;
      const hasTop = top >= 0 && top <= last;
      const hasBottom = top >= -1 && top < last;
      const isInside = hasLeft && hasRight && hasTop && hasBottom;
      const corner = (top * side + left) * channels;
      const to = pixel * channels;
      for (let channel = 0; channel < channels; channel++) {
        const outside = fill[channel] as number;
        const at = corner + channel;
        const upperLeft = isInside || (hasTop && hasLeft) ? (source[at] as number) : outside;
        const upperRight = isInside || (hasTop && hasRight) ? (source[at + channels] as number) : outside;
        const lowerLeft = isInside || (hasBottom && hasLeft) ? (source[at + lineLength] as number) : outside;
        const lowerRight =
          isInside || (hasBottom && hasRight) ? (source[at + lineLength + channels] as number) : outside;
        const upper = upperLeft + (upperRight - upperLeft) * right;
        const lower = lowerLeft + (lowerRight - lowerLeft) * right;
        target[to + channel] = upper + (lower - upper) * down;
      }
    }
  }
  return target;
}
