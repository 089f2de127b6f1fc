import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import type { ByteStream, DataSet } from 'dicom-parser';
import { LONG_VRS } from '../../../../src/dicom-write/encode-data-set.ts';
import { MOST_NESTED } from '../../../../src/study/nesting.ts';
import { maxInflatedBytes } from '../limits.ts';
import { asRefusal, DecodeRefusal, wordsOf } from '../refusal.ts';
import { parserLibrary } from './parser-library.ts';
import {
  DEFLATED_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  PRIVATE_BIG_ENDIAN,
} from './transfer-syntaxes.ts';

/** A parsed DICOM file. */
export interface DicomFile {
  readonly dataSet: DataSet;
  /** As declared, or for a file without one, as found. */
  readonly transferSyntaxUid: string;
  readonly bigEndian: boolean;
  /** The media storage SOP class, or null for a file without meta header. */
  readonly mediaStorageSopClassUid: string | null;
}

const VALUE_REPRESENTATIONS = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' '),
);
/** Those of 64-bit integers, whose long length the parser does not know. */
const OF_64_BITS: ReadonlySet<string> = new Set(['OV', 'SV', 'UV']);
export const PIXEL_DATA_TAGS = ['x7fe00010', 'x7fe00008', 'x7fe00009'] as const;

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function hasPrefix(bytes: Uint8Array): boolean {
  return ascii(bytes, 128, 4) === 'DICM';
}

/** True where the bytes could begin a data set without preamble: a first tag of group 0002, 0004 or 0008. */
function beginsLikeDataSet(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const [b0 = 0, b1 = 0] = bytes;
  const little = b1 === 0 && (b0 === 2 || b0 === 4 || b0 === 8);
  const big = b0 === 0 && b1 === 8;
  if (!little && !big) return false;
  if (VALUE_REPRESENTATIONS.has(ascii(bytes, 4, 2))) return true;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  return little && (bytes[3] as number) < 0x30 && length <= bytes.length - 8;
}

/** True where the bytes are, or could be, a DICOM file. */
export function isDicom(bytes: Uint8Array): boolean {
  return hasPrefix(bytes) || beginsLikeDataSet(bytes);
}

interface MetaHeader {
  readonly end: number;
  readonly transferSyntaxUid: string | null;
  readonly mediaStorageSopClassUid: string | null;
}

/** Walks the file meta information (group 0002, always explicit little endian), trusting tags and not its group length. */
function readMetaHeader(bytes: Uint8Array, start: number): MetaHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Map<number, string>();
  let offset = start;
  while (offset + 8 <= bytes.length && view.getUint16(offset, true) === 2) {
    const element = view.getUint16(offset + 2, true);
    const long = LONG_VRS.has(ascii(bytes, offset + 4, 2));
    const valueStart = offset + (long ? 12 : 8);
    if (valueStart > bytes.length) break;
    const length = long ? view.getUint32(offset + 8, true) : view.getUint16(offset + 6, true);
    if (valueStart + length > bytes.length) throw new DecodeRefusal('truncated', 'The file ends in its header.');
    if (length <= 64) values.set(element, ascii(bytes, valueStart, length).replace(/[\0 ]+$/, ''));
    offset = valueStart + length;
  }
  return {
    end: offset,
    transferSyntaxUid: values.get(0x10) || null,
    mediaStorageSopClassUid: values.get(0x02) || null,
  };
}

/** Inflates a deflated data set (raw deflate; some writers add the zlib header) under a cap; of one cut off, what is there. */
function inflateDataSet(body: Uint8Array): Uint8Array {
  const maxOutputLength = maxInflatedBytes(body.length);
  const options = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
  const refuseTooLarge = (error: unknown) => {
    if (!(error instanceof RangeError)) return;
    const mebibytes = Math.floor(maxOutputLength / 1024 ** 2);
    const message = `The deflated data set unpacks to more than ${mebibytes} MiB. Export it uncompressed.`;
    throw new DecodeRefusal('too-large', message);
  };
  try {
    return inflateRawSync(body, options);
  } catch (error) {
    refuseTooLarge(error);
    try {
      return inflateSync(body, options);
    } catch (withHeader) {
      refuseTooLarge(withHeader);
      throw asRefusal(error, 'corrupt', 'The deflated data set cannot be unpacked. Copy the file again.');
    }
  }
}

