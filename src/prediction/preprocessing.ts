import { z } from 'zod';
import { framingSchema } from './framing.ts';

/** A linear window in Hounsfield units. */
export const ctWindowSchema = z.object({
  centerHu: z.number().min(-2000).max(4000),
  widthHu: z.number().min(1).max(8000),
});
export type CtWindow = z.infer<typeof ctWindowSchema>;

/** More windows than this tell a network nothing new. */
export const MOST_CT_WINDOWS = 4;

/**
 * What stands between a decoded slice and the network, recorded with every model.
 * `grey`: Rec. 601 luma with alpha over black, divided by the sample type's full range (PNG, colour DICOM).
 * `ct-window`: HU through a linear window (PS3.3 C.11.2.1.2.1) to 0..1 (CT with a rescale to HU).
 * `ct-windows`: HU through several, one channel each.
 * Then the framing, to side x side.
 */
export const intensitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grey') }),
  z.object({ kind: z.literal('ct-window'), centerHu: z.number(), widthHu: z.number() }),
  z.object({ kind: z.literal('ct-windows'), windows: z.array(ctWindowSchema).min(2).max(MOST_CT_WINDOWS) }),
]);
export type Intensity = z.infer<typeof intensitySchema>;

export const preprocessingSchema = z.object({
  /** How a PNG (or a DICOM file without HU) becomes grey. */
  png: intensitySchema,
  /** How CT in HU becomes grey. */
  ct: intensitySchema,
  /** Side of the square in pixels that leaves preprocessing (135 for lenet, 139 for lenet2). */
  side: z.number().int().positive(),
  /** How a slice becomes a square; stretched where nothing is said. */
  framing: framingSchema.optional(),
});
export type Preprocessing = z.infer<typeof preprocessingSchema>;

/**
 * How many channels enter the network: one for each CT window, else one. A picture without HU (a PNG) gives its one grey in
 * each of them, so that a network of several windows can be shown one; domainWarning says that it never learnt from such.
 */
export function channelsOf({ ct, png }: Pick<Preprocessing, 'ct' | 'png'>): number {
  return Math.max(...[ct, png].map((intensity) => (intensity.kind === 'ct-windows' ? intensity.windows.length : 1)));
}
