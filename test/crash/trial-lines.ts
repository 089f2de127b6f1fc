import { writeSync } from 'node:fs';
import { z } from 'zod';

export const STAGES = ['import', 'reads', 'freeze', 'training', 'promotion', 'export', 'migration'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

/** What the process that is to be killed is told on one line of its input, once it is warm. */
export const taskSchema = z.object({
  stage: stageSchema,
  project: z.string(),
  /** Labelled sets and studies that may be imported. */
  sets: z.array(z.string()),
  studies: z.array(z.string()),
  /** The study that is in the project already. */
  openStudy: z.string(),
  /** Where exports go. */
  out: z.string(),
  seed: z.number(),
});
export type Task = z.infer<typeof taskSchema>;

/** A row that was acknowledged, by its table, its key, and the hash of all that stands in it. */
const keptRowSchema = z.object({ table: z.string(), id: z.number(), sha256: z.string() });
export type KeptRow = z.infer<typeof keptRowSchema>;

/** A file that was acknowledged as exported. */
const keptFileSchema = z.object({ path: z.string(), sha256: z.string() });

/** What one acknowledged act must leave behind. */
export const keptSchema = z.object({
  /** The end of the log after it. */
  head: z.object({ entries: z.number(), headHash: z.string() }),
  rows: z.array(keptRowSchema),
  files: z.array(keptFileSchema),
});
export type Kept = z.infer<typeof keptSchema>;

/**
 * What it says, one JSON text on a line: it is warm, an act begins, an act is in its later part, the service has returned
 * (and so acknowledged the act).
 */
export const lineSchema = z.discriminatedUnion('at', [
  z.object({ at: z.literal('warm') }),
  z.object({ at: z.literal('begin'), act: z.string() }),
  z.object({ at: z.literal('late'), act: z.string() }),
  z.object({ at: z.literal('done'), act: z.string(), kept: keptSchema.nullable() }),
]);
export type Line = z.infer<typeof lineSchema>;

/** Says a line at once: it is in the pipe when this returns, whatever happens to the process after. */
export function sayLine(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
