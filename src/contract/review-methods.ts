import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { mindChangesSchema } from '../review/mind-changes.ts';
import { armSchema } from '../review/reading-mode.ts';
import { visibilitySchema } from '../review/visibility.ts';
import { voiFunctionSchema } from '../study/file-header.ts';
import { slicePlaneSchema } from '../study/slice-plane.ts';
import { recordedViewSchema } from '../viewing/recorded-view.ts';
import { idSchema, nothingSchema, pathSchema, predictionSchema, textSchema } from './shared.ts';

/** One row of the worklist: what is needed to draw it, no more. */
export const worklistItemSchema = z.object({
  sliceId: idSchema,
  seriesIndex: z.number().int(),
  sliceIndex: z.number().int(),
  /** File relative to the source's root, for the screen only; a neutral name while labels are hidden: folders may be classes. */
  file: z.string(),
  frame: z.number().int(),
  format: z.enum(['png', 'dicom']),
  instanceNumber: z.number().nullable(),
  positionMm: z.number().nullable(),
  /** Where it lies in the patient; null where the file does not say. */
  plane: slicePlaneSchema.nullable(),
  sourceLabel: trainableLabelSchema.nullable(),
  currentLabel: labelSchema.nullable(),
  /** Whether any reader has committed a read that stands. */
  read: z.boolean(),
  /** The reasons that readers gave, one a line; empty where there is none. For the search. */
  notes: z.string(),
  notPredictable: z.object({ code: z.string(), message: z.string() }).nullable(),
  prediction: predictionSchema.nullable(),
  /** What this reader may see of the slice now; the fields that tell what is hidden are null above. */
  visible: visibilitySchema,
  /** How unlike the model's training slices it is; null where that is not known, or the slice taught the model. */
  likeness: z.object({ pValue: z.number(), words: z.string() }).nullable(),
});
export type WorklistItem = z.infer<typeof worklistItemSchema>;

/** A row without its places: in the list, which may come in an order drawn for its reader, and in the patient. */
export const worklistRowSchema = worklistItemSchema.omit({ seriesIndex: true, sliceIndex: true, plane: true });
export type WorklistRow = z.infer<typeof worklistRowSchema>;

export const worklistSchema = z.object({
  sourceId: idSchema,
  kind: z.enum(['labelled-set', 'study']),
  name: z.string(),
  synthetic: z.boolean(),
  series: z.array(
    z.object({ index: z.number().int(), title: z.string(), remarks: z.array(z.string()), slices: z.number().int() }),
  ),
  items: z.array(worklistItemSchema),
  refused: z.array(z.object({ file: z.string(), code: z.string(), message: z.string() })),
  /** Stays visible: e.g. a model made from PNG used on DICOM. */
  warnings: z.array(z.string()),
});
export type Worklist = z.infer<typeof worklistSchema>;

export const readSchema = z.object({
  id: idSchema,
  sliceId: idSchema,
  kind: z.enum(['read', 'undo', 'redo']),
  targetReadId: idSchema.nullable(),
  reader: z.string(),
  labelBefore: labelSchema.nullable(),
  labelAfter: labelSchema.nullable(),
  agreesWithModel: z.boolean().nullable(),
  predictionSeen: z.boolean(),
  reason: z.string().nullable(),
  /** 1 (a guess) to 5 (certain). */
  confidence: z.number().int().min(1).max(5).nullable(),
  recordedMs: z.number(),
  auditSequence: z.number().int(),
  /** Whether the read settles what readers disagree on. */
  adjudication: z.boolean(),
  /** Set where many slices were labelled in one act: the id of the batch's first act. */
  batchId: idSchema.nullable(),
});
export type Read = z.infer<typeof readSchema>;

