import { LONG_VRS } from '../../src/dicom-write/encode-data-set.ts';

/** One data element: tag as 8 hexadecimal digits, VR, value. */
export type Element = readonly [tag: string, vr: string, value: string | number | readonly number[] | Uint8Array];

function valueBytes(vr: string, value: Element[2]): Uint8Array {
  if (value instanceof Uint8Array) return value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
  if (typeof value === 'string')
    return Buffer.from(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`);
  const numbers = typeof value === 'number' ? [value] : value;
  return Buffer.concat(numbers.map((number) => Buffer.from(Uint16Array.of(number).buffer)));
}

/** Explicit VR little-endian bytes of one element; `undefinedLength` for encapsulated pixel data and open sequences. */
export function elementBytes([tag, vr, value]: Element, undefinedLength = false): Uint8Array {
  const bytes = valueBytes(vr, value);
  const head = Buffer.alloc(LONG_VRS.has(vr) ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (LONG_VRS.has(vr)) head.writeUInt32LE(undefinedLength ? 0xffff_ffff : bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

/** Tag and length of an element in an implicit VR data set. */
export function implicitHead(tag: string, length: number): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.writeUInt32LE(length, 4);
  return head;
}

/** Implicit VR little-endian bytes of one element. */
export function implicitElementBytes([tag, vr, value]: Element): Uint8Array {
  const bytes = valueBytes(vr, value);
  return Buffer.concat([implicitHead(tag, bytes.length), bytes]);
}

/** An item (FFFE,E000) of known length. */
export function item(content: Uint8Array): Uint8Array {
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** A sequence of items, each the bytes of its elements. */
export function sequence(tag: string, items: readonly (readonly Uint8Array[])[]): Uint8Array {
  return elementBytes([tag, 'SQ', Buffer.concat(items.map((elements) => item(Buffer.concat([...elements]))))]);
}

/** Pixel data in pieces (PS3.5 A.4): offset table, fragments, delimiter. */
export function encapsulated(fragments: readonly Uint8Array[], offsetTable: readonly number[] = []): Uint8Array {
  const table = Buffer.from(Uint32Array.from(offsetTable).buffer);
  const even = fragments.map((bytes) => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)])));
  const delimiter = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
  const body = Buffer.concat([item(table), ...even.map(item), delimiter]);
  return elementBytes(['7fe00010', 'OB', body], true);
}

export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly samples?: number;
  readonly bitsAllocated?: number;
  readonly bitsStored?: number;
  readonly signed?: boolean;
  readonly photometric?: string;
  readonly frames?: number;
}

/** The elements of the image pixel module, in tag order. */
export function pictureElements(picture: Picture): Element[] {
  const allocated = picture.bitsAllocated ?? 16;
  const stored = picture.bitsStored ?? allocated;
  return [
    ['00280002', 'US', picture.samples ?? 1],
    ['00280004', 'CS', picture.photometric ?? 'MONOCHROME2'],
    ...(picture.frames === undefined ? [] : ([['00280008', 'IS', String(picture.frames)]] as const)),
    ['00280010', 'US', picture.rows],
    ['00280011', 'US', picture.columns],
    ['00280100', 'US', allocated],
    ['00280101', 'US', stored],
    ['00280102', 'US', stored - 1],
    ['00280103', 'US', picture.signed ? 1 : 0],
  ];
}

/** A DICOM file: preamble, meta header with the transfer syntax, then the elements as they are given. */
export function dicomFile(transferSyntaxUid: string, elements: readonly (Element | Uint8Array)[]): Uint8Array {
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    elementBytes(['00020010', 'UI', transferSyntaxUid]),
    ...elements.map((element) => (element instanceof Uint8Array ? element : elementBytes(element))),
  ]);
}
