import os from 'node:os';
import path from 'node:path';

/** The clone's root folder. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

/** Where the set-up notes what it made ready; gone with node_modules, as it should be. */
export const STAMP_FILE = path.join(PROJECT_ROOT, 'node_modules', '.overread-setup.json');

/**
 * The per-user cache that all clones share. XDG_CACHE_HOME is honoured on every platform, for tests.
 * @returns {string}
 */
export function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return path.join(process.env.XDG_CACHE_HOME, 'overread');
  if (process.platform === 'win32') {
    return path.join(process.env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), 'overread', 'Cache');
  }
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'overread');
  return path.join(os.homedir(), '.cache', 'overread');
}
