import { z } from 'zod';

const vector3 = z.tuple([z.number(), z.number(), z.number()]);

/** A stored display window (DICOM PS3.3 C.11.2.1.2), in modality units (HU for CT). */
export const storedWindowSchema = z.object({
  center: z.number(),
  width: z.number(),
  explanation: z.string().nullable(),
});
export type StoredWindow = z.infer<typeof storedWindowSchema>;

/** What may differ from frame to frame: geometry, rescale and windows. */
export const frameHeaderSchema = z.object({
  /** ImagePositionPatient in mm (LPS). */
  positionMm: vector3.nullable(),
  /** ImageOrientationPatient: direction cosines of a row, then of a column. */
  orientation: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** PixelSpacing in mm: between rows, between columns. */
  spacingMm: z.object({ row: z.number(), column: z.number() }).nullable(),
  sliceThicknessMm: z.number().nullable(),
  gantryTiltDegrees: z.number().nullable(),
  /** Modality rescale; `toHu` is true only for CT whose RescaleType is HU or absent (PS3.3 C.8.2.1). */
  rescale: z.object({ slope: z.number(), intercept: z.number(), toHu: z.boolean() }).nullable(),
  windows: z.array(storedWindowSchema),
  instanceNumber: z.number().nullable(),
  acquisitionNumber: z.number().nullable(),
  imageType: z.array(z.string()),
});
export type FrameHeader = z.infer<typeof frameHeaderSchema>;

/** Everything that a file says of itself without decoding its pixels. PNG fills what it can and leaves the rest null. */
export const fileHeaderSchema = z.object({
  format: z.enum(['png', 'dicom']),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  samples: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  bitsAllocated: z.number().int(),
  bitsStored: z.number().int(),
  signed: z.boolean(),
  /** DICOM PhotometricInterpretation, or for a PNG one of GREY, GREY_ALPHA, RGB, RGBA, PALETTE. */
  photometric: z.string(),
  transferSyntaxUid: z.string().nullable(),
  lossy: z.boolean(),
  modality: z.string().nullable(),
  sopClassUid: z.string().nullable(),
  sopInstanceUid: z.string().nullable(),
  studyUid: z.string().nullable(),
  seriesUid: z.string().nullable(),
  frameOfReferenceUid: z.string().nullable(),
  /** Identifying: used for grouping through a salted pseudonym, never logged or exported. */
  patientId: z.string().nullable(),
  seriesNumber: z.number().nullable(),
  seriesDescription: z.string().nullable(),
  studyDescription: z.string().nullable(),
  studyDate: z.string().nullable(),
  bodyPart: z.string().nullable(),
  pixelPaddingValue: z.number().nullable(),
  /** Palette colour table of a DICOM file, 8-bit RGB triples by index, starting at `first`. */
  palette: z.object({ first: z.number(), rgb: z.instanceof(Uint8Array) }).nullable(),
  frames: z.array(frameHeaderSchema).min(1),
});
export type FileHeader = z.infer<typeof fileHeaderSchema>;
