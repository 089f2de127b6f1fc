import type { Element } from 'dicom-parser';
import type { StoredPixels } from '../../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../../src/study/file-header.ts';
import { DecodeRefusal } from '../refusal.ts';
import { rowsOfCodestream } from './codestream-words.ts';
import { packedFrames } from './encapsulated.ts';
import { nativeExtent } from './native-frames.ts';
import type { DicomFile } from './open-dicom.ts';
import type { PixelDescription } from './pixel-description.ts';
import { decodeRle } from './rle.ts';
import { transferSyntax } from './transfer-syntaxes.ts';

/** How much of a file's pixels is there: frames of which there is something, and rows of the last of them. */
export interface Extent {
  readonly frames: number;
  readonly rowsOfLast: number;
}

/** Rows that are there of a compressed frame that may break off. */
function rowsOfPacked(packed: Uint8Array, packing: string, pixels: PixelDescription): number {
  if (packing === 'codestream') return rowsOfCodestream(packed, pixels);
  // Pieces of a deflated frame are not unpacked in part.
  if (packing !== 'rle') return 0;
  const bytes = Math.max(1, pixels.bitsAllocated / 8);
  const { pixelsThere } = decodeRle(packed, pixels.rows * pixels.columns, pixels.samples, bytes, true);
  return Math.floor(pixelsThere / pixels.columns);
}

/** Rows of a frame that breaks off behind others: none where it cannot be shown in part, for those before it are whole. */
function rowsOfLater(packed: Uint8Array, packing: string, pixels: PixelDescription): number {
  try {
    return rowsOfPacked(packed, packing, pixels);
  } catch (error) {
    if (error instanceof DecodeRefusal) return 0;
    throw error;
  }
}

/** Rows of the last frame. Of a file that is whole the first frame's own header is looked at, and nothing more. */
function rowsOfLast(frames: readonly Uint8Array[], cut: boolean, packing: string, pixels: PixelDescription): number {
  const [first = new Uint8Array(0)] = frames;
  const alone = frames.length === 1;
  if (cut && alone) return rowsOfPacked(first, packing, pixels);
  // What speaks against the first frame speaks against them all.
  const rows = packing === 'codestream' ? rowsOfPacked(first, packing, pixels) : pixels.rows;
  if (cut) return rowsOfLater(frames.at(-1) ?? first, packing, pixels);
  return alone ? rows : pixels.rows;
}

/**
 * Measures what of the pixels is there, without decoding more than the last frame of a file that was cut off.
 * @throws DecodeRefusal `truncated` where not one row is there, or what else speaks against the pixel data
 */
export function extentOf(file: DicomFile, element: Element, pixels: PixelDescription): Extent {
  const packing = transferSyntax(file.transferSyntaxUid)?.packing ?? 'native';
  let extent: Extent;
  if (pixels.floating || packing === 'native') {
    const { frames, rows } = nativeExtent(file, element, pixels);
    extent = { frames, rowsOfLast: rows };
  } else {
    const { frames, cut } = packedFrames(file, element, pixels.frameCount);
    const rows = rowsOfLast(frames, cut, packing, pixels);
    extent =
      rows > 0 ? { frames: frames.length, rowsOfLast: rows } : { frames: frames.length - 1, rowsOfLast: pixels.rows };
  }
  if (extent.frames > 0) return extent;
  throw new DecodeRefusal('truncated', 'The file ends before the first whole row of its pixels. Copy it again.');
}

/** A header that says what a cut-off file lacks. */
export function withExtent(header: FileHeader, pixels: PixelDescription, extent: Extent): FileHeader {
  const rowsMissing = pixels.rows - extent.rowsOfLast;
  const framesMissing = pixels.frameCount - extent.frames;
  if (rowsMissing === 0 && framesMissing === 0) return header;
  const frames = header.frames.slice(0, extent.frames);
  return {
    ...header,
    framesMissing,
    frames: frames.map((frame, index) => (index === frames.length - 1 ? { ...frame, rowsMissing } : frame)),
  };
}

/** Gives the rows that are missing the lowest value of those that are there: dark, and outside no range. */
export function fillMissing(values: StoredPixels, pixels: PixelDescription, rowsThere: number): void {
  const start = rowsThere * pixels.columns * pixels.samples;
  if (start >= values.length) return;
  let lowest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < start; index += 1) lowest = Math.min(lowest, values[index] as number);
  values.fill(Number.isFinite(lowest) ? lowest : 0, start);
}
