import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './shared-data.ts';

export const ORACLE_FOLDER = path.join(PROJECT_ROOT, 'scripts', 'oracle');

/** The one line of JSON that a set-up script of the oracles answers with. */
export function askOracle<T>(script: string, schema: z.ZodType<T>): T {
  const file = path.join(ORACLE_FOLDER, script);
  const line = execFileSync(process.execPath, [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return schema.parse(JSON.parse(line));
}

const environmentSchema = z.object({ python: z.string().nullable(), reason: z.string().nullable() });

/** A Python that such a script has set up, or why it cannot be had here. */
export function askForPython(script: string): { python: string } | { reason: string } {
  const { python, reason } = askOracle(script, environmentSchema);
  return python === null ? { reason: reason ?? 'unknown' } : { python };
}
