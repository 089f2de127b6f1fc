import { DecodeRefusal } from '../refusal.ts';

/** Undoes PackBits (PS3.5 G.3.2) into `length` bytes, and says how many there were before a break. */
function unpackSegment(packed: Uint8Array, length: number): { bytes: Uint8Array; written: number } {
  const bytes = new Uint8Array(length);
  let read = 0;
  let written = 0;
  while (written < length && read < packed.length) {
    const control = packed[read] as number;
    read += 1;
    if (control < 128) {
      const literal = packed.subarray(read, read + control + 1);
      if (literal.length <= control || written + literal.length > length) break;
      bytes.set(literal, written);
      read += literal.length;
      written += literal.length;
    } else if (control > 128) {
      const run = 257 - control;
      if (read >= packed.length || written + run > length) break;
      bytes.fill(packed[read] as number, written, written + run);
      read += 1;
      written += run;
    }
  }
  return { bytes, written };
}

/** The segments of one RLE frame by its header of 16 unsigned 32-bit words (PS3.5 G.5), offsets checked. */
function segmentsOf(packed: Uint8Array, expected: number, cut: boolean): Uint8Array[] {
  if (packed.length < 64)
    throw new DecodeRefusal('truncated', 'The RLE data end in their header. Copy the file again.');
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const count = view.getUint32(0, true);
  if (count !== expected) {
    throw new DecodeRefusal('corrupt', `RLE data have ${count} parts where the header asks for ${expected}.`);
  }
  const offsets = Array.from({ length: count }, (_, index) => view.getUint32(4 + index * 4, true));
  return offsets.map((start, index) => {
    if (cut && start >= packed.length) return new Uint8Array(0);
    const end = cut
      ? Math.min(offsets[index + 1] ?? packed.length, packed.length)
      : (offsets[index + 1] ?? packed.length);
    if (start < 64 || end <= start || end > packed.length) {
      throw new DecodeRefusal('corrupt', 'The RLE parts lie outside the data. Copy or export the file again.');
    }
    return packed.subarray(start, end);
  });
}

/**
 * Decodes one RLE frame to little-endian samples, colour interleaved. Work is bounded by the packed length: a lying
 * segment count or offset is refused before anything is unpacked.
 * @param bytesPerSample 1, 2 or 4
 * @param cut whether the frame breaks off: then as many pixels are there as its shortest part gives
 * @returns `pixels * samples * bytesPerSample` bytes
 * @throws DecodeRefusal `truncated` or `corrupt`
 */
export function decodeRle(
  packed: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
  cut: boolean,
): { bytes: Uint8Array; pixelsThere: number } {
  const segments = segmentsOf(packed, samples * bytesPerSample, cut);
  const stride = samples * bytesPerSample;
  const bytes = new Uint8Array(pixels * stride);
  let pixelsThere = pixels;
  segments.forEach((segment, index) => {
    const plane = unpackSegment(segment, pixels);
    if (plane.written !== pixels && !cut) {
      const message = `RLE data give ${plane.written} of ${pixels} bytes. Copy or export the file again.`;
      throw new DecodeRefusal('corrupt', message);
    }
    pixelsThere = Math.min(pixelsThere, plane.written);
    // Segments hold the samples in turn, each from its most significant byte down.
    const sample = Math.floor(index / bytesPerSample);
    const byte = bytesPerSample - 1 - (index % bytesPerSample);
    const first = sample * bytesPerSample + byte;
    for (let pixel = 0; pixel < pixels; pixel += 1) bytes[pixel * stride + first] = plane.bytes[pixel] as number;
  });
  return { bytes, pixelsThere };
}
