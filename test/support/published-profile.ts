import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './shared-data.ts';

const ORACLE = path.join(PROJECT_ROOT, 'scripts', 'oracle');

const publishedProfileSchema = z.object({
  /** Tag of 8 hexadecimal digits, action as the standard writes it, value representation by pydicom's dictionary. */
  rows: z.array(z.tuple([z.string(), z.string(), z.string().nullable()])),
  /** Group, element, the mask of each, action. */
  groups: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.string()])),
});
export type PublishedProfile = z.output<typeof publishedProfileSchema>;

/** PS3.15 table E.1-1 (2026c) as dicom-anonymizer has it, or why it cannot be had here. */
export function publishedProfile(): PublishedProfile | { reason: string } {
  const script = path.join(ORACLE, 'ensure-published-profile.mjs');
  const line = execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { python, reason } = z
    .object({ python: z.string().nullable(), reason: z.string().nullable() })
    .parse(JSON.parse(line));
  if (python === null) return { reason: reason ?? 'unknown' };
  const table = path.join(ORACLE, 'published_profile.py');
  return publishedProfileSchema.parse(JSON.parse(execFileSync(python, ['-B', table], { encoding: 'utf8' })));
}
