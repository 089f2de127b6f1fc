import { Inflate } from 'fflate';
import { concatenate } from '../collections/concatenate.ts';
import { type DicomDataSet, sequenceElement, textElement } from '../dicom-write/dicom-element.ts';
import {
  type DicomEncoding,
  elementHeader,
  encodeDataSet,
  itemHeader,
  LONG_VRS,
  UNDEFINED_LENGTH,
} from '../dicom-write/encode-data-set.ts';
import {
  deflatedWhereSaid,
  encodeMetaGroup,
  evenLength,
  PREAMBLE,
  TRANSFER_SYNTAX,
} from '../dicom-write/write-dicom-file.ts';
import { MOST_NESTED } from '../study/nesting.ts';
import { BASIC_PROFILE } from './basic-profile.ts';

/** Who the file speaks of afterwards. */
export interface DeidentifyOptions {
  /** Stands as name and number of the patient. */
  readonly patient: string;
  /** A UID in the place of another. Those of the standard itself are not asked for. */
  readonly mapUid: (uid: string) => string;
  /** Who did it: the name of the program with its version. */
  readonly program: string;
}

/** The file cannot be taken apart to its end, so nothing can be promised of it. */
export class NotDeidentifiable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotDeidentifiable';
  }
}

const PIXELS = new Set(['7fe00008', '7fe00009', '7fe00010']);
const ITEM = 'fffee000';
const END_OF_ITEM = 'fffee00d';
const END_OF_SEQUENCE = 'fffee0dd';
const STANDARD_UIDS = '1.2.840.10008.';
/** The longest value that a header of explicit VR with a short length can tell of. */
const MOST_SHORT = 0xffff;

/** A parsed element with its value as it lies in the file. */
interface RawElement {
  readonly tag: string;
  /** Null in implicit VR. */
  readonly vr: string | null;
  readonly value: Uint8Array;
  /** Encapsulated pixels and sequences of undefined length; then `value` includes the delimiter. */
  readonly undefinedLength: boolean;
  readonly end: number;
}

/**
 * The bytes of a DICOM file without what names a person, place, device or day: the Basic Application Level Confidentiality
 * Profile of PS3.15 annex E, in every sequence. Private attributes, curves, overlays and unknown values are removed, the
 * preamble is zeroed, pixel data stays bit for bit. What is burnt into the pixels stays as well.
 * @throws NotDeidentifiable for a file that breaks off, nests without end or holds no picture, and for sequences that end where none began
 */
export function deidentifyDicom(bytes: Uint8Array, options: DeidentifyOptions): Uint8Array {
  const meta = readMeta(bytes);
  const deflated = meta.transferSyntaxUid === TRANSFER_SYNTAX.deflatedLittleEndian;
  const body = deflated ? inflate(bytes.subarray(meta.end)) : bytes.subarray(meta.end);
  const encoding = encodingOf(body, meta.transferSyntaxUid);
  const cleaned = new Map(cleanDataSet(body, encoding, options, 0).map(({ tag, bytes: element }) => [tag, element]));
  if (![...PIXELS].some((tag) => cleaned.has(tag))) throw new NotDeidentifiable('There is no picture in it.');
  for (const element of statement(options)) cleaned.set(element.tag, encodeDataSet([element], encoding));
  const dataSet = [...cleaned].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
  const transferSyntaxUid = meta.transferSyntaxUid ?? uncompressedSyntax(encoding);
  const metaGroup = encodeMetaGroup({
    sopClassUid: meta.sopClassUid ?? textOf(body, encoding, '00080016'),
    sopInstanceUid: mapUids(textOf(body, encoding, '00080018'), options),
    transferSyntaxUid,
  });
  // Pixels may fill the memory as often as they are copied.
  const written = deflated ? [deflatedWhereSaid(concatenate(dataSet), transferSyntaxUid)] : dataSet;
  return concatenate([...PREAMBLE, metaGroup, ...written]);
}

function uncompressedSyntax({ explicitVr, littleEndian }: DicomEncoding): string {
  if (!explicitVr) return TRANSFER_SYNTAX.implicitLittleEndian;
  return littleEndian ? TRANSFER_SYNTAX.explicitLittleEndian : TRANSFER_SYNTAX.explicitBigEndian;
}

