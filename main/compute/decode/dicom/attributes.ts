import type { DataSet } from 'dicom-parser';

/** Text encodings by the first value of SpecificCharacterSet (PS3.3 C.12.1.1.2) as TextDecoder names them. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO 2022 IR 87': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr',
};

/** No attribute that is read needs more (PS3.5 6.2: 64 characters of text, 16 of a number); what is longer is a trap. */
const MAX_VALUE_BYTES = 1024;

/** The bytes of a value, as many as are read of any. */
function valueBytes(dataSet: DataSet, tag: string): Uint8Array {
  const element = dataSet.elements[tag];
  if (!element) return new Uint8Array(0);
  const length = Math.min(element.length, MAX_VALUE_BYTES);
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + length);
}

/** A value as ASCII up to its first NUL, trimmed. */
function ascii(dataSet: DataSet, tag: string): string {
  const value = Buffer.from(valueBytes(dataSet, tag)).toString('latin1');
  const end = value.indexOf('\0');
  return (end < 0 ? value : value.slice(0, end)).trim();
}

/** Trimmed ASCII value, or null where it is absent or empty. */
export function string(dataSet: DataSet, tag: string): string | null {
  return ascii(dataSet, tag) || null;
}

/** The values of a multi-valued string, empty ones dropped. */
export function strings(dataSet: DataSet, tag: string): string[] {
  return ascii(dataSet, tag)
    .split('\\')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** Text in the data set's character set, trimmed, or null where it is absent or empty. */
export function text(dataSet: DataSet, tag: string): string | null {
  const bytes = valueBytes(dataSet, tag);
  if (bytes.length === 0) return null;
  const declared = strings(dataSet, 'x00080005');
  const encoding = declared.map((name) => ENCODINGS[name]).find((name) => name !== undefined) ?? 'iso-8859-1';
  const value = new TextDecoder(encoding).decode(bytes).replace(/[\0\s]+$/, '');
  return value.trim() || null;
}

/** The finite numbers of a decimal or integer string (DS, IS); null for a value that is not a number. */
export function decimals(dataSet: DataSet, tag: string): (number | null)[] {
  const value = ascii(dataSet, tag);
  if (value === '') return [];
  return value.split('\\').map((part) => {
    const number = part.trim() === '' ? Number.NaN : Number(part.trim());
    return Number.isFinite(number) ? number : null;
  });
}

/** First finite number of a decimal or integer string, or null. */
export function decimal(dataSet: DataSet, tag: string): number | null {
  return decimals(dataSet, tag)[0] ?? null;
}

/** Unsigned 16-bit value, or null. */
export function unsigned16(dataSet: DataSet, tag: string, index = 0): number | null {
  const element = dataSet.elements[tag];
  return element && element.length >= (index + 1) * 2 ? (dataSet.uint16(tag, index) ?? null) : null;
}

/** Signed 16-bit value, or null. */
export function signed16(dataSet: DataSet, tag: string): number | null {
  const element = dataSet.elements[tag];
  return element && element.length >= 2 ? (dataSet.int16(tag) ?? null) : null;
}

/** Value in floating point of 32 or 64 bits, or null where it is absent or no number. */
export function floatingPoint(dataSet: DataSet, tag: string, bits: 32 | 64): number | null {
  const element = dataSet.elements[tag];
  if (!element || element.length < bits / 8) return null;
  const value = bits === 32 ? dataSet.float(tag) : dataSet.double(tag);
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The first item of a sequence, or null. */
export function firstItem(dataSet: DataSet | null, tag: string): DataSet | null {
  return dataSet?.elements[tag]?.items?.[0]?.dataSet ?? null;
}
