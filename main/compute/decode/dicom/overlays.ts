import type { DataSet } from 'dicom-parser';
import { unsigned16 } from './attributes.ts';
import type { PixelDescription } from './pixel-description.ts';

/** OverlayData or OverlayBitPosition of one of the repeating groups 60xx. */
const OVERLAY = /^x60[0-9a-f][02468ace](3000|0102)$/;

/**
 * Whether the file has overlay planes (PS3.3 C.9.2): as data of their own, or (retired, PS3.5 8.1.2) in bits of the pixels that
 * are no part of the value.
 */
export function hasOverlays({ dataSet }: { readonly dataSet: DataSet }, pixels: PixelDescription): boolean {
  const { bitsAllocated, bitsStored, highBit } = pixels;
  return Object.entries(dataSet.elements).some(([tag, { length }]) => {
    if (!OVERLAY.test(tag) || length === 0) return false;
    if (tag.endsWith('3000')) return true;
    const bit = unsigned16(dataSet, tag) ?? 0;
    return bit < bitsAllocated && (bit > highBit || bit <= highBit - bitsStored);
  });
}