/** What the file says of its de-identification (PS3.15 section E.1.1), and of whom it speaks. */
function statement({ patient, program }: DeidentifyOptions): DicomDataSet {
  return [
    textElement('00100010', 'PN', patient),
    textElement('00100020', 'LO', patient),
    textElement('00120062', 'CS', 'YES'),
    textElement('00120063', 'LO', 'PS3.15 Basic Profile 2026c', program),
    sequenceElement('00120064', [
      [
        textElement('00080100', 'SH', '113100'),
        textElement('00080102', 'SH', 'DCM'),
        textElement('00080104', 'LO', 'Basic Application Confidentiality Profile'),
      ],
    ]),
    textElement('00280303', 'CS', 'REMOVED'),
  ];
}

interface Meta {
  readonly end: number;
  readonly transferSyntaxUid: string | null;
  readonly sopClassUid: string | null;
}

/** Group 0002, always explicit little endian; absent in bare data sets. */
function readMeta(bytes: Uint8Array): Meta {
  const encoding = { explicitVr: true, littleEndian: true };
  let offset = latin1(bytes.subarray(128, 132)) === 'DICM' ? 132 : 0;
  const values = new Map<string, string>();
  while (offset + 8 <= bytes.length && bytes[offset] === 2 && bytes[offset + 1] === 0) {
    const element = readElement(bytes, offset, encoding);
    values.set(element.tag, trimmed(latin1(element.value)));
    offset = element.end;
  }
  return {
    end: offset,
    transferSyntaxUid: values.get('00020010') ?? null,
    sopClassUid: values.get('00020002') ?? null,
  };
}

/** The value of an element of the data set's outermost level; empty where it is not there. */
function textOf(body: Uint8Array, encoding: DicomEncoding, wanted: string): string {
  for (let offset = 0; offset + 8 <= body.length; ) {
    const element = readElement(body, offset, encoding);
    if (element.tag === wanted) return trimmed(latin1(element.value));
    if (element.tag > wanted) return '';
    offset = element.end;
  }
  return '';
}

interface CleanElement {
  readonly tag: string;
  readonly bytes: Uint8Array;
}

function cleanDataSet(
  data: Uint8Array,
  encoding: DicomEncoding,
  options: DeidentifyOptions,
  depth: number,
): CleanElement[] {
  if (depth > MOST_NESTED) throw new NotDeidentifiable('Its sequences are nested without end.');
  const cleaned: CleanElement[] = [];
  for (let offset = 0; offset < data.length; ) {
    const element = readElement(data, offset, encoding);
    if (element.tag === END_OF_ITEM || element.tag === END_OF_SEQUENCE) {
      // What stands behind it would be left out without a word.
      if (depth === 0) throw new NotDeidentifiable('A sequence of its header ends where none began.');
      break;
    }
    const bytes = cleanElement(data.subarray(offset, element.end), element, encoding, options, depth);
    if (bytes !== null) cleaned.push({ tag: element.tag, bytes });
    // A second picture behind the first would take its place; whoever decodes looks no further either.
    if (depth === 0 && PIXELS.has(element.tag)) break;
    offset = element.end;
  }
  return cleaned;
}

/** Null where the element goes. */
function cleanElement(
  raw: Uint8Array,
  element: RawElement,
  encoding: DicomEncoding,
  options: DeidentifyOptions,
  depth: number,
): Uint8Array | null {
  const { tag, vr } = element;
  if (PIXELS.has(tag)) return raw;
  const rule = BASIC_PROFILE.get(tag);
  if (isRemovedGroup(tag) || rule?.action === 'remove') return null;
  const written = vr ?? rule?.vr ?? null;
  switch (rule?.action) {
    case 'empty':
      return encode(tag, vr, new Uint8Array(0), encoding);
    case 'uid':
      return encode(tag, vr ?? 'UI', ascii(mapUids(trimmed(latin1(element.value)), options)), encoding);
    case 'dummy':
      return encode(
        tag,
        vr,
        written === 'UI'
          ? ascii(mapUids(trimmed(latin1(element.value)), options))
          : dummyValue(written, element.value.length),
        encoding,
      );
    case 'references':
    case undefined:
      // A value of unknown kind may be anything, a sequence with names in it as well.
      if (vr === 'UN') return null;
      if (isSequence(element)) return cleanSequence(element, encoding, options, depth);
      return raw;
  }
}

/** Private groups, and curves, overlays, group lengths, what stands behind the pixels, and what belongs into no data set of a file. */
function isRemovedGroup(tag: string): boolean {
  const group = Number.parseInt(tag.slice(0, 4), 16);
  return (
    group < 0x0008 ||
    group % 2 === 1 ||
    (group & 0xff00) === 0x5000 ||
    (group & 0xff00) === 0x6000 ||
    tag.endsWith('0000') ||
    group >= 0xfff0
  );
}

