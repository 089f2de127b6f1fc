import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { idSchema, nothingSchema } from './shared.ts';

/** What the list is narrowed to; all that is set must fit. */
export const filtersSchema = z.object({
  status: z.enum(['all', 'unread', 'read']),
  disagreement: z.boolean(),
  uncertain: z.boolean(),
  label: z.union([labelSchema, z.literal('no-label')]).nullable(),
  call: trainableLabelSchema.nullable(),
  series: z.number().int().nullable(),
  search: z.string().max(200),
});
export type Filters = z.infer<typeof filtersSchema>;

/** Where a reader left a project: enough to go on at exactly that place. */
export const reviewViewSchema = z.object({
  tab: z.enum(['review', 'dataset', 'training', 'evaluation', 'readers', 'audit']),
  sourceId: idSchema,
  sort: z.enum(['order', 'suspicion', 'uncertainty', 'disagreement']),
  filters: filtersSchema,
  /** The slice in the viewer, and the one at the top of the list. */
  sliceId: idSchema.nullable(),
  topSliceId: idSchema.nullable(),
  /** Window of the picture where the reader had changed it. */
  window: z.object({ center: z.number(), width: z.number() }).nullable(),
});
export type ReviewView = z.infer<typeof reviewViewSchema>;

export const viewMethods = {
  /** Where this reader left the open project; null the first time. */
  'view.get': { input: nothingSchema, output: z.object({ view: reviewViewSchema.nullable() }) },
  /** Keeps where this reader is. Nothing of it is in the audit log; a project open for reading only keeps nothing. */
  'view.keep': { input: reviewViewSchema, output: nothingSchema },
} as const;
