import { z } from 'zod';
import { heatmapMethodSchema } from '../explanation/heatmap-method.ts';
import { trainableLabelSchema } from '../review/label.ts';
import { imageMetadataSchema } from './review-methods.ts';
import { idSchema } from './shared.ts';

const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Pictures travel as replies to calls: a fetch over the app's scheme takes several times as long (docs/performance.md). */
export const pictureMethods = {
  /** A slice's samples as the viewer draws them; see ShownSlice for the body. */
  'slice.pixels': {
    /**
     * Under a ticket the body may come straight from the decoding process (see Delivery), and is null here. `ahead`: nobody waits
     * for it yet.
     */
    input: z.object({
      sliceId: idSchema,
      ticket: z.uuid().nullable().default(null),
      ahead: z.boolean().default(false),
    }),
    output: z.object({ metadata: imageMetadataSchema, body: z.instanceof(Uint8Array<ArrayBuffer>).nullable() }),
  },
  /** Where a method says that a model looked. */
  'slice.heatmap': {
    input: z.object({
      sliceId: idSchema,
      modelId: idSchema,
      method: heatmapMethodSchema,
      /** The answer that the map speaks for. */
      answer: trainableLabelSchema,
    }),
    output: z.object({
      metadata: z.object({
        rows: z.number().int().positive(),
        columns: z.number().int().positive(),
        modelId: idSchema,
        method: heatmapMethodSchema,
        answer: trainableLabelSchema,
        probability: z.number(),
        /** Whether full heat is one value for all slices of the model, or the peak of this slice. */
        scale: z.enum(['model', 'slice']),
      }),
      /** One byte per pixel of the slice, row-major, 255 = full heat. */
      heat: bytes,
      /** 1 for each pixel inside the head. */
      head: bytes,
    }),
  },
} as const;