function isSequence({ vr, value, undefinedLength }: RawElement): boolean {
  if (vr !== null) return vr === 'SQ';
  // Implicit VR does not tell: a sequence begins with an item, and no text or number does.
  return undefinedLength || (value.length >= 8 && latin1(value.subarray(0, 4)) === '\xfe\xff\x00\xe0');
}

function cleanSequence(
  element: RawElement,
  encoding: DicomEncoding,
  options: DeidentifyOptions,
  depth: number,
): Uint8Array {
  const items = itemsOf(element.value, encoding).map((item) => {
    const bytes = concatenate(cleanDataSet(item, encoding, options, depth + 1).map(({ bytes: one }) => one));
    return concatenate([itemHeader(ITEM, bytes.length, encoding), bytes]);
  });
  return encode(element.tag, element.vr, concatenate(items), encoding);
}

/** The data sets of a sequence's items. */
function itemsOf(value: Uint8Array, encoding: DicomEncoding): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let offset = 0; offset + 8 <= value.length; ) {
    const { tag, length } = readItemHeader(value, offset, encoding);
    if (tag === END_OF_SEQUENCE) break;
    if (tag !== ITEM) throw new NotDeidentifiable('A sequence of its header holds something other than items.');
    const start = offset + 8;
    const end = length === UNDEFINED_LENGTH ? endOfItem(value, start, encoding, 0) : start + length;
    if (end > value.length) throw cutOff();
    items.push(value.subarray(start, end));
    // The delimiter of an item of undefined length is passed over.
    offset = length === UNDEFINED_LENGTH ? end + 8 : end;
  }
  return items;
}

/** Where the elements of an item of undefined length end: at its delimiter. */
function endOfItem(data: Uint8Array, start: number, encoding: DicomEncoding, depth: number): number {
  for (let offset = start; offset + 8 <= data.length; ) {
    const { tag } = readItemHeader(data, offset, encoding);
    if (tag === END_OF_ITEM) return offset;
    offset = readElement(data, offset, encoding, depth + 1).end;
  }
  throw cutOff();
}

/** Where a sequence of undefined length ends, its delimiter included. */
function endOfSequence(data: Uint8Array, start: number, encoding: DicomEncoding, depth: number): number {
  if (depth > MOST_NESTED) throw new NotDeidentifiable('Its sequences are nested without end.');
  for (let offset = start; offset + 8 <= data.length; ) {
    const { tag, length } = readItemHeader(data, offset, encoding);
    if (tag === END_OF_SEQUENCE) return offset + 8;
    if (tag !== ITEM) throw new NotDeidentifiable('A sequence of its header holds something other than items.');
    offset = length === UNDEFINED_LENGTH ? endOfItem(data, offset + 8, encoding, depth) + 8 : offset + 8 + length;
  }
  throw cutOff();
}

/** Where encapsulated pixels end, their delimiter included: fragments have lengths of their own. */
function endOfFragments(data: Uint8Array, start: number, encoding: DicomEncoding): number {
  for (let offset = start; offset + 8 <= data.length; ) {
    const { tag, length } = readItemHeader(data, offset, encoding);
    if (tag === END_OF_SEQUENCE) return offset + 8;
    if (tag !== ITEM || length === UNDEFINED_LENGTH) throw cutOff();
    offset += 8 + length;
  }
  throw cutOff();
}

const cutOff = (): NotDeidentifiable => new NotDeidentifiable('It breaks off.');

function readElement(data: Uint8Array, offset: number, encoding: DicomEncoding, depth = 0): RawElement {
  if (offset + 8 > data.length) throw cutOff();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { tag } = readItemHeader(data, offset, encoding);
  const delimiter = tag.startsWith('fffe');
  const vr = encoding.explicitVr && !delimiter ? latin1(data.subarray(offset + 4, offset + 6)) : null;
  const long = vr === null ? false : LONG_VRS.has(vr);
  const start = offset + (long ? 12 : 8);
  if (start > data.length) throw cutOff();
  const length =
    vr === null
      ? view.getUint32(offset + 4, encoding.littleEndian)
      : long
        ? view.getUint32(offset + 8, encoding.littleEndian)
        : view.getUint16(offset + 6, encoding.littleEndian);
  if (length !== UNDEFINED_LENGTH) {
    if (start + length > data.length) throw cutOff();
    return { tag, vr, value: data.subarray(start, start + length), undefinedLength: false, end: start + length };
  }
  // A sequence of unknown VR is written in implicit VR, whatever the file is (PS3.5 section 6.2.2).
  const inside = vr === 'UN' ? { explicitVr: false, littleEndian: true } : encoding;
  const end = PIXELS.has(tag) ? endOfFragments(data, start, encoding) : endOfSequence(data, start, inside, depth);
  return { tag, vr, value: data.subarray(start, end), undefinedLength: true, end };
}

