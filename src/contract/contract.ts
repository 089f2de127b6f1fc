import { z } from 'zod';
import { labelSchema } from '../review/label.ts';
import { auditMethods } from './audit-methods.ts';
import { backupMethods } from './backup-methods.ts';
import { crossValidationMethods } from './cross-validation-methods.ts';
import { datasetMethods } from './dataset-methods.ts';
import { duplicateMethods } from './duplicate-methods.ts';
import { exportMethods } from './export-methods.ts';
import { heatmapMethods } from './heatmap-methods.ts';
import { importMethods, importReportSchema } from './import-methods.ts';
import { markMethods } from './mark-methods.ts';
import { modelCardMethods } from './model-card-methods.ts';
import { noticeMethods } from './notice-methods.ts';
import { pictureMethods } from './picture-methods.ts';
import { projectMethods, projectSummarySchema } from './project-methods.ts';
import { purgeMethods } from './purge-methods.ts';
import { readerMethods } from './reader-methods.ts';
import { reviewMethods } from './review-methods.ts';
import { idSchema, jobSchema, predictionSchema } from './shared.ts';
import { shortcutMethods } from './shortcut-methods.ts';
import { signingMethods } from './signing-methods.ts';
import { studyMethods } from './study-methods.ts';
import { testSetMethods } from './test-set-methods.ts';
import { trainingMethods, trainingRunSchema } from './training-methods.ts';
import { viewMethods } from './view-methods.ts';

/** Every call that the renderer can make: name, input schema, output schema. */
export const contract = {
  ...projectMethods,
  ...importMethods,
  ...reviewMethods,
  ...studyMethods,
  ...pictureMethods,
  ...markMethods,
  ...datasetMethods,
  ...shortcutMethods,
  ...trainingMethods,
  ...duplicateMethods,
  ...testSetMethods,
  ...heatmapMethods,
  ...crossValidationMethods,
  ...modelCardMethods,
  ...readerMethods,
  ...exportMethods,
  ...auditMethods,
  ...purgeMethods,
  ...backupMethods,
  ...signingMethods,
  ...viewMethods,
  ...noticeMethods,
} as const;

export type MethodName = keyof typeof contract;
export type MethodInput<K extends MethodName> = z.output<(typeof contract)[K]['input']>;
export type MethodOutput<K extends MethodName> = z.output<(typeof contract)[K]['output']>;

/** What main must provide: one handler per method. */
export type Handlers = { [K in MethodName]: (input: MethodInput<K>) => Promise<MethodOutput<K>> };

/** A failed call, as a value: a stable code, a sentence to act on, and details for whoever debugs. */
export const callErrorSchema = z.object({ code: z.string(), message: z.string(), details: z.string().nullable() });
export type CallError = z.infer<typeof callErrorSchema>;

export const callReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), value: z.unknown() }),
  /** An answer as JSON: the way into the page copies objects field by field, 0.8 s for a list of 20,000, and a text at once. */
  z.object({ kind: z.literal('text'), json: z.string() }),
  z.object({ kind: z.literal('error'), error: callErrorSchema }),
]);
export type CallReply = z.infer<typeof callReplySchema>;

/** Events that main pushes to the renderer. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), job: jobSchema }),
  z.object({ kind: z.literal('project-changed'), project: projectSummarySchema.nullable() }),
  /** There is something to show; more may follow (`complete` false) until the whole folder is indexed. */
  z.object({ kind: z.literal('study-opened'), sourceId: idSchema, complete: z.boolean() }),
  z.object({ kind: z.literal('import-checked'), report: importReportSchema }),
  z.object({
    kind: z.literal('predicted'),
    sourceId: idSchema,
    predictions: z.array(z.object({ sliceId: idSchema, prediction: predictionSchema })),
  }),
  z.object({ kind: z.literal('training'), run: trainingRunSchema, etaMs: z.number().nullable() }),
  z.object({ kind: z.literal('trained'), runId: idSchema, modelId: idSchema.nullable() }),
  z.object({
    kind: z.literal('dataset-exported'),
    folder: z.string(),
    manifestSha256: z.string(),
    slices: z.number().int(),
  }),
  /** Something that a person should know of what was just begun. */
  z.object({ kind: z.literal('remark'), message: z.string() }),
  z.object({ kind: z.literal('model-card-exported'), folder: z.string(), model: z.string(), cardSha256: z.string() }),
  /** Many slices were labelled in one act. */
  z.object({ kind: z.literal('bulk-read'), jobId: z.string(), sliceIds: z.array(idSchema), label: labelSchema }),
  z.object({ kind: z.literal('demo-ready'), sourceId: idSchema }),
  /** TensorFlow was tried after the page had its first state, and could not be loaded. */
  z.object({ kind: z.literal('tensorflow'), ok: z.boolean(), message: z.string() }),
  /** The window went from the screen (minimised, hidden) or came back; the page itself is not told. */
  z.object({ kind: z.literal('window-shown'), shown: z.boolean() }),
  /** The window was asked to open a folder (drop, command line, second instance). */
  z.object({ kind: z.literal('open-folder'), folder: z.string() }),
]);
export type AppEvent = z.infer<typeof eventSchema>;

/** Channel names, shared by preload-facing code on both sides (the preload itself only forwards them). */
export const CALL_CHANNEL = 'overread:call';
export const EVENT_CHANNEL = 'overread:event';

/** The app's own scheme, and the route of the small pictures in lists. */
export const APP_ORIGIN = 'overread://app';
export const thumbnailRoute = (sliceId: number): string => `/thumbnails/${sliceId}`;
