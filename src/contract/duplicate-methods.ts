import { z } from 'zod';
import { COPY_CHANGES } from '../duplicates/copy-changes.ts';
import { idSchema, nothingSchema } from './shared.ts';

const pairSliceSchema = z.object({ sliceId: idSchema, sourceId: idSchema, file: z.string(), frame: z.number().int() });

/** Two slices that seem to be one picture. Anything but `rejected` keeps them in one group. */
export const nearDuplicateSchema = z.object({
  id: idSchema,
  a: pairSliceSchema,
  b: pairSliceSchema,
  /** 'exact' for the same pixels, which cannot be rejected. */
  kind: z.enum(['exact', ...COPY_CHANGES]),
  changes: z.array(z.enum(COPY_CHANGES)),
  /** Agreement of the brains' detail once aligned, at most 1. */
  score: z.number(),
  status: z.enum(['candidate', 'confirmed', 'rejected']),
  reader: z.string().nullable(),
  judgedMs: z.number().nullable(),
});
export type NearDuplicate = z.infer<typeof nearDuplicateSchema>;

/** Near-duplicates and what they do to the split used last. */
export const duplicateReportSchema = z.object({
  /** The most alike first. */
  pairs: z.array(nearDuplicateSchema),
  /** Labelled, used or sealed slices that no search has seen yet; before 0 nothing can be split. */
  unsearched: z.number().int(),
  searched: z.number().int(),
  /** Groups that the searched slices make: patient, study, file, pixels, near-duplicates that are not rejected. */
  groups: z.number().int(),
  /** Groups of more than one slice, and the slices in them. */
  sharedGroups: z.number().int(),
  slicesInSharedGroups: z.number().int(),
  /** The split made last, by today's groups; null before the first. */
  split: z
    .object({
      datasetName: z.string(),
      /** Pairs that hang together over different parts, with why; a training run refuses or replaces such a split. */
      leaks: z.array(
        z.object({
          a: pairSliceSchema,
          b: pairSliceSchema,
          partOfA: z.string(),
          partOfB: z.string(),
          why: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type DuplicateReport = z.infer<typeof duplicateReportSchema>;

export const duplicateMethods = {
  'duplicates.list': { input: nothingSchema, output: duplicateReportSchema },
  /** Searches what has not been searched yet. */
  'duplicates.search': { input: nothingSchema, output: z.object({ jobId: z.string() }) },
  /** `candidate` takes a judgement back. */
  'duplicates.judge': {
    input: z.object({ pairId: idSchema, verdict: z.enum(['candidate', 'confirmed', 'rejected']) }),
    output: nearDuplicateSchema,
  },
} as const;
