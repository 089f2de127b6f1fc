import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './shared-data.ts';

const ORACLE = path.join(PROJECT_ROOT, 'scripts', 'oracle');

/** A Python that reads structured reports, or why it cannot be had here. */
export function reportReaders(): { python: string } | { reason: string } {
  const script = path.join(ORACLE, 'ensure-report-readers.mjs');
  const line = execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { python, reason } = z
    .object({ python: z.string().nullable(), reason: z.string().nullable() })
    .parse(JSON.parse(line));
  return python === null ? { reason: reason ?? 'unknown' } : { python };
}

/** Whether dcmtk's programs are on the path, or why they cannot be had here. */
export function dcmtkPrograms(): { reason: string | null } {
  const script = path.join(ORACLE, 'ensure-dcmtk.mjs');
  const line = execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return z.object({ reason: z.string().nullable() }).parse(JSON.parse(line));
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
  const script = path.join(ORACLE, 'read_report.py');
  return readReportSchema.parse(
    JSON.parse(execFileSync(python, ['-B', script, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })),
  );
}
