import { z } from 'zod';
import { heatmapMethodSchema } from '../explanation/heatmap-method.ts';
import { trainableLabelSchema } from '../review/label.ts';

const finite = z.number().min(-1e9).max(1e9);
const pixels = z.number().min(0).max(100_000);

/** How a slice was drawn when somebody acted on it: what the log keeps, so that it can be drawn so again. */
export const recordedViewSchema = z.object({
  /** In the picture's unit (HU for CT). */
  windowCenter: finite,
  windowWidth: finite,
  /** The file's own table in place of the window, counted from 0; null for the window. */
  table: z.number().int().min(0).max(1000).nullable(),
  invert: z.boolean(),
  view: z.object({
    /** Screen pixels per slice pixel. */
    scale: z.number().positive().max(1000),
    translation: z.object({ x: finite, y: finite }),
    /** Degrees clockwise, after the flips. */
    rotation: finite,
    hflip: z.boolean(),
    vflip: z.boolean(),
  }),
  /** The element that it was drawn on, in CSS pixels. */
  element: z.object({ width: pixels, height: pixels }),
  /** The heatmap that lay over it; null for none. */
  heatmap: z
    .object({
      method: heatmapMethodSchema,
      answer: trainableLabelSchema,
      opacity: z.number().min(0).max(1),
      /** From which share of full heat on the edge was drawn; null for no edge. */
      contourFrom: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
});
export type RecordedView = z.infer<typeof recordedViewSchema>;
