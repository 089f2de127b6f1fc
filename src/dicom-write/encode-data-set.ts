import { concatenate } from '../collections/concatenate.ts';
import type { DicomDataSet, DicomElement, DicomValue } from './dicom-element.ts';

/** How a data set is laid out (PS3.5 section 7 and annex A). */
export interface DicomEncoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

/** Value representations whose explicit form has two spare bytes and a 32-bit length. */
export const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
/** What stands for the length of a value that ends at a delimiter. */
export const UNDEFINED_LENGTH = 0xffffffff;

/**
 * Bytes of a data set, elements by ascending tag.
 * @throws RangeError for a tag that is not 8 hexadecimal digits, text outside Latin-1, or a value too long for its VR.
 */
export function encodeDataSet(elements: DicomDataSet, encoding: DicomEncoding): Uint8Array {
  const byTag = new Map<string, DicomElement>();
  for (const element of elements) byTag.set(element.tag.toLowerCase(), element);
  const tags = [...byTag.keys()].sort();
  return concatenate(tags.flatMap((tag) => encodeElement(byTag.get(tag) as DicomElement, encoding)));
}

function encodeElement(element: DicomElement, encoding: DicomEncoding): Uint8Array[] {
  const { value, vr } = element;
  if (value.kind === 'sequence') return encodeSequence(element, value, encoding);
  if (value.kind === 'fragments') {
    const items = [value.offsetTable, ...value.fragments].flatMap((fragment) => {
      const padded = pad(fragment, 0);
      return [itemHeader('fffee000', padded.length, encoding), padded];
    });
    return [elementHeader(element, UNDEFINED_LENGTH, encoding), ...items, itemHeader('fffee0dd', 0, encoding)];
  }
  const filler = value.kind === 'text' && vr !== 'UI' ? 0x20 : 0;
  const bytes = pad(encodeValue(value, vr, encoding), filler);
  return [elementHeader(element, bytes.length, encoding), bytes];
}

function encodeSequence(
  element: DicomElement,
  value: Extract<DicomValue, { kind: 'sequence' }>,
  encoding: DicomEncoding,
): Uint8Array[] {
  const parts = value.items.flatMap((item) => {
    const bytes = encodeDataSet(item, encoding);
    if (!value.undefinedLength) return [itemHeader('fffee000', bytes.length, encoding), bytes];
    return [itemHeader('fffee000', UNDEFINED_LENGTH, encoding), bytes, itemHeader('fffee00d', 0, encoding)];
  });
  if (value.undefinedLength) {
    return [elementHeader(element, UNDEFINED_LENGTH, encoding), ...parts, itemHeader('fffee0dd', 0, encoding)];
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [elementHeader(element, length, encoding), ...parts];
}

/**
 * What stands before an element's value.
 * @throws RangeError for a tag that is not 8 hexadecimal digits, or a value too long for its VR
 */
export function elementHeader(
  element: Pick<DicomElement, 'tag' | 'vr'>,
  length: number,
  encoding: DicomEncoding,
): Uint8Array {
  const { explicitVr, littleEndian } = encoding;
  if (!explicitVr) return itemHeader(element.tag, length, encoding);
  const isLong = LONG_VRS.has(element.vr);
  if (!isLong && length > 0xffff) {
    throw new RangeError(`Element ${element.tag} has ${length} bytes, more than its VR ${element.vr} can carry.`);
  }
  const bytes = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(bytes.buffer);
  writeTag(view, 0, element.tag, littleEndian);
  view.setUint8(4, element.vr.charCodeAt(0));
  view.setUint8(5, element.vr.charCodeAt(1));
  if (isLong) view.setUint32(8, length, littleEndian);
  else view.setUint16(6, length, littleEndian);
  return bytes;
}

/** A tag and a 32-bit length: item headers and delimiters, and every element of implicit VR. */
export function itemHeader(tag: string, length: number, encoding: DicomEncoding): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  writeTag(view, 0, tag, encoding.littleEndian);
  view.setUint32(4, length, encoding.littleEndian);
  return bytes;
}

function writeTag(view: DataView, offset: number, tag: string, littleEndian: boolean): void {
  if (!/^[0-9a-f]{8}$/i.test(tag)) throw new RangeError(`A tag is 8 hexadecimal digits, and this is "${tag}".`);
  view.setUint16(offset, Number.parseInt(tag.slice(0, 4), 16), littleEndian);
  view.setUint16(offset + 2, Number.parseInt(tag.slice(4), 16), littleEndian);
}

function encodeValue(
  value: Extract<DicomValue, { kind: 'text' | 'numbers' | 'tags' | 'bytes' }>,
  vr: string,
  encoding: DicomEncoding,
): Uint8Array {
  switch (value.kind) {
    case 'text':
      return latin1(value.text);
    case 'bytes':
      return vr === 'OW' && !encoding.littleEndian ? swapWords(value.bytes) : value.bytes;
    case 'numbers':
      return encodeNumbers(value.numbers, vr, encoding.littleEndian);
    case 'tags': {
      const bytes = new Uint8Array(4 * value.tags.length);
      const view = new DataView(bytes.buffer);
      value.tags.forEach((tag, index) => {
        writeTag(view, 4 * index, tag, encoding.littleEndian);
      });
      return bytes;
    }
  }
}

function encodeNumbers(numbers: readonly number[], vr: string, littleEndian: boolean): Uint8Array {
  const size = vr === 'US' || vr === 'SS' ? 2 : vr === 'FD' ? 8 : 4;
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    const offset = size * index;
    if (vr === 'US') view.setUint16(offset, number, littleEndian);
    else if (vr === 'SS') view.setInt16(offset, number, littleEndian);
    else if (vr === 'UL') view.setUint32(offset, number, littleEndian);
    else if (vr === 'SL') view.setInt32(offset, number, littleEndian);
    else if (vr === 'FL') view.setFloat32(offset, number, littleEndian);
    else if (vr === 'FD') view.setFloat64(offset, number, littleEndian);
    else throw new RangeError(`Numbers cannot be written with VR ${vr}.`);
  });
  return bytes;
}

function swapWords(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    swapped[index] = bytes[index + 1] as number;
    swapped[index + 1] = bytes[index] as number;
  }
  return swapped;
}

function pad(bytes: Uint8Array, filler: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes);
  padded[bytes.length] = filler;
  return padded;
}

function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 255) throw new RangeError(`"${text}" is not Latin-1; give its bytes instead.`);
    bytes[index] = code;
  }
  return bytes;
}
