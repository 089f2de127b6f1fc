import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../support/shared-data.ts';

/** SHA-256 (12 hex digits) over the sources that a run tries and is made by: what two versions find is not one run. */
export function codeHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['main', 'src', 'test/fuzz']) {
    const files = readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      hash.update(`${folder}/${file}\0`).update(readFileSync(path.join(PROJECT_ROOT, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
