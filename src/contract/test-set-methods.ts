import { z } from 'zod';
import { leftOutSchema, testSetOriginSchema } from '../dataset/test-set.ts';
import { idSchema, nothingSchema, proportionSchema, textSchema } from './shared.ts';
import { measuredModelSchema } from './training-methods.ts';

const countsSchema = z.object({ haemorrhage: z.number().int(), none: z.number().int() });

/** A sealed test set and every look that was taken at it. */
export const testSetSchema = z.object({
  id: idSchema,
  name: z.string(),
  manifestSha256: z.string(),
  counts: countsSchema,
  origin: testSetOriginSchema,
  leftOut: leftOutSchema,
  /** Slices that some model had read before they were sealed. */
  predictedBefore: z.number().int(),
  reader: z.string().nullable(),
  sealedMs: z.number(),
  looks: z.array(
    z.object({
      look: z.number().int(),
      modelId: idSchema,
      model: z.string(),
      reader: z.string().nullable(),
      openedMs: z.number(),
      n: z.number().int(),
      accuracy: proportionSchema,
      sensitivity: proportionSchema,
      specificity: proportionSchema,
    }),
  ),
});
export type TestSet = z.infer<typeof testSetSchema>;

/** What the project's labelled slices may be used for. */
export const rolesSchema = z.object({
  /** Slices by which choices are made: all that are labelled, not sealed and not tied to a sealed one. */
  development: countsSchema,
  /** Of these, those that a split or a cross-validation has used already: they can never be sealed. */
  used: countsSchema,
  /** Slices that are not sealed but hang together with a sealed one: reported, never trained on. */
  tied: z.array(
    z.object({
      sliceId: idSchema,
      sourceId: idSchema,
      file: z.string(),
      frame: z.number().int(),
      testSet: z.string(),
    }),
  ),
  testSets: z.array(testSetSchema),
  /** What could be sealed of each source, and of all: nothing has used it and no reader saw the AI before labelling. */
  sealable: z.array(
    z.object({
      sourceId: idSchema.nullable(),
      name: z.string(),
      counts: countsSchema,
      /** Whether the source can be sealed as a whole: none of its labelled slices was used. */
      whole: z.boolean(),
    }),
  ),
});
export type Roles = z.infer<typeof rolesSchema>;

export const testSetMethods = {
  'roles.get': { input: nothingSchema, output: rolesSchema },
  /** Seals for good: a whole source, or a share of each label of what nothing has used. */
  'testSet.seal': {
    input: z.object({
      name: textSchema.nullable(),
      sourceId: idSchema.nullable(),
      draw: z.object({ share: z.number().positive().max(1), seed: z.number().int().min(0).max(0xffffffff) }).nullable(),
    }),
    output: testSetSchema,
  },
  /** Counts a look, and gives the figures of the model that reads for the project. */
  'testSet.open': { input: z.object({ testSetId: idSchema }), output: measuredModelSchema },
  /** The figures of a look that was taken already: no new look. */
  'testSet.look': {
    input: z.object({ testSetId: idSchema, look: z.number().int().positive() }),
    output: measuredModelSchema,
  },
} as const;
