import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSetupLock } from '../setup/lock.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';

/** @param {string[]} files @returns {string} a short name for exactly these contents */
export function contentName(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** @param {string} command @param {string[]} args */
export function runOrThrow(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}

/**
 * A Python environment with what a requirements file pins, made once per user. To be called under the set-up's lock.
 * @param {string} name of the cache's folder
 * @param {string} requirements path of the file
 * @param {string} what is being installed, for people
 * @returns {string} its python
 */
export function ensurePythonEnvironment(name, requirements, what) {
  const folder = path.join(cacheFolder(), `${name}-${contentName([requirements])}`);
  const windows = process.platform === 'win32';
  const python = path.join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(folder, 'ready');
  if (existsSync(stamp)) return python;
  say(`installing ${what} ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  runOrThrow(windows ? 'python' : 'python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--only-binary=:all:'];
  runOrThrow(python, [...pip, '-r', requirements]);
  writeFileSync(stamp, '');
  return python;
}

/**
 * Says on standard output, in one line of JSON, where a Python environment is, or why there is none.
 * @param {string} name of the cache's folder
 * @param {string} requirements path of the file
 * @param {string} what is being installed, for people
 */
export async function tellPythonEnvironment(name, requirements, what) {
  try {
    const python = await withSetupLock(async () => ensurePythonEnvironment(name, requirements, what));
    console.log(JSON.stringify({ python, reason: null }));
  } catch (error) {
    console.log(JSON.stringify({ python: null, reason: error instanceof Error ? error.message : String(error) }));
  }
}
