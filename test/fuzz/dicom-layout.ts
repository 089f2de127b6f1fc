import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { dicomFile, elementBytes } from '../support/dicom-corpus-odd.ts';

const DEFLATED = '1.2.840.10008.1.2.1.99';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const SEQUENCE_DELIMITER = Buffer.from([0xfe, 0xff, 0xdd, 0xe0]);
const ITEM = Buffer.from([0xfe, 0xff, 0x00, 0xe0]);

/** A whole DICOM file taken apart: everything before the data set, and the data set, inflated. */
export interface DicomParts {
  readonly head: Buffer;
  readonly body: Buffer;
  readonly syntaxUid: string;
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

/** Where an element of the data set stands: offsets into the body. */
export interface ElementPlace {
  /** Eight hexadecimal digits. */
  readonly tag: string;
  readonly start: number;
  readonly lengthAt: number;
  readonly lengthBytes: 2 | 4;
  readonly valueAt: number;
  /** As it is written; 0xffffffff is undefined. */
  readonly length: number;
}

/** End of the meta header of a file with a preamble, and the transfer syntax that it names. */
function readHead(bytes: Buffer): { end: number; syntaxUid: string } {
  let at = bytes.toString('latin1', 128, 132) === 'DICM' ? 132 : 0;
  let syntaxUid = '1.2.840.10008.1.2';
  while (at + 8 <= bytes.length && bytes.readUInt16LE(at) === 2) {
    const long = LONG.has(bytes.toString('latin1', at + 4, at + 6));
    const valueAt = at + (long ? 12 : 8);
    const length = long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6);
    const value = bytes.toString('latin1', valueAt, valueAt + length);
    if (bytes.readUInt16LE(at + 2) === 0x10) syntaxUid = value.replace(/[\0 ]+$/, '');
    at = valueAt + length;
  }
  return { end: at, syntaxUid };
}

/** Takes a whole file apart. */
export function dicomParts(bytes: Buffer): DicomParts {
  const { end, syntaxUid } = readHead(bytes);
  const rest = bytes.subarray(end);
  const body = syntaxUid === DEFLATED ? inflateRawSync(rest) : rest;
  return {
    head: bytes.subarray(0, end),
    body,
    syntaxUid,
    explicit: /^[A-Z]{2}$/.test(body.toString('latin1', 4, 6)),
    bigEndian: syntaxUid === BIG_ENDIAN,
  };
}

/** Puts a file with another data set together, deflated where its syntax is. */
export function joinDicom(parts: DicomParts, body: Buffer): Buffer {
  return Buffer.concat([parts.head, parts.syntaxUid === DEFLATED ? deflateRawSync(body) : body]);
}

/** The data set as it stands, under another transfer syntax. */
export function underSyntax(parts: DicomParts, syntaxUid: string): Buffer {
  return Buffer.from(dicomFile(syntaxUid, [syntaxUid === DEFLATED ? deflateRawSync(parts.body) : parts.body]));
}

export function readNumber(parts: DicomParts, at: number, bytes: 2 | 4): number {
  const { body, bigEndian } = parts;
  return bigEndian ? body.readUIntBE(at, bytes) : body.readUIntLE(at, bytes);
}

/** A copy of the body with one unsigned number written over it. */
export function withNumber(parts: DicomParts, at: number, bytes: 2 | 4, value: number): Buffer {
  const body = Buffer.from(parts.body);
  if (at < 0 || at + bytes > body.length) return body;
  const fitting = value % 2 ** (bytes * 8);
  if (parts.bigEndian) body.writeUIntBE(fitting, at, bytes);
  else body.writeUIntLE(fitting, at, bytes);
  return body;
}

function placeAt(parts: DicomParts, start: number): ElementPlace {
  const { body, explicit } = parts;
  const tag = [0, 2]
    .map((part) =>
      readNumber(parts, start + part, 2)
        .toString(16)
        .padStart(4, '0'),
    )
    .join('');
  const long = !explicit || LONG.has(body.toString('latin1', start + 4, start + 6));
  const lengthAt = start + (explicit ? (long ? 8 : 6) : 4);
  const lengthBytes = long ? 4 : 2;
  const length = lengthAt + lengthBytes <= body.length ? readNumber(parts, lengthAt, lengthBytes) : 0;
  return { tag, start, lengthAt, lengthBytes, valueAt: lengthAt + lengthBytes, length };
}

/** The elements of the data set's top level, up to the pixel data. */
export function elementsOf(parts: DicomParts): ElementPlace[] {
  const elements: ElementPlace[] = [];
  let at = 0;
  while (at + 8 <= parts.body.length) {
    const element = placeAt(parts, at);
    elements.push(element);
    if (element.tag === '7fe00010') break;
    if (element.length !== 0xffffffff) at = element.valueAt + element.length;
    else {
      const end = parts.body.indexOf(SEQUENCE_DELIMITER, element.valueAt);
      if (end < 0) break;
      at = end + 8;
    }
  }
  return elements;
}

/** Offsets of the items of sequences and of encapsulated pixel data (little endian). */
export function itemsOf(parts: DicomParts, from = 0): number[] {
  const items: number[] = [];
  for (let at = parts.body.indexOf(ITEM, from); at >= 0 && items.length < 1000; ) {
    items.push(at);
    at = parts.body.indexOf(ITEM, at + 4);
  }
  return items;
}

/** Bytes of one element as this file writes them. */
function written(parts: DicomParts, tag: string, vr: string, value: Buffer): Buffer {
  const even = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from(' ')]);
  if (parts.explicit && !parts.bigEndian) return Buffer.from(elementBytes([tag, vr, even]));
  const long = !parts.explicit || LONG.has(vr);
  const head = Buffer.alloc(parts.explicit && long ? 12 : 8);
  const put = (at: number, bytes: 2 | 4, number: number) =>
    parts.bigEndian ? head.writeUIntBE(number, at, bytes) : head.writeUIntLE(number, at, bytes);
  put(0, 2, Number.parseInt(tag.slice(0, 4), 16));
  put(2, 2, Number.parseInt(tag.slice(4), 16));
  if (parts.explicit) head.write(vr, 4, 'latin1');
  put(parts.explicit ? (long ? 8 : 6) : 4, long ? 4 : 2, even.length);
  return Buffer.concat([head, even]);
}

/** The body with an element of this value, in the place of the one that it has, or where its tag belongs. */
export function withElement(parts: DicomParts, tag: string, vr: string, value: Buffer): Buffer {
  const elements = elementsOf(parts);
  const own = elements.find((element) => element.tag === tag);
  const after = own ? null : elements.find((element) => element.tag > tag);
  const start = own?.start ?? after?.start ?? parts.body.length;
  const end = own ? own.valueAt + own.length : start;
  return Buffer.concat([parts.body.subarray(0, start), written(parts, tag, vr, value), parts.body.subarray(end)]);
}

/** The body with bytes put in before the pixel data, or before the first element of a higher tag than `before`. */
export function withBytesBefore(parts: DicomParts, before: string, bytes: Buffer): Buffer {
  const at = elementsOf(parts).find((element) => element.tag >= before)?.start ?? parts.body.length;
  return Buffer.concat([parts.body.subarray(0, at), bytes, parts.body.subarray(at)]);
}

/** An unsigned short as this file writes it. */
export function shortBytes(parts: DicomParts, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (parts.bigEndian) bytes.writeUInt16BE(value);
  else bytes.writeUInt16LE(value);
  return bytes;
}
