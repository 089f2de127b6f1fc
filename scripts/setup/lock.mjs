import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './paths.mjs';
import { say } from './report.mjs';

const POLL_MS = 300;

/** @param {string} file @returns {{pid: number, host: string} | undefined} */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {{pid: number, host: string}} holder */
function isGone(holder) {
  if (holder.host !== os.hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** @param {string} file @returns {boolean} true when this process now holds the lock */
function take(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Runs work while no other set-up of this user runs, in this clone or another. A lock whose process has ended is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(work) {
  const file = path.join(cacheFolder(), 'setup.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && isGone(holder)) {
      // Read again just before removing: another waiter may have taken over in between.
      if (readHolder(file)?.pid === holder.pid) rmSync(file, { force: true });
      continue;
    }
    if (!told)
      say(`waiting for another set-up (process ${holder?.pid ?? 'unknown'}); if there is none, remove ${file}`);
    told = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
