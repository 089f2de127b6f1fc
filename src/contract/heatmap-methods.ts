import { z } from 'zod';
import { heatmapMethodSchema } from '../explanation/heatmap-method.ts';
import { idSchema } from './shared.ts';
import { figureSchema } from './training-methods.ts';

/** How far the maps of a slice by two methods say the same; see compareMaps. */
export const methodAgreementSchema = z.object({
  first: heatmapMethodSchema,
  second: heatmapMethodSchema,
  correlation: z.number().nullable(),
  overlap: z.number().nullable(),
});
export type MethodAgreement = z.infer<typeof methodAgreementSchema>;

/** What one method's maps do when the network's weights are made random from the answer down. */
export const methodCheckSchema = z.object({
  method: heatmapMethodSchema,
  /** One for each block of weights: the similarity of the maps once it and all above it are random. */
  steps: z.array(z.object({ block: z.string(), similarity: figureSchema })).min(1),
  /** The heat drawn as full for all slices: the 99th percentile of the slices' peaks; null without any heat. */
  scale: z.number().nullable(),
});
export type MethodCheck = z.infer<typeof methodCheckSchema>;

/** The weight-randomisation check of a model (Adebayo et al., 2018). */
export const heatmapCheckSchema = z.object({
  modelId: idSchema,
  modelName: z.string(),
  /** Seeds the choice of slices, the random weights and the bootstrap. */
  seed: z.number().int(),
  /** Held-out slices that were looked at. */
  slices: z.number().int(),
  /** Held-out slices that were chosen and could not be read. */
  missing: z.number().int(),
  methods: z.array(methodCheckSchema),
  checkedMs: z.number(),
});
export type HeatmapCheck = z.infer<typeof heatmapCheckSchema>;

export const heatmapMethods = {
  /** Compares the three maps of a slice in pairs; computes those that are not there yet. */
  'heatmap.agreement': {
    input: z.object({ sliceId: idSchema, modelId: idSchema }),
    output: z.object({ pairs: z.array(methodAgreementSchema) }),
  },
  /** The newest check of a model; null before the first. */
  'heatmap-check.get': {
    input: z.object({ modelId: idSchema }),
    output: z.object({ check: heatmapCheckSchema.nullable() }),
  },
  /** Checks a model in the background. */
  'heatmap-check.start': { input: z.object({ modelId: idSchema }), output: z.object({ jobId: z.string() }) },
} as const;
