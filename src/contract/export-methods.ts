import { z } from 'zod';
import { heatmapMethodSchema } from '../explanation/heatmap-method.ts';
import { idSchema, pathSchema } from './shared.ts';

/** How patient and study are named in what leaves the project. */
export const identifiersSchema = z.enum(['pseudonyms', 'originals']);
export type Identifiers = z.infer<typeof identifiersSchema>;

/** Pixels of the window. */
const edge = z.number().int().min(0).max(32_767);
const length = z.number().int().min(1).max(32_767);

export const exportMethods = {
  /** Writes the reader's reads of a source as DICOM Structured Reports, one for each study, into a new folder inside `folder`. */
  'report.export': {
    input: z.object({ sourceId: idSchema, folder: pathSchema, identifiers: identifiersSchema }),
    output: z.object({ jobId: z.string() }),
  },
  /** Takes the picture of a part of the window as it is seen now, and asks where to save it; path null when cancelled. */
  'picture.save': {
    input: z.object({
      sliceId: idSchema,
      area: z.object({ x: edge, y: edge, width: length, height: length }),
      withOverlay: z.boolean(),
      /** The heatmap that lies over the picture; null for none. */
      heatmap: heatmapMethodSchema.nullable(),
    }),
    output: z.object({ path: z.string().nullable() }),
  },
} as const;
