import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The path, but for its suffix, of exports that belong together: `name-<UTC time>` in a folder, with a number behind it where something
 * of that name is there. It sorts by time, says nothing of the content, and holds no character that a file system refuses.
 * @param suffixes what the exports' paths have behind it; '' for a folder
 */
export function freeStem(folder: string, name: string, suffixes: readonly string[], time: Date): string {
  const stamp = time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  for (let attempt = 1; ; attempt += 1) {
    const stem = path.join(path.resolve(folder), `${name}-${stamp}${attempt === 1 ? '' : `-${attempt}`}`);
    if (!suffixes.some((suffix) => existsSync(stem + suffix))) return stem;
  }
}
