import { z } from 'zod';

/** One layer as data. Convolutions are valid (no padding), stride 1; pools are max, stride = size. */
export const layerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conv'), filters: z.number().int().positive(), size: z.number().int().positive() }),
  z.object({ kind: z.literal('ramp') }),
  z.object({ kind: z.literal('max-pool'), size: z.number().int().positive() }),
  z.object({ kind: z.literal('flatten') }),
  z.object({ kind: z.literal('dense'), units: z.number().int().positive() }),
  z.object({ kind: z.literal('softmax') }),
]);
export type Layer = z.infer<typeof layerSchema>;

export const ARCHITECTURE_NAMES = ['lenet', 'lenet2'] as const;
export type ArchitectureName = (typeof ARCHITECTURE_NAMES)[number];

/** A network as data: what goes in, what happens to it, in order. Classes: index 0 none, index 1 haemorrhage. */
export const architectureSchema = z.object({
  name: z.string(),
  /** Side of the square that preprocessing hands over. */
  resizeSide: z.number().int().positive(),
  /** Side of the square that enters the first layer; smaller than resizeSide means a crop (random in training, centre otherwise). */
  inputSide: z.number().int().positive(),
  channels: z.number().int().positive(),
  layers: z.array(layerSchema),
  defaultRounds: z.number().int().positive(),
});
export type Architecture = z.infer<typeof architectureSchema>;
