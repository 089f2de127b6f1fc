import { z } from 'zod';

const vector3 = z.tuple([z.number(), z.number(), z.number()]);

/** A stored display window (DICOM PS3.3 C.11.2.1.2), in modality units (HU for CT). */
export const storedWindowSchema = z.object({
  center: z.number(),
  width: z.number(),
  explanation: z.string().nullable(),
});
export type StoredWindow = z.infer<typeof storedWindowSchema>;

/** How a window becomes grey: VOILUTFunction (PS3.3 C.11.2.1.2 and C.11.2.1.3). */
export const voiFunctionSchema = z.enum(['linear', 'linear-exact', 'sigmoid']);
export type VoiFunction = z.infer<typeof voiFunctionSchema>;

/** What may differ from frame to frame: geometry, rescale and windows. */
export const frameHeaderSchema = z.object({
  /** ImagePositionPatient in mm (LPS). */
  positionMm: vector3.nullable(),
  /** ImageOrientationPatient: direction cosines of a row, then of a column. */
  orientation: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** PixelSpacing in mm: between rows, between columns. */
  spacingMm: z.object({ row: z.number(), column: z.number() }).nullable(),
  /** Height of a pixel divided by its width, from the spacing or the aspect ratio; null where the file tells neither. */
  pixelAspect: z.number().positive().nullable().default(null),
  sliceThicknessMm: z.number().nullable(),
  gantryTiltDegrees: z.number().nullable(),
  /** Modality rescale; `toHu` is true only for CT whose RescaleType is HU or absent (PS3.3 C.8.2.1). */
  rescale: z.object({ slope: z.number(), intercept: z.number(), toHu: z.boolean() }).nullable(),
  windows: z.array(storedWindowSchema),
  voiFunction: voiFunctionSchema.default('linear'),
  instanceNumber: z.number().nullable(),
  acquisitionNumber: z.number().nullable(),
  imageType: z.array(z.string()),
  /** Rows that are not there, counted from the bottom, because the file was cut off; drawn as the darkest value. */
  rowsMissing: z.number().int().nonnegative().default(0),
  /** Above 1 of JPEG 2000 that was cut off: every nth row and column alone is there, the picture is drawn out of them. */
  coarseness: z.number().int().positive().default(1),
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
  /** By the transfer syntax or LossyImageCompression: once lossy, always lossy. */
  lossy: z.boolean(),
  /** LossyImageCompressionRatio, the last one given: 10 for 10:1. */
  lossyRatio: z.number().positive().nullable().default(null),
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
  /** Stored value that stands for "no pixel"; with a limit, all values between the two (PS3.3 C.7.5.1.1.2). */
  pixelPaddingValue: z.number().nullable(),
  pixelPaddingLimit: z.number().nullable().default(null),
  /** Graphics over the picture (60xx,3000, or bits beside the pixels' values), which are not drawn. */
  overlays: z.boolean().default(false),
  /**
   * Bits of a compressed stream whose highest was taken for the sign, where it has fewer than a signed header says and does not say
   * itself that it is signed: readers differ there. Known of a frame that was decoded; null else.
   */
  signFromBits: z.number().int().nullable().default(null),
  /** Frames that the header promises and a cut-off file has nothing of; `frames` does not list them. */
  framesMissing: z.number().int().nonnegative().default(0),
  /** Palette colour table of a DICOM file, 8-bit RGB triples by index, starting at `first`. */
  palette: z.object({ first: z.number(), rgb: z.instanceof(Uint8Array) }).nullable(),
  frames: z.array(frameHeaderSchema).min(1),
});
export type FileHeader = z.infer<typeof fileHeaderSchema>;
