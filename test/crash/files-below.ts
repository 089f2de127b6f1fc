import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** A file itself, or every file below a folder, sorted. */
export function filesBelow(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesBelow(path.join(place, name)));
}