function readItemHeader(
  data: Uint8Array,
  offset: number,
  { littleEndian }: DicomEncoding,
): { tag: string; length: number } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const tag = ((view.getUint16(offset, littleEndian) * 0x10000 + view.getUint16(offset + 2, littleEndian)) >>> 0)
    .toString(16)
    .padStart(8, '0');
  return { tag, length: view.getUint32(offset + 4, littleEndian) };
}

function encode(tag: string, vr: string | null, value: Uint8Array, encoding: DicomEncoding): Uint8Array {
  if (vr !== null && encoding.explicitVr && !LONG_VRS.has(vr) && value.length > MOST_SHORT) {
    throw new NotDeidentifiable('A list of UIDs in its header is too long to be given new ones.');
  }
  return concatenate([elementHeader({ tag, vr: vr ?? 'UN' }, value.length, encoding), value]);
}

/** A value of the representation that says nothing; numbers are zero, as many as there were. */
function dummyValue(vr: string | null, length: number): Uint8Array {
  switch (vr) {
    case 'DA':
      return ascii('19000101');
    case 'TM':
      return ascii('000000');
    case 'DT':
      return ascii('19000101000000');
    case 'AS':
      return ascii('000Y');
    case 'DS':
    case 'IS':
      return ascii('0 ');
    // A sequence is given no item; no image needs one of those that the table names.
    case 'SQ':
      return new Uint8Array(0);
    case 'AE':
    case 'CS':
    case 'LO':
    case 'LT':
    case 'PN':
    case 'SH':
    case 'ST':
    case 'UC':
    case 'UR':
    case 'UT':
      return ascii('REMOVED ');
    default:
      return new Uint8Array(length);
  }
}

function mapUids(text: string, { mapUid }: DeidentifyOptions): string {
  return text
    .split('\\')
    .map((uid) => (uid === '' || uid.startsWith(STANDARD_UIDS) ? uid : mapUid(uid)))
    .join('\\');
}

function encodingOf(body: Uint8Array, transferSyntaxUid: string | null): DicomEncoding {
  const explicitVr = /^[A-Z]{2}$/.test(latin1(body.subarray(4, 6)));
  const [first = 0, second = 0] = body;
  const mayBeBig = transferSyntaxUid === null || transferSyntaxUid === TRANSFER_SYNTAX.explicitBigEndian;
  return { explicitVr, littleEndian: !(mayBeBig && explicitVr && first < second) };
}

/** Of more than this many bytes no header is made: as much as a file may have that is read at all. */
const MOST_INFLATED_BYTES = 1024 ** 3;
/** A packed byte is at most some thousand unpacked ones, so that a piece of so many stays small. */
const PIECE_BYTES = 16 * 1024;
class TooLarge extends Error {}

/** Unpacks a piece at a time, so that what unpacks without end is refused before it fills the memory. */
function inflate(body: Uint8Array): Uint8Array {
  const most = Math.min(MOST_INFLATED_BYTES, Math.max(128 * 1024 ** 2, 64 * body.length));
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflating = new Inflate((piece) => {
    length += piece.length;
    if (length > most) throw new TooLarge();
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < body.length; at += PIECE_BYTES) {
      const end = Math.min(body.length, at + PIECE_BYTES);
      inflating.push(body.subarray(at, end), end === body.length);
    }
  } catch (error) {
    if (error instanceof TooLarge)
      throw new NotDeidentifiable(`It unpacks to more than ${Math.floor(most / 1024 ** 2)} MiB.`);
    throw new NotDeidentifiable('Its deflated header cannot be unpacked.');
  }
  return concatenate(pieces);
}

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
const trimmed = (text: string): string => text.replace(/[\0 ]+$/, '');
/** Of an odd length a zero follows, as UIDs have it; texts are given with an even one. */
const ascii = (text: string): Uint8Array => evenLength(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