/** What the screen needs after a read was committed. */
export const readOutcomeSchema = z.object({
  read: readSchema,
  currentLabel: labelSchema.nullable(),
  sliceRead: z.boolean(),
  /** Another word than the last time: other rows of this reader's list are unread now, and the list is to be read anew. */
  stand: z.string(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  /** Every slice of the act where it was on a batch; null for one slice. */
  batch: z.array(idSchema).nullable(),
});
export type ReadOutcome = z.infer<typeof readOutcomeSchema>;

/** What is said of a slice's samples. */
export const imageMetadataSchema = z.object({
  rows: z.number().int(),
  columns: z.number().int(),
  color: z.boolean(),
  /** Sample type of the body: RGBA bytes when `color`. */
  sampleType: z.enum(['uint8', 'int16', 'uint16']),
  minPixelValue: z.number(),
  maxPixelValue: z.number(),
  slope: z.number(),
  intercept: z.number(),
  windowCenter: z.number(),
  windowWidth: z.number(),
  invert: z.boolean(),
  rowSpacingMm: z.number().nullable(),
  columnSpacingMm: z.number().nullable(),
  /** What a value is after slope and intercept. HU windows and the HU probe are on only for `HU`. */
  unit: z.enum(['HU', 'grey', 'colour', 'stored']),
  orientationMarks: z.object({ top: z.string(), right: z.string(), bottom: z.string(), left: z.string() }).nullable(),
  /** Height of a pixel by its width; 1 where the file does not tell. Mm are known only by the two spacings. */
  pixelAspect: z.number().positive(),
  windows: z.array(z.object({ name: z.string(), center: z.number(), width: z.number() })),
  /** How windows become grey. */
  voiFunction: voiFunctionSchema,
  /** Windows that are tables: their levels of 8 bits follow the pixels in the body, one table after the other. */
  voiTables: z.array(z.object({ name: z.string(), first: z.number().int(), entries: z.number().int().positive() })),
  /** Whether the first table is in force at first, because the file gives no window. */
  startsWithTable: z.boolean(),
  /** Pixel values that stand for "no pixel", ends included: drawn black. */
  padding: z.object({ min: z.number(), max: z.number() }).nullable(),
  /** Rows at the bottom that a cut-off file lacks: drawn dark, without a value. */
  rowsMissing: z.number().int().nonnegative(),
  lossy: z.boolean(),
  /** What must be said on the picture: truncated, lossy, no pixel size. */
  warnings: z.array(z.string()),
  /** Patient-free facts for the corners of the picture: [name, value]. */
  technique: z.array(z.tuple([z.string(), z.string()])),
});
export type ImageMetadata = z.infer<typeof imageMetadataSchema>;

/** Slices that one `presentation.listed` can name; a longer list is told of in parts. */
export const MOST_LISTED = 10_000;

/** Slices that one bulk label can name, or one question what is next. */
export const MOST_IN_BULK = 40_000;

export const reviewMethods = {
  /** Indexes a folder; a `study-opened` event brings the source id as soon as there is something to show. */
  'study.open': { input: z.object({ folder: pathSchema }), output: z.object({ jobId: z.string() }) },
  'worklist.get': { input: z.object({ sourceId: idSchema }), output: worklistSchema },
  /** One row of the worklist anew: after a read or a reveal more of it may be seen. Null when it is no longer there. */
  'worklist.item': {
    input: z.object({ sourceId: idSchema, sliceId: idSchema }),
    output: z.object({ item: worklistRowSchema.nullable() }),
  },
  /**
   * Which slice the reader goes on to. `from` is where they are, null for nowhere; `unread` what their list still holds, in its
   * order from there on. Null where that is nothing.
   */
  'worklist.next': {
    input: z.object({ from: idSchema.nullable(), unread: z.array(idSchema).max(MOST_IN_BULK) }),
    output: z.object({ sliceId: idSchema.nullable() }),
  },
  /** Predicts every slice of a source with the current model (or the one named) in the background. */
  'prediction.start': {
    input: z.object({ sourceId: idSchema, modelId: idSchema.nullable() }),
    output: z.object({ jobId: z.string() }),
  },
  /** A slice is shown to the reader; what is seen of the prediction and the labels is recorded. */
  'presentation.begin': {
    input: z.object({ sliceId: idSchema, predictionVisible: z.boolean() }),
    output: z.object({
      /** Null in a project that is open for reading only: nothing is recorded, so no read can follow. */
      presentationId: idSchema.nullable(),
      /** Whether this slice is read with the AI from the start, or blind-first. */
      arm: armSchema,
      /** Whether the prediction may be seen in this showing, if there is one. */
      aiVisible: z.boolean(),
      /** Whether it may be revealed before the read. */
      mayReveal: z.boolean(),
      /** Null while hidden (blind-first) or not yet predicted. */
      prediction: predictionSchema.nullable(),
      history: z.array(readSchema),
      canUndo: z.boolean(),
      canRedo: z.boolean(),
    }),
  },
  /** The prediction (or heatmap) of a slice on the screen became visible; call before showing it. */
  'presentation.reveal': {
    input: z.object({ presentationId: idSchema }),
    output: z.object({ prediction: predictionSchema.nullable() }),
  },
  /**
   * A list outside the viewer shows what a model (null: a cross-validation) thinks of these slices, and their labels; call before
   * showing it. What was hidden is visible to the reader from then on.
   */
  'presentation.listed': {
    input: z.object({ modelId: idSchema.nullable(), sliceIds: z.array(idSchema).max(MOST_LISTED) }),
    output: nothingSchema,
  },
  'read.record': {
    input: z.object({
      presentationId: idSchema,
      intent: z.enum(['agree', 'haemorrhage', 'none', 'unsure', 'excluded']),
      reason: textSchema.nullable(),
      /** Needed for haemorrhage and no haemorrhage while the AI is hidden. */
      confidence: z.number().int().min(1).max(5).nullable(),
      /** How long the slice was in sight in this showing until its label was given, milliseconds; without it: by main's clock. */
      decidedAfterMs: z.number().nonnegative().optional(),
      /** Whether the read settles what readers disagree on. */
      adjudicates: z.boolean().optional(),
      /** How the slice was drawn, for the log. */
      view: recordedViewSchema.optional(),
    }),
    output: readOutcomeSchema,
  },
  /** Gives many slices one label in one act, in the background; a `bulk-read` event says that it is done. */
  'read.bulk': {
    input: z.object({
      sliceIds: z.array(idSchema).min(1).max(MOST_IN_BULK),
      label: labelSchema,
      reason: textSchema.nullable(),
    }),
    output: z.object({ jobId: z.string() }),
  },
  /** What a bulk label would do: slices without a read, and those that were never shown to this reader. */
  'read.bulk-preview': {
    input: z.object({ sliceIds: z.array(idSchema).max(MOST_IN_BULK) }),
    output: z.object({ unread: z.number().int(), neverShown: z.number().int(), unreadNeverShown: z.number().int() }),
  },
  /** Helpful and harmful changes of mind after the AI was shown, over slices whose labels this reader may see. */
  'reads.changes': { input: nothingSchema, output: mindChangesSchema },
  'slice.history': { input: z.object({ sliceId: idSchema }), output: z.object({ reads: z.array(readSchema) }) },
} as const;
