import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { identifiersSchema } from './export-methods.ts';
import { idSchema, labelCountsSchema, nothingSchema, pathSchema, textSchema } from './shared.ts';

export const datasetVersionSchema = z.object({
  id: idSchema,
  name: z.string(),
  note: z.string().nullable(),
  manifestSha256: z.string(),
  createdMs: z.number(),
  counts: labelCountsSchema,
  /** Slices whose label differs from the one that came with the data. */
  corrected: z.number().int(),
  /** Slices that were left out because readers disagreed on them. */
  disputed: z.number().int(),
});
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;

export const labelChangeSchema = z.object({
  sliceId: idSchema,
  sourceId: idSchema,
  file: z.string(),
  frame: z.number().int(),
  /** The label in the version compared with (or from the source), and the one that stands now. */
  before: labelSchema.nullable(),
  after: labelSchema.nullable(),
  sourceLabel: trainableLabelSchema.nullable(),
  reader: z.string().nullable(),
  reason: z.string().nullable(),
});
export type LabelChange = z.infer<typeof labelChangeSchema>;

export const datasetMethods = {
  /** What a freeze now would hold, and what changed since the newest version (or since the source labels). */
  'dataset.draft': {
    input: nothingSchema,
    output: z.object({
      counts: labelCountsSchema,
      /** Slices that a freeze leaves out: their readers disagree, and nobody has adjudicated. They are in no count. */
      disputed: z.number().int(),
      comparedWith: z.string().nullable(),
      changes: z.array(labelChangeSchema),
      /** Whether slices that this reader is still to read, or to go on from, stand here as they came, and their changes not at all. */
      partial: z.boolean(),
      /** Set when there is nothing to freeze: why. */
      blocked: z.string().nullable(),
      /** Set when the newest version already holds exactly this. */
      unchanged: z.boolean(),
    }),
  },
  'dataset.freeze': { input: z.object({ note: textSchema.nullable() }), output: datasetVersionSchema },
  'dataset.list': { input: nothingSchema, output: z.object({ versions: z.array(datasetVersionSchema) }) },
  /** The slices of a version that lie in DICOM files, in no telling order: what is burnt into them is to be looked for. */
  'dataset.pictures': { input: z.object({ datasetId: idSchema }), output: z.object({ sliceIds: z.array(idSchema) }) },
  /** Writes images, labels.csv and manifest.json into a new folder inside `folder`. */
  'dataset.export': {
    input: z.object({
      datasetId: idSchema,
      folder: pathSchema,
      images: z.enum(['copy', 'link']),
      identifiers: identifiersSchema.default('pseudonyms'),
      /** Needed for DICOM under pseudonyms: every picture was looked at. */
      picturesSeen: z.boolean().default(false),
    }),
    output: z.object({ jobId: z.string() }),
  },
} as const;
