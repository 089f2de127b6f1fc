import { z } from 'zod';
import { heatmapMethodSchema } from '../explanation/heatmap-method.ts';
import { keyOverridesSchema } from '../input/key-file.ts';
import { mouseMapSchema, mouseProfileSchema } from '../input/mouse-profile.ts';
import { MOST_DOUBT } from '../prediction/doubt-zone.ts';
import { DEFAULT_READING_MODE, readingModeSchema } from '../review/reading-mode.ts';
import { viewerPreferencesSchema } from '../viewing/viewer-preferences.ts';
import { idSchema, jobSchema, nothingSchema, pathSchema, textSchema } from './shared.ts';

export const projectSummarySchema = z.object({
  folder: z.string(),
  name: z.string(),
  readOnly: z.boolean(),
  /** Why the project is read-only, and what to do. */
  readOnlyReason: z.string().nullable(),
  synthetic: z.boolean(),
  createdMs: z.number(),
  sources: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['labelled-set', 'study']),
      name: z.string(),
      root: z.string(),
      rootFound: z.boolean(),
      slices: z.number().int(),
      refused: z.number().int(),
      unread: z.number().int(),
      synthetic: z.boolean(),
      addedMs: z.number(),
    }),
  ),
  readingMode: readingModeSchema,
  /** The model that reads for this project, null before the first promotion. */
  currentModel: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** How wide the zone is in which the app says that it cannot tell; see doubtZone. */
  doubtWidth: z.number(),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

export const preferencesSchema = z.object({
  readerName: z.string().max(200),
  advanceAfterRead: z.boolean(),
  /** Reads blind-first also where the project leaves it open. */
  blindFirst: z.boolean(),
  heatmapOpacity: z.number().min(0).max(1),
  heatmapOn: z.boolean(),
  /** What the form of a new training run was last started with, field by field as typed. */
  newRun: z.record(z.string().max(40), z.string().max(200)).optional(),
  heatmapMethod: heatmapMethodSchema,
  /** Whether the edge of the hot region is drawn. */
  contourOn: z.boolean(),
  /** From which share of full heat on a pixel counts as hot. */
  contourThreshold: z.number().min(0.01).max(1),
  keyOverrides: keyOverridesSchema,
  mouseProfile: mouseProfileSchema,
  customMouse: mouseMapSchema,
  /** Commands chosen from the palette, newest first. */
  recentCommands: z.array(z.string().max(60)).max(8),
  ...viewerPreferencesSchema.shape,
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const projectMethods = {
  'app.state': {
    input: nothingSchema,
    output: z.object({
      appVersion: z.string(),
      /** When TensorFlow cannot be loaded: what happened and what to do; viewing, reading and exporting still work. */
      tensorflow: z.object({ ok: z.boolean(), message: z.string() }),
      recentProjects: z.array(
        z.object({ folder: z.string(), name: z.string(), openedMs: z.number(), found: z.boolean() }),
      ),
      preferences: preferencesSchema,
      project: projectSummarySchema.nullable(),
      /** Where a new project is suggested, e.g. the person's documents folder; without it the person chooses. */
      defaultProjectsFolder: z.string().nullable().optional(),
      /** A folder named on the command line, to be opened as a study once a project is open. */
      studyToOpen: z.string().nullable(),
    }),
  },
  'preferences.set': { input: preferencesSchema.partial(), output: preferencesSchema },
  /** Writes the reader's own keys as JSON into a folder that the system's dialog asks for; null when the person cancels. */
  'keys.export': { input: nothingSchema, output: z.object({ path: z.string().nullable() }) },
  /** Opens the system's dialog; null when the person cancels. */
  'dialog.choose-folder': {
    input: z.object({ purpose: z.enum(['new-project', 'open-project', 'study', 'labelled-set', 'export']) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Makes the project in `folder`, which becomes the project's own (made where missing, empty otherwise). */
  'project.create': {
    input: z.object({
      folder: pathSchema,
      name: textSchema,
      readingMode: readingModeSchema.default(DEFAULT_READING_MODE),
    }),
    output: projectSummarySchema,
  },
  /** Refused (`mixed-reads`) while not confirmed where reads were made under another mode; never in a study that has begun. */
  'project.setReadingMode': {
    input: z.object({ mode: readingModeSchema, confirmed: z.boolean() }),
    output: projectSummarySchema,
  },
  'project.open': { input: z.object({ folder: pathSchema }), output: projectSummarySchema },
  'project.close': { input: nothingSchema, output: nothingSchema },
  /** Sets how wide the zone is in which the app says that it cannot tell. */
  'project.setDoubt': {
    input: z.object({ width: z.number().min(0).max(MOST_DOUBT) }),
    output: projectSummarySchema,
  },
  'project.summary': { input: nothingSchema, output: projectSummarySchema },
  /** Makes the synthetic demo project, trains on it, opens its study; progress as a `demo` job. */
  'demo.start': {
    input: nothingSchema,
    output: z.object({ jobId: z.string() }),
  },
  'job.cancel': { input: z.object({ jobId: z.string().max(100) }), output: nothingSchema },
  'job.list': { input: nothingSchema, output: z.object({ jobs: z.array(jobSchema) }) },
  /** Points a source whose folder has moved to its new place; hashes are checked there. */
  'source.relocate': {
    input: z.object({ sourceId: idSchema, root: pathSchema }),
    output: projectSummarySchema,
  },
} as const;
