import type { DecodedFrame } from '../study/decoded-frame.ts';
import type { FileHeader } from '../study/file-header.ts';

/** Share of the pixels (0..1) whose red, green and blue are not all the same. 0 for a grey picture. */
export function colourShare(image: DecodedFrame, header: Pick<FileHeader, 'palette'>): number {
  const { pixels, samples, rows, columns } = image;
  const differ = (of: ArrayLike<number>, at: number): boolean => of[at] !== of[at + 1] || of[at] !== of[at + 2];
  let coloured = 0;
  if (samples === 1 && header.palette !== null) {
    const { first, rgb } = header.palette;
    const last = rgb.length / 3 - 1;
    for (const stored of pixels) if (differ(rgb, 3 * Math.min(Math.max(stored - first, 0), last))) coloured += 1;
  } else if (samples >= 3) {
    for (let at = 0; at < pixels.length; at += samples) if (differ(pixels, at)) coloured += 1;
  }
  return coloured / (rows * columns);
}
