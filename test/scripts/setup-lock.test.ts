import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

let cache = '';

beforeEach(() => {
  cache = mkdtempSync(path.join(os.tmpdir(), 'overread-lock-'));
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** Runs a process that writes `in` and `out` of its locked part to a log. */
function lockedProcess(): Promise<number | null> {
  const lock = pathToFileURL(path.join(PROJECT_ROOT, 'scripts/setup/lock.mjs')).href;
  const program = `
    import { appendFileSync } from 'node:fs';
    import { withSetupLock } from '${lock}';
    await withSetupLock(async () => {
      appendFileSync(process.env.LOG, 'in\\n');
      await new Promise((resolve) => setTimeout(resolve, 200));
      appendFileSync(process.env.LOG, 'out\\n');
    });`;
  const env = { ...process.env, XDG_CACHE_HOME: cache, LOG: path.join(cache, 'log') };
  return new Promise((resolve) => {
    spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: 'ignore' }).on('exit', resolve);
  });
}

const log = (): string[] => readFileSync(path.join(cache, 'log'), 'utf8').trim().split('\n');

it('lets one set-up run after the other', async () => {
  expect(await Promise.all([lockedProcess(), lockedProcess(), lockedProcess()])).toEqual([0, 0, 0]);
  expect(log()).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

it('takes over the lock of a process that has ended', async () => {
  const ended = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => ended.on('exit', resolve));
  mkdirSync(path.join(cache, 'overread'));
  writeFileSync(path.join(cache, 'overread', 'setup.lock'), JSON.stringify({ pid: ended.pid, host: os.hostname() }));
  expect(await lockedProcess()).toBe(0);
  expect(log()).toEqual(['in', 'out']);
});
