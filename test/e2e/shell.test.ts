import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { type LaunchedApp, launchApp } from '../support/launch-app.ts';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
});

/** One call of the contract, made by the page itself. */
function call(method: unknown, input: unknown): Promise<unknown> {
  return launched.page.evaluate(([name, given]) => window.overread.call(name as string, given), [method, input]);
}

test('the window opens at the app’s own page and shows the start screen', async () => {
  const { page } = launched;
  expect(page.url()).toBe('overread://app/');
  expect(await page.title()).toContain('Overread');
  await expect(page.getByRole('button', { name: /demo/i }).first()).toBeVisible();
  await launched.screenshot('01-start');
});

test('the page has no Node, no Electron, and of ours only the bridge', async () => {
  const found = await launched.page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', '__dirname', 'global', 'electron'];
    return { bridge: Object.keys(window.overread).sort(), leaked: names.filter((name) => name in globalThis) };
  });
  expect(found).toEqual({ bridge: ['call', 'onEvent', 'pathForFile'], leaked: [] });
  const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
    // Not in the public types: what the window was really made with.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  expect(preferences.webviewTag ?? false).toBe(false);
});

test('the content security policy stops inline script, eval and strangers', async () => {
  const outcome = await launched.page.evaluate(async () => {
    const inline = document.createElement('script');
    const { trustedTypes } = window as unknown as {
      trustedTypes?: { createPolicy(name: string, rules: object): { createScript(text: string): string } };
    };
    const policy = trustedTypes?.createPolicy('test', { createScript: (text: string) => text });
    inline.text = policy ? policy.createScript('window.inlineRan = true') : 'window.inlineRan = true';
    document.head.append(inline);
    // What the debugger itself evaluates may eval; what runs later is the page's own.
    await new Promise((resolve) => setTimeout(resolve, 50));
    let evalRan = false;
    try {
      // biome-ignore lint/security/noGlobalEval: that it cannot run is the test
      evalRan = globalThis.eval('1 + 1') === 2;
    } catch {
      evalRan = false;
    }
    const fetched = await fetch('https://example.org/').then(
      () => true,
      () => false,
    );
    return { inlineRan: 'inlineRan' in window, evalRan, fetched };
  });
  expect(outcome).toEqual({ inlineRan: false, evalRan: false, fetched: false });
});

test('the page goes nowhere: navigation, new windows, frames, downloads and permissions are denied', async () => {
  const { page, app } = launched;
  const outcome = await page.evaluate(async () => {
    const opened = window.open('overread://app/') !== null || window.open('https://example.org/') !== null;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    link.click();
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
    const camera = await navigator.mediaDevices?.getUserMedia({ video: true }).then(
      () => true,
      () => false,
    );
    const notify = await Notification.requestPermission();
    frame.remove();
    location.href = 'https://example.org/';
    return { opened, camera: camera ?? false, notify };
  });
  expect(outcome).toEqual({ opened: false, camera: false, notify: 'denied' });
  await page.waitForTimeout(300);
  expect(page.url()).toBe('overread://app/');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(existsSync(path.join(launched.folder, 'home', 'Downloads', 'x.txt'))).toBe(false);
});

test('calls: a good one is answered, a strange method, bad input and too much input are refused', async () => {
  expect(await call('job.list', {})).toEqual({ kind: 'ok', value: { jobs: [] } });
  for (const [method, input, code] of [
    ['no.such.method', {}, 'no-such-method'],
    ['__proto__', {}, 'no-such-method'],
    ['constructor', {}, 'no-such-method'],
    ['project.open', {}, 'bad-input'],
    ['project.open', { folder: 7 }, 'bad-input'],
    ['project.open', { folder: 'x'.repeat(300_000) }, 'bad-input'],
    ['project.open', { folder: '/no/such/folder' }, 'no-project'],
    ['worklist.get', { sourceId: 1 }, 'no-project'],
  ] as const) {
    expect(await call(method, input), `${method}`).toMatchObject({ kind: 'error', error: { code } });
  }
});

test('a page that is not ours may not call', async () => {
  const reply = await launched.app.evaluate(async ({ BrowserWindow, app }) => {
    const preload = `${app.getAppPath()}/out/main/preload.cjs`;
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, partition: 'stranger' },
    });
    await stranger.loadURL('data:text/html,<p>stranger</p>').catch(() => undefined);
    const answer: unknown = await stranger.webContents.executeJavaScript("window.overread.call('job.list', {})");
    stranger.destroy();
    return answer;
  });
  expect(reply).toMatchObject({ kind: 'error', error: { code: 'bad-sender' } });
});

test('no request leaves: not from the page, not through any session', async () => {
  let hits = 0;
  const server = http.createServer((_request, response) => {
    hits += 1;
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    await launched.page.evaluate(async (address) => {
      await fetch(address, { mode: 'no-cors' }).catch(() => undefined);
      const image = new Image();
      image.src = address;
      navigator.sendBeacon(address, 'x');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }, url);
    const outcomes = await launched.app.evaluate(async ({ session, net }, address) => {
      const ask = (fetching: Promise<unknown>): Promise<string> =>
        fetching.then(
          () => 'answered',
          () => 'refused',
        );
      return [
        await ask(session.defaultSession.fetch(address)),
        await ask(session.fromPartition('overread-window').fetch(address)),
        await ask(net.fetch(address)),
      ];
    }, url);
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
    expect(hits).toBe(0);
  } finally {
    server.close();
  }
});

test('a second start hands its folder to the first window and ends', async () => {
  const study = path.join(launched.folder, 'a study');
  mkdirSync(study, { recursive: true });
  const heard = launched.page.evaluate(
    () =>
      new Promise((resolve) => {
        window.overread.onEvent((event) => resolve(event));
      }),
  );
  const second = await launchApp({ folder: launched.folder, args: [study] }).catch(() => null);
  expect(second).toBeNull();
  expect(await heard).toEqual({ kind: 'open-folder', folder: study });
});

test('preferences are kept; nothing of the browser’s lands in a cache of pages', async () => {
  await call('preferences.set', { readerName: 'Dr E2E' });
  expect(await call('app.state', {})).toMatchObject({ value: { preferences: { readerName: 'Dr E2E' } } });
  expect(readdirSync(launched.userData)).toContain('preferences.json');
  expect(existsSync(path.join(launched.userData, 'Partitions'))).toBe(false);
});

test('TensorFlow is found in the child that predicts, and the page had no errors of its own', async () => {
  await expect(async () => {
    expect(await call('app.state', {})).toMatchObject({
      value: { tensorflow: { ok: true, message: expect.stringMatching(/^TensorFlow \d/) } },
    });
  }).toPass({ timeout: 60_000 });
});
