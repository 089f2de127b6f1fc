import { z } from 'zod';

/**
 * What stands between a decoded slice and the network, recorded with every model.
 * `grey`: Rec. 601 luma with alpha over black, divided by the sample type's full range (PNG, colour DICOM).
 * `ct-window`: HU through a linear window (PS3.3 C.11.2.1.2.1) to 0..1 (CT with a rescale to HU).
 * Then the framing, to side x side.
 */
export const intensitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grey') }),
  z.object({ kind: z.literal('ct-window'), centerHu: z.number(), widthHu: z.number() }),
]);
export type Intensity = z.infer<typeof intensitySchema>;

export const preprocessingSchema = z.object({
  /** How a PNG (or a DICOM file without HU) becomes grey. */
  png: intensitySchema,
  /** How CT in HU becomes grey. */
  ct: intensitySchema,
  /** Side of the square in pixels that leaves preprocessing (135 for lenet, 139 for lenet2). */
  side: z.number().int().positive(),
  /**
   * How a slice becomes a square. `stretch` (also where nothing is said): the whole slice, bilinear (the notebook's
   * resize). `head`: cut to the head and padded, in its own proportions. `aligned-head`: then turned and moved so that
   * the midline stands upright in the middle.
   */
  framing: z.enum(['stretch', 'head', 'aligned-head']).optional(),
});
export type Preprocessing = z.infer<typeof preprocessingSchema>;
