import type { DataSet } from 'dicom-parser';
import { checkDimensions, MAX_FRAMES } from '../limits.ts';
import { DecodeRefusal } from '../refusal.ts';
import { decimal, string, unsigned16 } from './attributes.ts';

/** The image pixel module (PS3.3 C.7.6.3), checked. */
export interface PixelDescription {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** Colour planes one after the other (PlanarConfiguration 1). */
  readonly planar: boolean;
  readonly frameCount: number;
  /** Pixels in FloatPixelData or DoubleFloatPixelData. */
  readonly floating: boolean;
}

const GREY = ['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR'];
const COLOUR = ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_RCT', 'YBR_ICT'];

function readPhotometric(dataSet: DataSet, samples: number): string {
  const photometric = string(dataSet, 'x00280004') ?? (samples === 1 ? 'MONOCHROME2' : 'RGB');
  if (!(samples === 1 ? GREY : samples === 3 ? COLOUR : []).includes(photometric)) {
    throw new DecodeRefusal(
      'unsupported-photometric',
      `Pixels of kind ${photometric} with ${samples} sample(s) are not decoded. Export as MONOCHROME2 or RGB.`,
    );
  }
  return photometric;
}

function checkBits(bitsAllocated: number, floating: boolean, samples: number): void {
  const known = floating ? [32, 64] : samples === 1 ? [1, 8, 16, 32] : [8, 16, 32];
  if (!known.includes(bitsAllocated)) {
    throw new DecodeRefusal(
      'unsupported-pixel-format',
      `Pixels of ${bitsAllocated} bits are not decoded. Export with 8 or 16 bits allocated.`,
    );
  }
}

function readFrameCount(dataSet: DataSet): number {
  const frameCount = decimal(dataSet, 'x00280008') ?? 1;
  if (!Number.isInteger(frameCount) || frameCount < 0) {
    throw new DecodeRefusal('corrupt', `The header gives ${frameCount} frames. Export the file again.`);
  }
  if (frameCount > MAX_FRAMES) {
    throw new DecodeRefusal('too-large', `The file has ${frameCount} frames; the limit is ${MAX_FRAMES}. Split it.`);
  }
  // Zero frames with pixel data behind them are met in the wild and mean one.
  return Math.max(1, frameCount);
}

/**
 * Reads and checks what the pixel data look like. A missing SamplesPerPixel, BitsStored, HighBit, PixelRepresentation
 * or PhotometricInterpretation is filled with what it means in practice; missing dimensions and bits are refused.
 * @throws DecodeRefusal
 */
export function describePixels(dataSet: DataSet): PixelDescription {
  const rows = unsigned16(dataSet, 'x00280010');
  const columns = unsigned16(dataSet, 'x00280011');
  const floating = dataSet.elements.x7fe00010 === undefined;
  const bitsAllocated = unsigned16(dataSet, 'x00280100') ?? (floating ? (dataSet.elements.x7fe00008 ? 32 : 64) : null);
  if (rows === null || columns === null || bitsAllocated === null) {
    throw new DecodeRefusal('corrupt', 'Rows, Columns or BitsAllocated is missing from the header. Export it again.');
  }
  checkDimensions(rows, columns);
  const samples = unsigned16(dataSet, 'x00280002') ?? 1;
  const photometric = readPhotometric(dataSet, samples);
  checkBits(bitsAllocated, floating, samples);
  const declared = unsigned16(dataSet, 'x00280101') ?? bitsAllocated;
  const bitsStored = declared >= 1 && declared <= bitsAllocated ? declared : bitsAllocated;
  const highBit = unsigned16(dataSet, 'x00280102') ?? bitsStored - 1;
  return {
    rows,
    columns,
    samples: samples === 3 ? 3 : 1,
    bitsAllocated,
    bitsStored,
    highBit: highBit >= bitsStored - 1 && highBit < bitsAllocated ? highBit : bitsStored - 1,
    signed: unsigned16(dataSet, 'x00280103') === 1,
    photometric,
    planar: samples === 3 && unsigned16(dataSet, 'x00280006') === 1,
    frameCount: readFrameCount(dataSet),
    floating,
  };
}
