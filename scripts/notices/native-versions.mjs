import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronExecutable } from '../electron.mjs';
import { PROJECT_ROOT } from '../setup/paths.mjs';
import { TENSORFLOW_VERSION } from '../setup/pins.mjs';

/**
 * Where the version of a native component is to be had from.
 * @typedef {{from: 'electron', part: 'electron' | 'chrome' | 'node'} | {from: 'ffmpeg'} | {from: 'tensorflow'} | {from: 'sqlite'}
 *   | {from: 'file', file: string, pattern: RegExp}} VersionSource
 */

let parts;

/** The versions that Electron says its parts have. */
function electronParts() {
  if (parts === undefined) {
    const { path: program, version } = electronExecutable();
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const asked = spawnSync(program, ['-p', 'JSON.stringify(process.versions)'], { env, encoding: 'utf8' });
    parts = asked.status === 0 ? JSON.parse(asked.stdout) : { electron: version };
  }
  return parts;
}

/** The library that Electron ships, by the system that it is for. */
const FFMPEG_FILES = [
  'libffmpeg.so',
  'ffmpeg.dll',
  'Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Libraries/libffmpeg.dylib',
];

/** What a binary file says of its own version; null where it says nothing. */
function saidIn(file, pattern) {
  return existsSync(file) ? (pattern.exec(readFileSync(file, 'latin1'))?.[1] ?? null) : null;
}

function versionOfFfmpeg() {
  const { distFolder } = electronExecutable();
  const files = FFMPEG_FILES.map((name) => path.join(distFolder, name));
  return (
    files.map((file) => saidIn(file, /FFmpeg version ([0-9A-Za-z.-]+)/)).find((version) => version !== null) ?? null
  );
}

function versionOfSqlite() {
  const Database = createRequire(import.meta.url)('libsql');
  const database = new Database(':memory:');
  try {
    return database.prepare('SELECT sqlite_version() AS version').get().version;
  } finally {
    database.close();
  }
}

/** @param {VersionSource} source @returns {string | null} null where the component does not say */
export function nativeVersion(source) {
  switch (source.from) {
    case 'electron':
      return electronParts()[source.part] ?? null;
    case 'ffmpeg':
      return versionOfFfmpeg();
    case 'tensorflow':
      return TENSORFLOW_VERSION;
    case 'sqlite':
      return versionOfSqlite();
    case 'file':
      return saidIn(path.join(PROJECT_ROOT, source.file), source.pattern);
  }
}
