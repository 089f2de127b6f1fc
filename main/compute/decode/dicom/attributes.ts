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

/** Trimmed ASCII value, or null where it is absent or empty. */
export function string(dataSet: DataSet, tag: string): string | null {
  return dataSet.string(tag)?.trim() || null;
}

/** The values of a multi-valued string, empty ones dropped. */
export function strings(dataSet: DataSet, tag: string): string[] {
  return (dataSet.string(tag) ?? '')
    .split('\\')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** Text in the data set's character set, trimmed, or null where it is absent or empty. */
export function text(dataSet: DataSet, tag: string): string | null {
  const element = dataSet.elements[tag];
  if (!element || element.length === 0) return null;
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const declared = strings(dataSet, 'x00080005');
  const encoding = declared.map((name) => ENCODINGS[name]).find((name) => name !== undefined) ?? 'iso-8859-1';
  const value = new TextDecoder(encoding).decode(bytes).replace(/[\0\s]+$/, '');
  return value.trim() || null;
}

/** The finite numbers of a decimal or integer string (DS, IS); null for a value that is not a number. */
export function decimals(dataSet: DataSet, tag: string): (number | null)[] {
  const value = dataSet.string(tag)?.trim();
  if (!value) return [];
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

/** The first item of a sequence, or null. */
export function firstItem(dataSet: DataSet | null, tag: string): DataSet | null {
  return dataSet?.elements[tag]?.items?.[0]?.dataSet ?? null;
}
