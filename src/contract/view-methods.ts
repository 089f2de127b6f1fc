import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { otherSliceSchema } from '../viewing/compared-slice.ts';
import { recordedViewSchema } from '../viewing/recorded-view.ts';
import { imageMetadataSchema } from './review-methods.ts';
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

/** How a series was last looked at, and the shape of its pictures: one of another shape is not shown so. */
export const keptLookSchema = z.object({
  /** The series, by what it is known by in every order that its list may be drawn in. */
  group: z.string().max(60),
  look: recordedViewSchema.omit({ element: true, heatmap: true }),
  /** Whether the reader chose the window; else each slice comes in its own. */
  windowChosen: z.boolean(),
  /** Whether the slice is to fit its element, however large that is. */
  fits: z.boolean(),
  /** What 0 to 100 per cent of the picture were, where that is another from slice to slice: then the window is kept in per cent. */
  range: z.object({ center: z.number(), width: z.number() }).optional(),
  shape: imageMetadataSchema.pick({
    rows: true,
    columns: true,
    unit: true,
    rowSpacingMm: true,
    columnSpacingMm: true,
    color: true,
  }),
});
export type StoredLook = z.infer<typeof keptLookSchema>;

/** Series whose looks are kept, those that were changed last. */
export const MOST_LOOKS = 20;

/** Slices of a queue that is kept; a longer one is not, for the place is written at each rest. */
export const MOST_QUEUED = 5000;

const queueSchema = z.object({
  title: z.string().max(300),
  by: z.string().max(300),
  slices: z.array(z.object({ sliceId: idSchema, sourceId: idSchema })).max(MOST_QUEUED),
  reread: z.array(idSchema).max(MOST_QUEUED),
  adjudication: z.boolean(),
});

/** Where a reader left one source of a project. */
export const sourcePlaceSchema = z.object({
  sourceId: idSchema,
  /** The slice in the viewer, and the one at the top of the list. */
  sliceId: idSchema.nullable(),
  topSliceId: idSchema.nullable(),
  /** Of the filters, those that say something in this source alone. */
  series: filtersSchema.shape.series,
  search: filtersSchema.shape.search,
  /** The "other slice" that stood beside. */
  beside: otherSliceSchema,
});
export type SourcePlace = z.infer<typeof sourcePlaceSchema>;

/** Sources whose places are kept besides that of the open one, those that were left last. */
export const MOST_PLACES = 50;

/** Where a reader left a project: enough to go on at exactly that place. */
export const reviewViewSchema = z.object({
  tab: z.enum(['review', 'dataset', 'training', 'evaluation', 'readers', 'audit']),
  sourceId: idSchema,
  sort: z.enum(['order', 'suspicion', 'uncertainty', 'disagreement']),
  filters: filtersSchema,
  sliceId: idSchema.nullable(),
  topSliceId: idSchema.nullable(),
  beside: otherSliceSchema.default({ kind: 'none' }),
  /** Where they left the other sources, and where a queue is open also the list of this one. */
  places: z.array(sourcePlaceSchema).max(MOST_PLACES).default([]),
  /** Window, table, inversion, zoom, place, flips and turns, where the reader had changed them. */
  looks: z.array(keptLookSchema).max(MOST_LOOKS).default([]),
  /** The queue that was open. */
  queue: queueSchema.nullable().default(null),
});
export type ReviewView = z.infer<typeof reviewViewSchema>;

export const viewMethods = {
  /** Where this reader left the open project; null the first time. */
  'view.get': { input: nothingSchema, output: z.object({ view: reviewViewSchema.nullable() }) },
  /** Keeps where this reader is. Nothing of it is in the audit log; a project open for reading only keeps nothing. */
  'view.keep': { input: reviewViewSchema, output: nothingSchema },
} as const;
