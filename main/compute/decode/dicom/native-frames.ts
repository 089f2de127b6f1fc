import type { Element } from 'dicom-parser';
import { DecodeRefusal } from '../refusal.ts';
import type { DicomFile } from './open-dicom.ts';
import type { PixelDescription } from './pixel-description.ts';

/** Samples a pixel takes in native (uncompressed) pixel data: YBR_FULL_422 halves the chroma. */
function nativeSamples(pixels: PixelDescription): number {
  return pixels.photometric === 'YBR_FULL_422' ? 2 : pixels.samples;
}

/** Native pixel data: as many bytes as there are, and how many bits each frame takes. */
interface NativePixels {
  readonly bytes: Uint8Array;
  readonly frameBits: number;
}

/**
 * The pixel data element's bytes, up to the end of the file where that was cut off; words of 8-bit samples that big
 * endian has swapped are swapped back. Behind the frames only zeros may follow, for anything else means that the header
 * lies about the size and the picture would be sheared.
 * @throws DecodeRefusal `corrupt` or `wrong-length`
 */
function nativePixels(file: DicomFile, element: Element, pixels: PixelDescription): NativePixels {
  if (element.hadUndefinedLength) {
    throw new DecodeRefusal(
      'corrupt',
      'The header says uncompressed, the pixels are packed in pieces. Export it again.',
    );
  }
  const { byteArray } = file.dataSet;
  const bytes = byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const cut = bytes.length < element.length;
  const frameBits = pixels.rows * pixels.columns * nativeSamples(pixels) * pixels.bitsAllocated;
  const expected = Math.ceil((frameBits * pixels.frameCount) / 8);
  const rest = bytes.subarray(expected);
  if (element.length < expected || (!cut && rest.length > 1 && rest.some((byte) => byte !== 0))) {
    throw new DecodeRefusal(
      'wrong-length',
      `The header asks for ${expected} bytes of pixels (${pixels.columns} x ${pixels.rows}, ` +
        `${pixels.frameCount} frame(s)), the file holds ${element.length}. Export it again.`,
    );
  }
  const swapped = file.bigEndian && element.vr === 'OW' && pixels.bitsAllocated <= 8;
  return { bytes: swapped ? Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16() : bytes, frameBits };
}

/** Rows that `bits` from the start of a frame fill; of colour planes, those that the last plane has. */
function rowsIn(bits: number, pixels: PixelDescription): number {
  const rowBits = pixels.columns * pixels.bitsAllocated;
  if (!pixels.planar) return Math.floor(bits / (rowBits * nativeSamples(pixels)));
  return Math.max(0, Math.floor((bits - 2 * pixels.rows * rowBits) / rowBits));
}

/**
 * How much of the native pixels is there: frames of which there is something, and rows of the last one.
 * @throws DecodeRefusal `corrupt` or `wrong-length`
 */
export function nativeExtent(
  file: DicomFile,
  element: Element,
  pixels: PixelDescription,
): { frames: number; rows: number } {
  const { bytes, frameBits } = nativePixels(file, element, pixels);
  const bits = Math.min(bytes.length * 8, frameBits * pixels.frameCount);
  const whole = Math.floor(bits / frameBits);
  const rows = rowsIn(bits - whole * frameBits, pixels);
  return rows === 0 ? { frames: whole, rows: pixels.rows } : { frames: whole + 1, rows };
}

/**
 * The bytes of one frame of native pixel data; what a cut-off file lacks is zero.
 * @throws DecodeRefusal `corrupt` or `wrong-length`
 */
export function nativeFrameBytes(
  file: DicomFile,
  element: Element,
  pixels: PixelDescription,
  frame: number,
): Uint8Array {
  const { bytes, frameBits } = nativePixels(file, element, pixels);
  if (pixels.bitsAllocated === 1) return unpackBits(bytes, frameBits * frame, frameBits);
  const own = bytes.subarray((frameBits / 8) * frame, (frameBits / 8) * (frame + 1));
  if (own.length === frameBits / 8) return own;
  const filled = new Uint8Array(frameBits / 8);
  filled.set(own);
  return filled;
}

/** One byte per bit, lowest bit first (PS3.5 8.1.1). @param start the first bit @param length how many */
export function unpackBits(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const unpacked = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const bit = start + index;
    unpacked[index] = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
  return unpacked;
}