/** How a data set is really written, whatever is declared: some writers mix implicit and explicit up. */
function structureOf(body: Uint8Array, declaredUid: string | null): { explicit: boolean; bigEndian: boolean } {
  const [b0 = 0, b1 = 0] = body;
  const mayBeBig = declaredUid === null || declaredUid === EXPLICIT_BIG_ENDIAN || declaredUid === PRIVATE_BIG_ENDIAN;
  return { explicit: VALUE_REPRESENTATIONS.has(ascii(body, 4, 2)), bigEndian: mayBeBig && b0 < b1 };
}

/** Without this the parser takes compressed pixels in an implicit data set for a sequence. */
function implicitVr(tag: string): string | undefined {
  return tag === 'x7fe00010' ? 'OW' : undefined;
}

/** Gives the parser UN, which has the same length field, for the VRs of 64 bits; it reads nothing but VRs so, of items too. */
function withKnownVrs(stream: ByteStream): ByteStream {
  const read = stream.readFixedString.bind(stream);
  stream.readFixedString = (length) => {
    const vr = read(length);
    return OF_64_BITS.has(vr) ? 'UN' : vr;
  };
  return stream;
}

function parse(body: Uint8Array, explicit: boolean, bigEndian: boolean): DataSet {
  const parser = bigEndian ? parserLibrary.bigEndianByteArrayParser : parserLibrary.littleEndianByteArrayParser;
  const stream = withKnownVrs(new parserLibrary.ByteStream(parser, body, 0));
  const dataSet = new parserLibrary.DataSet(parser, body, {});
  dataSet.warnings = stream.warnings;
  const hasPixels = () => PIXEL_DATA_TAGS.some((tag) => dataSet.elements[tag]);
  try {
    // The pixels, their pieces and what stands behind them are read by our own code, which bears a file that was cut.
    const untilTag = 'x7fe00010';
    if (explicit) parserLibrary.parseDicomDataSetExplicit(dataSet, stream, body.length, { untilTag });
    else parserLibrary.parseDicomDataSetImplicit(dataSet, stream, body.length, { untilTag, vrCallback: implicitVr });
  } catch (error) {
    // What stands behind the pixels (padding to a block, a signature) is not needed.
    if (hasPixels()) return dataSet;
    const cut = /past end|overrun|overread/.test(wordsOf(error));
    throw asRefusal(error, cut ? 'truncated' : 'corrupt', 'The DICOM data set breaks off. Copy or export it again.');
  }
  if (stream.position > body.length && !hasPixels()) {
    throw new DecodeRefusal('truncated', 'The DICOM data set breaks off within an element. Copy it again.');
  }
  return dataSet;
}

/** The parser goes as deep as the stack lets it, which differs from one time to the next. */
function requireShallow(dataSet: DataSet): void {
  let level = [dataSet];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_NESTED) {
      throw new DecodeRefusal(
        'corrupt',
        'The sequences of its header are nested without end. Copy or export it again.',
      );
    }
    const items = level.flatMap(({ elements }) => Object.values(elements).flatMap((element) => element.items ?? []));
    level = items.flatMap((item) => item.dataSet ?? []);
  }
}

/**
 * Parses a DICOM file: with or without preamble and meta header, implicit, explicit, big endian or deflated.
 * @throws DecodeRefusal `not-an-image`, `truncated`, `corrupt` or `too-large`
 */
export function openDicom(bytes: Uint8Array): DicomFile {
  if (!isDicom(bytes)) {
    throw new DecodeRefusal('not-an-image', 'The file is neither PNG nor DICOM. Leave it out, or convert it.');
  }
  const meta = readMetaHeader(bytes, hasPrefix(bytes) ? 132 : 0);
  const deflated = meta.transferSyntaxUid === DEFLATED_LITTLE_ENDIAN;
  const body = deflated ? inflateDataSet(bytes.subarray(meta.end)) : bytes.subarray(meta.end);
  if (body.length < 8) throw new DecodeRefusal('truncated', 'The file ends after its header. Copy it again.');
  const { explicit, bigEndian } = structureOf(body, meta.transferSyntaxUid);
  const found = explicit ? (bigEndian ? EXPLICIT_BIG_ENDIAN : EXPLICIT_LITTLE_ENDIAN) : IMPLICIT_LITTLE_ENDIAN;
  const dataSet = parse(body, explicit, bigEndian);
  requireShallow(dataSet);
  return {
    dataSet,
    transferSyntaxUid: meta.transferSyntaxUid ?? found,
    bigEndian,
    mediaStorageSopClassUid: meta.mediaStorageSopClassUid,
  };
}
