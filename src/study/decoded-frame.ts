/** numpy's names for the sample types that a decoded frame can have. */
export const SAMPLE_TYPES = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const;
export type SampleType = (typeof SAMPLE_TYPES)[number];

export type StoredPixels =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * One decoded frame: stored values after masking to BitsStored and sign extension, row-major, colour interleaved.
 * MONOCHROME1 is not inverted, YBR has become RGB, a DICOM palette frame holds its indices (the table is in the header).
 * `pixels.length === rows * columns * samples`, always checked by whoever makes one.
 */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 2 | 3 | 4;
  readonly pixels: StoredPixels;
}

/** A frame without the rows at its bottom that a cut-off file lacks: they are filled dark and were never measured. */
export function withoutMissingRows(image: DecodedFrame, rowsMissing: number): DecodedFrame {
  if (rowsMissing === 0) return image;
  const rows = image.rows - rowsMissing;
  return { ...image, rows, pixels: image.pixels.subarray(0, rows * image.columns * image.samples) };
}

/** numpy's name of a typed array's sample type. */
export function sampleTypeOf(pixels: StoredPixels): SampleType {
  if (pixels instanceof Uint8Array) return 'uint8';
  if (pixels instanceof Int8Array) return 'int8';
  if (pixels instanceof Uint16Array) return 'uint16';
  if (pixels instanceof Int16Array) return 'int16';
  if (pixels instanceof Uint32Array) return 'uint32';
  if (pixels instanceof Int32Array) return 'int32';
  if (pixels instanceof Float32Array) return 'float32';
  return 'float64';
}
