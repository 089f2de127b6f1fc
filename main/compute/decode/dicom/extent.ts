import type { Element } from 'dicom-parser';
import type { FileHeader } from '../../../../src/study/file-header.ts';
import { DecodeRefusal, noWholeRow } from '../refusal.ts';
import { presenceOfCodestream } from './codestream-words.ts';
import { packedFrames } from './encapsulated.ts';
import { NOTHING, type Presence } from './frame-part.ts';
import { nativeExtent } from './native-frames.ts';
import type { DicomFile } from './open-dicom.ts';
import type { PixelDescription } from './pixel-description.ts';
import { decodeRle } from './rle.ts';
import { transferSyntax } from './transfer-syntaxes.ts';

/** How much of a file's pixels is there: frames of which there is something, and what there is of the last of them. */
export interface Extent {
  readonly frames: number;
  readonly last: Presence;
}

function ofRows(rows: number): Presence {
  return { rows, coarseness: 1 };
}

/** What is there of a compressed frame that may break off. */
async function presenceOfPacked(packed: Uint8Array, packing: string, pixels: PixelDescription): Promise<Presence> {
  if (packing === 'codestream') return await presenceOfCodestream(packed, pixels);
  // Pieces of a deflated frame are not unpacked in part.
  if (packing !== 'rle') return NOTHING;
  const bytes = Math.max(1, pixels.bitsAllocated / 8);
  const { pixelsThere } = decodeRle(packed, pixels.rows * pixels.columns, pixels.samples, bytes, true);
  return ofRows(Math.floor(pixelsThere / pixels.columns));
}

/** A frame that breaks off behind others: nothing where it cannot be shown in part, for those before it are whole. */
async function presenceOfLater(packed: Uint8Array, packing: string, pixels: PixelDescription): Promise<Presence> {
  try {
    return await presenceOfPacked(packed, packing, pixels);
  } catch (error) {
    if (error instanceof DecodeRefusal) return NOTHING;
    throw error;
  }
}

/** What is there of the last frame. Of a file that is whole the first frame's own header is looked at, and nothing more. */
async function presenceOfLast(
  frames: readonly Uint8Array[],
  cut: boolean,
  packing: string,
  pixels: PixelDescription,
): Promise<Presence> {
  const [first = new Uint8Array(0)] = frames;
  const alone = frames.length === 1;
  if (cut && alone) return await presenceOfPacked(first, packing, pixels);
  // What speaks against the first frame speaks against them all.
  const whole = ofRows(pixels.rows);
  const presence = packing === 'codestream' ? await presenceOfPacked(first, packing, pixels) : whole;
  if (cut) return await presenceOfLater(frames.at(-1) ?? first, packing, pixels);
  return alone ? presence : whole;
}

/**
 * Measures what of the pixels is there, without decoding more than the last frame of a file that was cut off.
 * @throws DecodeRefusal `truncated` where not one row is there, or what else speaks against the pixel data
 */
export async function extentOf(file: DicomFile, element: Element, pixels: PixelDescription): Promise<Extent> {
  const packing = transferSyntax(file.transferSyntaxUid)?.packing ?? 'native';
  let extent: Extent;
  if (pixels.floating || packing === 'native') {
    const { frames, rows } = nativeExtent(file, element, pixels);
    extent = { frames, last: ofRows(rows) };
  } else {
    const { frames, cut } = packedFrames(file, element, pixels.frameCount);
    const last = await presenceOfLast(frames, cut, packing, pixels);
    extent = last.rows > 0 ? { frames: frames.length, last } : { frames: frames.length - 1, last: ofRows(pixels.rows) };
  }
  if (extent.frames > 0) return extent;
  throw noWholeRow();
}

/** A header that says what a cut-off file lacks. */
export function withExtent(header: FileHeader, pixels: PixelDescription, extent: Extent): FileHeader {
  const { rows, coarseness } = extent.last;
  const rowsMissing = pixels.rows - rows;
  const framesMissing = pixels.frameCount - extent.frames;
  if (rowsMissing === 0 && framesMissing === 0 && coarseness === 1) return header;
  const frames = header.frames.slice(0, extent.frames);
  return {
    ...header,
    framesMissing,
    frames: frames.map((frame, index) => (index === frames.length - 1 ? { ...frame, rowsMissing, coarseness } : frame)),
  };
}
