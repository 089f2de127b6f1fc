/** Bytes in a value of DICOM; numbers are encoded when the byte order is known. */
export type DicomValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  /** Attribute tags, 8 hexadecimal digits each (VR AT). */
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  /** Little-endian bytes; 16-bit words of OW turn round in a big-endian file. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'sequence'; readonly items: readonly DicomDataSet[]; readonly undefinedLength: boolean }
  /** Compressed pixel data: the items after the offset table, one or more to a frame. */
  | { readonly kind: 'fragments'; readonly offsetTable: Uint8Array; readonly fragments: readonly Uint8Array[] };

/** One element: a tag as 8 lower-case hexadecimal digits, a value representation of two letters, a value. */
export interface DicomElement {
  readonly tag: string;
  readonly vr: string;
  readonly value: DicomValue;
}

/** Elements in any order; a later one replaces an earlier one with its tag. They are written by ascending tag. */
export type DicomDataSet = readonly DicomElement[];

/** An element of text; several values are joined by backslashes. No values make an empty element. */
export function textElement(tag: string, vr: string, ...values: readonly string[]): DicomElement {
  return { tag, vr, value: { kind: 'text', text: values.join('\\') } };
}

/** An element of numbers: binary for US, SS, UL, SL, FL, FD, and decimal text for DS and IS (16 characters at most). */
export function numberElement(tag: string, vr: string, ...numbers: readonly number[]): DicomElement {
  if (vr === 'DS' || vr === 'IS') return textElement(tag, vr, ...numbers.map(decimalString));
  return { tag, vr, value: { kind: 'numbers', numbers } };
}

/** An element of raw little-endian bytes (OB, OW, UN and odd cases of any VR). */
export function bytesElement(tag: string, vr: string, bytes: Uint8Array): DicomElement {
  return { tag, vr, value: { kind: 'bytes', bytes } };
}

/** A sequence (SQ) of data sets, with explicit lengths unless `undefinedLength`. */
export function sequenceElement(
  tag: string,
  items: readonly DicomDataSet[],
  options: { readonly undefinedLength?: boolean } = {},
): DicomElement {
  return { tag, vr: 'SQ', value: { kind: 'sequence', items, undefinedLength: options.undefinedLength ?? false } };
}

/** Encapsulated pixel data (7FE0,0010): compressed fragments behind an offset table that may be empty. */
export function compressedPixelElement(
  fragments: readonly Uint8Array[],
  offsetTable: Uint8Array = new Uint8Array(0),
): DicomElement {
  return { tag: '7fe00010', vr: 'OB', value: { kind: 'fragments', offsetTable, fragments } };
}

/** A number as a decimal string (DS), 16 characters at most (PS3.5 section 6.2). */
function decimalString(value: number): string {
  const exact = String(value);
  if (exact.length <= 16) return exact;
  for (let digits = 15; digits > 0; digits--) {
    const rounded = String(Number(value.toPrecision(digits)));
    if (rounded.length <= 16) return rounded;
  }
  throw new RangeError(`${value} does not fit into a decimal string of 16 characters.`);
}
