import type { FileHeader } from '../../../../src/study/file-header.ts';
import { DecodeRefusal } from '../refusal.ts';
import { decimal, decimals, floatingPoint, signed16, string, text, unsigned16 } from './attributes.ts';
import { readFrameHeaders } from './frame-headers.ts';
import { type DicomFile, PIXEL_DATA_TAGS } from './open-dicom.ts';
import { hasOverlays } from './overlays.ts';
import { readPalette } from './palette.ts';
import { describePixels, type PixelDescription } from './pixel-description.ts';
import { nameOfUndecoded, transferSyntax } from './transfer-syntaxes.ts';

/** True for a file that carries pixels of any kind. */
export function hasPixels(file: DicomFile): boolean {
  return PIXEL_DATA_TAGS.some((tag) => file.dataSet.elements[tag] !== undefined);
}

/** Modality, else what the SOP class says. */
function readModality(file: DicomFile, sopClassUid: string | null): string | null {
  const ct = ['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.2.1', '1.2.840.10008.5.1.4.1.1.2.2'];
  return string(file.dataSet, 'x00080060') ?? (sopClassUid !== null && ct.includes(sopClassUid) ? 'CT' : null);
}

/** Once lossy, always lossy: LossyImageCompression tells of a file that was packed anew without loss. */
function isLossy(file: DicomFile, bySyntax: boolean): boolean {
  return bySyntax || string(file.dataSet, 'x00282110') === '01';
}

/** The last LossyImageCompressionRatio that makes sense: 10 for 10:1. */
function readRatio(file: DicomFile): number | null {
  return decimals(file.dataSet, 'x00282112').findLast((ratio) => ratio !== null && ratio > 0) ?? null;
}

/** Tags of the padding value and its range limit: of whole numbers, FloatPixelData and DoubleFloatPixelData. */
const PADDING = {
  whole: ['x00280120', 'x00280121'],
  32: ['x00280122', 'x00280124'],
  64: ['x00280123', 'x00280125'],
} as const;

/** What stands for "no pixel", in the kind of the pixels; a whole number that its VR cannot hold is read as they are. */
function readPadding({ dataSet }: DicomFile, { floating, bitsAllocated, signed }: PixelDescription) {
  const bits = bitsAllocated === 32 ? 32 : 64;
  const read = (tag: string): number | null => {
    if (floating) return floatingPoint(dataSet, tag, bits);
    return signed ? signed16(dataSet, tag) : unsigned16(dataSet, tag);
  };
  const [value, limit] = PADDING[floating ? bits : 'whole'];
  return { pixelPaddingValue: read(value), pixelPaddingLimit: read(limit) };
}

/** How the pixels come out of `decodeFrame`: floating point keeps its width, colour is RGB. */
function formatOf(pixels: PixelDescription) {
  const { rows, columns, samples, bitsAllocated, bitsStored, signed, photometric } = pixels;
  return { rows, columns, samples, bitsAllocated, bitsStored, signed: pixels.floating || signed, photometric };
}

/**
 * Everything that a DICOM file says of itself, without decoding pixels.
 * @throws DecodeRefusal when the file has no pixels, or pixels that cannot be decoded
 */
export function readDicomHeader(file: DicomFile): { header: FileHeader; pixels: PixelDescription } {
  const { dataSet, transferSyntaxUid } = file;
  if (!hasPixels(file)) throw new DecodeRefusal('no-pixels', 'The DICOM file holds no picture. Leave it out.');
  const syntax = transferSyntax(transferSyntaxUid);
  if (syntax === null) {
    throw new DecodeRefusal(
      'unsupported-transfer-syntax',
      `The pixels are packed as ${transferSyntaxUid}, ${nameOfUndecoded(transferSyntaxUid)}. ` +
        'Export the study uncompressed, or as JPEG 2000 or RLE.',
    );
  }
  const pixels = describePixels(dataSet);
  const sopClassUid = string(dataSet, 'x00080016') ?? file.mediaStorageSopClassUid;
  const modality = readModality(file, sopClassUid);
  const header: FileHeader = {
    format: 'dicom',
    ...formatOf(pixels),
    transferSyntaxUid,
    lossy: isLossy(file, syntax.lossy),
    lossyRatio: readRatio(file),
    modality,
    sopClassUid,
    sopInstanceUid: string(dataSet, 'x00080018'),
    studyUid: string(dataSet, 'x0020000d'),
    seriesUid: string(dataSet, 'x0020000e'),
    frameOfReferenceUid: string(dataSet, 'x00200052'),
    patientId: text(dataSet, 'x00100020'),
    seriesNumber: decimal(dataSet, 'x00200011'),
    seriesDescription: text(dataSet, 'x0008103e'),
    studyDescription: text(dataSet, 'x00081030'),
    studyDate: string(dataSet, 'x00080020'),
    bodyPart: string(dataSet, 'x00180015'),
    ...readPadding(file, pixels),
    overlays: hasOverlays(file, pixels),
    signFromBits: null,
    framesMissing: 0,
    palette: readPalette(file, pixels.photometric, pixels.signed),
    frames: readFrameHeaders(dataSet, pixels.frameCount, modality),
  };
  return { header, pixels };
}
