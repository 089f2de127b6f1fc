import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { askForPython, askOracle, ORACLE_FOLDER } from './ask-oracle.ts';

/** A Python that reads structured reports, or why it cannot be had here. */
export function reportReaders(): { python: string } | { reason: string } {
  return askForPython('ensure-report-readers.mjs');
}

/** Whether dcmtk's programs are on the path, or why they cannot be had here. */
export function dcmtkPrograms(): { reason: string | null } {
  return askOracle('ensure-dcmtk.mjs', z.object({ reason: z.string().nullable() }));
}

const readReportSchema = z.object({
  patientName: z.string(),
  patientId: z.string(),
  studyUid: z.string(),
  studyDate: z.string(),
  observer: z.string(),
  groups: z.array(
    z.object({
      tracking: z.string(),
      image: z.tuple([z.string(), z.union([z.number(), z.string()]).nullable()]).nullable(),
      evaluations: z.record(z.string(), z.string()),
      measurements: z.record(z.string(), z.number()),
      comment: z.string().nullable(),
    }),
  ),
  regions: z.array(
    z.object({
      tracking: z.string(),
      graphic: z.string(),
      points: z.array(z.array(z.number())),
      measurements: z.record(z.string(), z.tuple([z.number(), z.string()])),
    }),
  ),
  /** What is said of the study as a whole, by the code of the concept: a code, a number or a text. */
  study: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Attributes that every report must have (type 1 or 2 of a mandatory module, PS3.3 A.35.3) and this one has not. */
  missing: z.array(z.string()),
  dcmqi: z
    .object({ Measurements: z.array(z.record(z.string(), z.unknown())) })
    .loose()
    .nullable(),
  /** The whole data set as text. */
  text: z.string(),
});
export type ReadReport = z.output<typeof readReportSchema>;

/** What highdicom and dcmqi make of a report. Throws when highdicom refuses it. */
export function readReport(python: string, file: string): ReadReport {
  const script = path.join(ORACLE_FOLDER, 'read_report.py');
  return readReportSchema.parse(
    JSON.parse(execFileSync(python, ['-B', script, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })),
  );
}
