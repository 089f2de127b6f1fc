/**
 * Full-range YCbCr to RGB (PS3.3 C.7.6.3.1.2, ITU-R BT.601), in place, rounded to nearest.
 * @param samples interleaved triples
 * @param levels 256 for 8 bits, 65536 for 16
 */
export function ybrFullToRgb(samples: Uint8Array | Uint16Array | Uint32Array, levels: number): void {
  const middle = levels / 2;
  const clip = (value: number) => Math.min(Math.max(Math.floor(value + 0.5), 0), levels - 1);
  for (let index = 0; index + 2 < samples.length; index += 3) {
    const y = samples[index] as number;
    const cb = (samples[index + 1] as number) - middle;
    const cr = (samples[index + 2] as number) - middle;
    samples[index] = clip(y + 1.402 * cr);
    samples[index + 1] = clip(y - (0.114 * 1.772 * cb + 0.299 * 1.402 * cr) / 0.587);
    samples[index + 2] = clip(y + 1.772 * cb);
  }
}

/** Writes YBR_FULL_422 (Y1 Y2 Cb Cr for two pixels side by side) out as triples, each chroma twice. */
export function expandYbr422<T extends Uint8Array | Uint16Array | Uint32Array>(packed: T, triples: T): T {
  for (let pair = 0; pair * 4 + 3 < packed.length; pair += 1) {
    const [y1 = 0, y2 = 0, cb = 0, cr = 0] = packed.subarray(pair * 4, pair * 4 + 4);
    triples.set([y1, cb, cr, y2, cb, cr], pair * 6);
  }
  return triples;
}

/** Interleaves three planes that follow one another. */
export function interleave<T extends Uint8Array | Uint16Array | Uint32Array>(planes: T, triples: T): T {
  const pixels = planes.length / 3;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    triples[pixel * 3] = planes[pixel] as number;
    triples[pixel * 3 + 1] = planes[pixels + pixel] as number;
    triples[pixel * 3 + 2] = planes[2 * pixels + pixel] as number;
  }
  return triples;
}
