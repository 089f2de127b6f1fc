import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { STAMP_FILE } from './setup/paths.mjs';

/**
 * Chromium's sandbox cannot start for root, nor where neither user namespaces nor the setuid helper can be used.
 * Development and tests only: the packaged app keeps its sandbox.
 * @param {string} distFolder
 * @returns {string[]}
 */
function sandboxArguments(distFolder) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const helper = statSync(path.join(distFolder, 'chrome-sandbox'), { throwIfNoEntry: false });
  if (helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return [];
  return spawnSync('unshare', ['--user', 'true']).status === 0 ? [] : ['--no-sandbox'];
}

/**
 * The Electron that the set-up made ready.
 * @returns {{path: string, distFolder: string, kind: 'official' | 'fallback', version: string, args: string[]}} args go before the app's path
 */
export function electronExecutable() {
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(STAMP_FILE, 'utf8'));
  } catch {
    throw new Error('Electron is not made ready yet: run `node scripts/bootstrap.mjs`.');
  }
  return { ...stamp.electron, args: sandboxArguments(stamp.electron.distFolder) };
}
