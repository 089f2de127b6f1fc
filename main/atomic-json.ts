import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { writeFileDurably } from './store/durable-files.ts';

/**
 * Reads a JSON file through its schema.
 * @returns the fallback where the file is missing, is not JSON or does not fit: it is settings, not records
 */
export function readJsonFile<T extends z.ZodType>(file: string, schema: T, fallback: z.output<T>): z.output<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : fallback;
  } catch {
    return fallback;
  }
}

/** Writes JSON for this account alone, so that a crash leaves either the old file or the new one. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileDurably(file, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}
