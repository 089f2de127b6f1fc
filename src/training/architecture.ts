import { z } from 'zod';

/**
 * One layer as data. Convolutions have stride 1, are valid (no padding) and have a bias where nothing else is said; pools
 * are max, stride = size. `standardise` and `mirror-difference` (src/prediction) can only come first: what augmentation
 * does in training lies before and between them. `batch-norm` (Ioffe and Szegedy, 2015) follows a convolution.
 * `global-pool` gives each channel's mean, then each channel's maximum. `dropout` (Srivastava et al., 2014) only does
 * something in training.
 */
export const layerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('standardise') }),
  z.object({ kind: z.literal('mirror-difference') }),
  z.object({
    kind: z.literal('conv'),
    filters: z.number().int().positive(),
    size: z.number().int().positive(),
    padding: z.enum(['valid', 'same']).optional(),
    bias: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('batch-norm') }),
  z.object({ kind: z.literal('ramp') }),
  z.object({ kind: z.literal('max-pool'), size: z.number().int().positive() }),
  z.object({ kind: z.literal('global-pool') }),
  z.object({ kind: z.literal('flatten') }),
  z.object({ kind: z.literal('dropout'), rate: z.number().min(0).lt(1) }),
  z.object({ kind: z.literal('dense'), units: z.number().int().positive() }),
  z.object({ kind: z.literal('softmax') }),
]);
export type Layer = z.infer<typeof layerSchema>;

export const ARCHITECTURE_NAMES = ['lenet', 'lenet2', 'compact'] as const;
export type ArchitectureName = (typeof ARCHITECTURE_NAMES)[number];

/** What is trained when nobody says otherwise; docs/accuracy.md has the figures that it was chosen by. */
export const DEFAULT_ARCHITECTURE: ArchitectureName = 'compact';

/** A network as data: what goes in, what happens to it, in order. Classes: index 0 none, index 1 haemorrhage. */
export const architectureSchema = z.object({
  name: z.string(),
  /** Side of the square that preprocessing hands over. */
  resizeSide: z.number().int().positive(),
  /** Side of the square that enters the first layer; smaller than resizeSide means a crop (random in training, centre otherwise). */
  inputSide: z.number().int().positive(),
  /** Channels that preprocessing hands over. */
  channels: z.number().int().positive(),
  layers: z.array(layerSchema),
  defaultRounds: z.number().int().positive(),
});
export type Architecture = z.infer<typeof architectureSchema>;
