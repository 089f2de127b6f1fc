import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PROJECT_ROOT } from '../support/shared-data.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-start-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

// What a closed terminal, Ctrl+C and a service manager do: the signal reaches every process of the group, and the
// virtual display, were it in the group, would be gone before the app that shows its window there.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`npm start opens the app, and ${signal} to the whole group ends it in order`, async () => {
    test.skip(process.platform !== 'linux', 'The virtual display is for Linux.');
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const app = spawn(
      process.execPath,
      [
        path.join(PROJECT_ROOT, 'scripts', 'start.mjs'),
        `--user-data-dir=${path.join(folder, 'user-data')}`,
        '--remote-debugging-port=0',
      ],
      { cwd: folder, env: { ...env, OVERREAD_XVFB: '1' }, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    app.stderr.on('data', (data) => {
      said += data;
    });
    const ended = endOf(app);
    try {
      await expect.poll(() => windowIsOpen(said), { timeout: 120_000 }).toBe(true);
      process.kill(-(app.pid ?? 0), signal);
      expect(await ended, said).toEqual({ code: 0, signal: null });
      expect(said).not.toContain('FATAL');
    } finally {
      if (app.exitCode === null && app.signalCode === null) process.kill(-(app.pid ?? 0), 'SIGKILL');
    }
  });
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Asks the port that the app named on its error output for its pages. */
async function windowIsOpen(said: string): Promise<boolean> {
  const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
  if (port === undefined) return false;
  const reply = await fetch(`http://127.0.0.1:${port}/json/list`, { signal: AbortSignal.timeout(2000) }).catch(
    () => null,
  );
  if (reply === null) return false;
  const pages: unknown = await reply.json();
  return JSON.stringify(pages).includes('overread://app/');
}
