import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';
import { launchPackagedApp, packageApp } from '../support/launch-packaged-app.ts';
import { writePhantomSeries } from '../support/phantom-files.ts';

// The app does a day's work in small while everything that could reach a network is watched.
test.setTimeout(900_000);

const scratch = mkdtempSync(path.join(os.tmpdir(), 'overread-quiet-'));
test.beforeAll(async () => {
  await writePhantomSeries(path.join(scratch, 'study'), { seed: 4, slices: 3 });
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A project, a study, a read, every tab, and the audit report. */
async function work(page: Page, folder: string): Promise<void> {
  const call = (method: string, input: unknown): Promise<unknown> =>
    page.evaluate(([name, given]) => window.overread.call(name as string, given), [method, input]);
  const made = { folder: path.join(folder, 'P'), name: 'Quiet', readingMode: 'off' };
  expect(await call('project.create', made)).toMatchObject({ kind: 'ok' });
  expect(await call('preferences.set', { readerName: 'Ada' })).toMatchObject({ kind: 'ok' });
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Review' })).toBeVisible();
  expect(await call('study.open', { folder: path.join(scratch, 'study') })).toMatchObject({ kind: 'ok' });
  await expect(page.getByTestId('viewport')).toHaveAttribute('data-state', 'ready', { timeout: 120_000 });
  await page.getByTestId('viewport').click();
  await page.keyboard.press('n');
  await expect(page.getByRole('status', { name: 'Saving' })).toContainText('Saved');
  for (const name of ['Data set', 'Training', 'Evaluation', 'Readers', 'Audit', 'Review']) {
    await page.getByRole('tab', { name }).click();
    await page.waitForTimeout(200);
  }
  expect(await call('audit.export', { folder })).toMatchObject({ kind: 'ok' });
  // TensorFlow is loaded in its own process meanwhile.
  await expect
    .poll(() => call('app.state', {}), { timeout: 120_000 })
    .toMatchObject({ value: { tensorflow: { ok: true, message: expect.stringMatching(/^TensorFlow \d/) } } });
}

/** Puts a watch on every session and on Node's ways out of the main process. */
function watch(launched: LaunchedApp): Promise<void> {
  return launched.app.evaluate(({ session, app }) => {
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    const onto = (each: Electron.Session): void => {
      each.webRequest.onSendHeaders(({ url }) => seen.push(`session ${url}`));
      each.webRequest.onErrorOccurred(({ url }) => seen.push(`refused ${url}`));
    };
    for (const each of [session.defaultSession, session.fromPartition('overread-window')]) onto(each);
    app.on('session-created', onto);
    const node = (name: string): Record<string, unknown> =>
      (process as unknown as { getBuiltinModule(id: string): Record<string, unknown> }).getBuiltinModule(name);
    const tap = (owner: Record<string, unknown>, name: string, what: string): void => {
      const original = owner[name] as (...given: unknown[]) => unknown;
      owner[name] = function tapped(this: unknown, ...given: unknown[]): unknown {
        seen.push(what);
        return original.apply(this, given);
      };
    };
    tap((node('node:net').Socket as { prototype: Record<string, unknown> }).prototype, 'connect', 'net');
    tap((node('node:dgram').Socket as { prototype: Record<string, unknown> }).prototype, 'send', 'dgram');
    for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) tap(node('node:dns'), name, `dns ${name}`);
    for (const name of ['node:http', 'node:https']) {
      for (const verb of ['request', 'get']) tap(node(name), verb, `${name} ${verb}`);
    }
    tap(node('node:http2'), 'connect', 'http2');
    tap(node('node:tls'), 'connect', 'tls');
    tap(globalThis as unknown as Record<string, unknown>, 'fetch', 'fetch');
  });
}

test('no session and nothing in the main process asks for anything but the app’s own pages', async () => {
  const launched = await launchApp();
  try {
    await watch(launched);
    await work(launched.page, launched.folder);
    const seen = await launched.app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen.filter((each) => !/^(session|refused) (overread|blob|data):/.test(each))).toEqual([]);
    // The watch is no blind one: what a test asks for is seen.
    await launched.app.evaluate(async ({ session }) => {
      const url = 'https://example.org/';
      await session
        .fromPartition('made-late')
        .fetch(url)
        .catch(() => undefined);
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
    });
    const after = () => askTwice(() => launched.app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen));
    await expect.poll(after).toContain('refused https://example.org/');
    await expect.poll(after).toContain('fetch');
  } finally {
    await launched.close();
  }
});

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-o', path.join(scratch, 'probe'), 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * How Chromium asks the system's routing table whether there is a way by IPv6: it names an address to a datagram socket and
 * reads its own address back. Nothing is sent by that; whatever is sent over such a socket is a line of its own.
 */
const ROUTE_QUESTION = /connect\(\d+<(UDPv6|socket)[^>]*>+, \{sa_family=AF_INET6, .*"2001:4860:4860::8888"/;

/** System calls that send over, or connect, a socket of the internet; `port` is that of the tests' own debugging. */
function outward(log: string, port: string): string[] {
  const own = new RegExp(`<TCP:\\[127\\.0\\.0\\.1:${port}->127\\.0\\.0\\.1:\\d+\\]>`);
  return log
    .split('\n')
    .filter((line) => /\b(connect|sendto|sendmsg|sendmmsg)\(/.test(line) && /<(TCP|UDP|RAW|ICMP)|AF_INET/.test(line))
    .filter((line) => !own.test(line) && !ROUTE_QUESTION.test(line));
}

test('no process of the packaged app, children too, connects or sends to any address', async () => {
  test.skip(process.platform !== 'linux' || !canTrace(), 'System calls are watched with strace, which is not here.');
  await packageApp();
  const log = path.join(scratch, 'calls');
  const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
  const app = await launchPackagedApp({
    under: ['strace', '-D', '-f', '-yy', '-qq', '--seccomp-bpf', '-e', calls, '-o', log],
  });
  try {
    await work(app.page, app.folder);
    await app.end();
  } finally {
    await app.remove();
  }
  const said = readFileSync(log, 'utf8');
  // The display is spoken to, so the watch saw what there was to see.
  expect(said).toContain('AF_UNIX');
  const port = new URL(app.debuggingAddress).port;
  expect(outward(said, port)).toEqual([]);
  // The one talk that there was is the tests' own, so a talk is seen.
  expect(said).toMatch(/<TCP:\[127\.0\.0\.1:\d+->127\.0\.0\.1:\d+\]>/);
});
