import { deflateSync } from 'fflate';
import { concatenate } from '../collections/concatenate.ts';
import { bytesElement, type DicomDataSet, textElement } from './dicom-element.ts';
import { type DicomEncoding, encodeDataSet } from './encode-data-set.ts';

/** Transfer syntaxes by the names of PS3.6 annex A. */
export const TRANSFER_SYNTAX = {
  implicitLittleEndian: '1.2.840.10008.1.2',
  explicitLittleEndian: '1.2.840.10008.1.2.1',
  deflatedLittleEndian: '1.2.840.10008.1.2.1.99',
  explicitBigEndian: '1.2.840.10008.1.2.2',
  rleLossless: '1.2.840.10008.1.2.5',
} as const;

/** Root of our implementation's UID: a number of our own under 2.25 (PS3.5 annex B.2). */
const IMPLEMENTATION_CLASS_UID = '2.25.207354985217359846207148639275103846221';

export interface DicomFileOptions {
  /** The data set without group 0002; SOP class and instance (0008,0016 and 0008,0018) are copied into the meta group. */
  readonly dataSet: DicomDataSet;
  /** Explicit little-endian by default; any other UID is written as explicit little-endian, as compressed ones are. */
  readonly transferSyntaxUid?: string;
  /** False leaves out the 128 bytes and "DICM". */
  readonly preamble?: boolean;
  /** False leaves out group 0002, as in a bare data set from old software. */
  readonly metaGroup?: boolean;
}

/** Bytes of a DICOM file (PS3.10 section 7). Throws what `encodeDataSet` throws. */
export function writeDicomFile(options: DicomFileOptions): Uint8Array {
  const transferSyntaxUid = options.transferSyntaxUid ?? TRANSFER_SYNTAX.explicitLittleEndian;
  const encoded = encodeDataSet(options.dataSet, encodingOf(transferSyntaxUid));
  const parts: Uint8Array[] = [];
  if (options.preamble !== false) parts.push(...PREAMBLE);
  if (options.metaGroup !== false) {
    const sopClassUid = textOf(options.dataSet, '00080016');
    const sopInstanceUid = textOf(options.dataSet, '00080018');
    parts.push(encodeMetaGroup({ sopClassUid, sopInstanceUid, transferSyntaxUid }));
  }
  return concatenate([...parts, deflatedWhereSaid(encoded, transferSyntaxUid)]);
}

/** What a file begins with: 128 bytes that say nothing, and "DICM". */
export const PREAMBLE = [new Uint8Array(128), Uint8Array.of(0x44, 0x49, 0x43, 0x4d)] as const;

/** An encoded data set as it lies in a file of a transfer syntax. */
export function deflatedWhereSaid(dataSet: Uint8Array, transferSyntaxUid: string): Uint8Array {
  return transferSyntaxUid === TRANSFER_SYNTAX.deflatedLittleEndian ? evenLength(deflateSync(dataSet)) : dataSet;
}

function encodingOf(transferSyntaxUid: string): DicomEncoding {
  return {
    explicitVr: transferSyntaxUid !== TRANSFER_SYNTAX.implicitLittleEndian,
    littleEndian: transferSyntaxUid !== TRANSFER_SYNTAX.explicitBigEndian,
  };
}

/** Bytes of group 0002: what the file holds, how it is encoded, and that we wrote it. */
export function encodeMetaGroup(file: {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}): Uint8Array {
  const encoding: DicomEncoding = { explicitVr: true, littleEndian: true };
  const elements = encodeDataSet(
    [
      bytesElement('00020001', 'OB', Uint8Array.of(0, 1)),
      textElement('00020002', 'UI', file.sopClassUid),
      textElement('00020003', 'UI', file.sopInstanceUid),
      textElement('00020010', 'UI', file.transferSyntaxUid),
      textElement('00020012', 'UI', IMPLEMENTATION_CLASS_UID),
      textElement('00020013', 'SH', 'OVERREAD'),
    ],
    encoding,
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, elements.length, true);
  return concatenate([encodeDataSet([bytesElement('00020000', 'UL', length)], encoding), elements]);
}

function textOf(dataSet: DicomDataSet, tag: string): string {
  const value = dataSet.findLast((element) => element.tag === tag)?.value;
  return value?.kind === 'text' ? value.text : '';
}

/** A zero more where their number is odd. */
export function evenLength(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concatenate([bytes, Uint8Array.of(0)]);
}
