import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { askForPython, ORACLE_FOLDER } from './ask-oracle.ts';

const publishedProfileSchema = z.object({
  /** Tag of 8 hexadecimal digits, action as the standard writes it, value representation by pydicom's dictionary. */
  rows: z.array(z.tuple([z.string(), z.string(), z.string().nullable()])),
  /** Group, element, the mask of each, action. */
  groups: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.string()])),
});
export type PublishedProfile = z.output<typeof publishedProfileSchema>;

/** PS3.15 table E.1-1 (2026c) as dicom-anonymizer has it, or why it cannot be had here. */
export function publishedProfile(): PublishedProfile | { reason: string } {
  const found = askForPython('ensure-published-profile.mjs');
  if ('reason' in found) return found;
  const table = path.join(ORACLE_FOLDER, 'published_profile.py');
  return publishedProfileSchema.parse(JSON.parse(execFileSync(found.python, ['-B', table], { encoding: 'utf8' })));
}
