import { z } from 'zod';
import { projectSummarySchema } from './project-methods.ts';
import { nothingSchema, pathSchema } from './shared.ts';

const backupNameSchema = z.string().max(80);

/** A backup that a project can be taken back to, and what that would undo. */
export const backupChoiceSchema = z.object({
  name: backupNameSchema,
  reason: z.enum(['asked', 'before-migration', 'before-restore']),
  madeMs: z.number(),
  byteLength: z.number(),
  /** Whether it can be read and is of this project. */
  usable: z.boolean(),
  /** Entries of its audit log. */
  entries: z.number().int(),
  /** Entries of the log that the project has and the backup has not, and how many of them are reads, marks and study calls; null where the project cannot be read. */
  lost: z.object({ entries: z.number().int(), acts: z.number().int() }).nullable(),
});
export type BackupChoice = z.infer<typeof backupChoiceSchema>;

export const backupMethods = {
  /** Backs the open project up, also one that is open for reading only. */
  'backup.make': {
    input: nothingSchema,
    output: z.object({ path: z.string(), byteLength: z.number(), kept: z.number().int() }),
  },
  /** The backups of a project, which need not be open and may be damaged. */
  'backup.list': {
    input: z.object({ folder: pathSchema }),
    output: z.object({ folder: z.string(), fault: z.string().nullable(), backups: z.array(backupChoiceSchema) }),
  },
  /** Takes a project back to a backup and opens it. What it was is kept: `kept` names the backup or the folder with it. */
  'backup.restore': {
    input: z.object({ folder: pathSchema, name: backupNameSchema }),
    output: z.object({
      project: projectSummarySchema,
      kept: z.string().nullable(),
      salvaged: z.number().int().nullable(),
    }),
  },
} as const;
