import { existsSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import { contract, type MethodName } from '../../src/contract/contract.ts';
import { askTwice, type LaunchedApp, launchApp } from '../support/launch-app.ts';

// What a page that was taken over could try, tried from the page; docs/security.md names each test.
let launched: LaunchedApp;
let server: http.Server;
let address: string;
/** Requests that reached a server of this computer. */
let hits = 0;

test.beforeAll(async () => {
  server = http.createServer((_request, response) => {
    hits += 1;
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
  server.close();
});

/** Some time for what was tried to come about. */
const settle = (): Promise<void> => launched.page.waitForTimeout(500);
const stillOurs = async (): Promise<void> => {
  expect(launched.page.url()).toBe('overread://app/');
  const counts = await launched.app.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().length,
  ]);
  expect(counts).toEqual([1, 1]);
};

test('the window is made with every safe preference, and none of the dangerous ones', async () => {
  const made = await launched.app.evaluate(({ BrowserWindow }) => {
    // Not in the public types: what the window was really made with.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(made).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  for (const name of [
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'webviewTag',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'navigateOnDragDrop',
    'plugins',
  ]) {
    expect(made[name] ?? false, name).toBe(false);
  }
  expect(made.enableBlinkFeatures ?? '').toBe('');
});

test('the policy of the page allows no inline script and no eval, and the page obeys it', async () => {
  const policy = await launched.page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
  const directives = new Map(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);

  await launched.page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      document.body.dataset.violations = `${document.body.dataset.violations ?? ''} ${effectiveDirective}`;
    });
    const note = (word: string): void => {
      document.body.dataset.violations = `${document.body.dataset.violations ?? ''} ${word}`;
    };
    // The page's guard against markup and script from text stands in front of the policy.
    try {
      document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">');
    } catch {
      note('markup-refused');
    }
    // Who gets past that guard with a policy of their own still meets the other one.
    const { trustedTypes } = window as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): { createScript(text: string): string } };
    };
    const policy = trustedTypes.createPolicy('tried', { createScript: (text: string) => text });
    const image = document.createElement('img');
    image.setAttribute('onerror', policy.createScript('window.ran = 2'));
    image.src = 'x';
    document.body.append(image);
    const inline = document.createElement('script');
    inline.text = policy.createScript('window.ran = 5');
    document.head.append(inline);
    const remote = document.createElement('script');
    try {
      remote.src = 'https://example.org/x.js';
      document.body.append(remote);
    } catch {
      note('address-refused');
    }
    // The debugger may eval; what a timer runs is the page's own.
    setTimeout(() => {
      try {
        // biome-ignore lint/security/noGlobalEval: that it cannot run is the test
        globalThis.eval(policy.createScript('window.ran = 3'));
      } catch {
        note('eval-threw');
      }
      try {
        new Function('window.ran = 4')();
      } catch {
        note('function-threw');
      }
    }, 10);
  });
  await settle();
  const outcome = await launched.page.evaluate(() => ({
    ran: 'ran' in window,
    said: document.body.dataset.violations ?? '',
  }));
  expect(outcome.ran).toBe(false);
  for (const word of ['markup-refused', 'script-src-attr', 'script-src-elem', 'eval-threw', 'function-threw']) {
    expect(outcome.said).toContain(word);
  }
});

test('every permission is denied when it is looked up and when it is asked for', async () => {
  const outcome = await launched.page.evaluate(async () => {
    const asked: Record<string, string> = {};
    for (const name of [
      'camera',
      'microphone',
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'persistent-storage',
      'idle-detection',
      'window-management',
      'local-fonts',
      'screen-wake-lock',
      'storage-access',
      'clipboard-write',
      'background-sync',
      'background-fetch',
      'payment-handler',
      'accelerometer',
      'gyroscope',
      'magnetometer',
      'display-capture',
    ]) {
      asked[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'unknown',
      );
    }
    const tried = async (what: () => unknown): Promise<string> => {
      try {
        const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 3000));
        const given = await Promise.race([what(), late]);
        return given === undefined || given === null || given === false ? 'nothing' : String(given);
      } catch (error) {
        return `refused ${(error as Error).name}`;
      }
    };
    const requests = {
      camera: await tried(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await tried(() => navigator.mediaDevices.getDisplayMedia()),
      notification: await tried(async () => (await Notification.requestPermission()) === 'granted'),
      place: await tried(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      midi: await tried(() => navigator.requestMIDIAccess({ sysex: true })),
      clipboard: await tried(() => navigator.clipboard.readText()),
      persist: await tried(() => navigator.storage.persist()),
    };
    return { asked, requests };
  });
  // Each is known to the Chromium of the tests; a newer one may have let go of it, but grants or asks for none.
  expect(Object.entries(outcome.asked).filter(([, state]) => state !== 'denied' && state !== 'unknown')).toEqual([]);
  const core = ['camera', 'microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'persistent-storage'];
  expect(core.filter((name) => outcome.asked[name] !== 'denied')).toEqual([]);
  expect(Object.values(outcome.asked).filter((state) => state === 'denied').length).toBeGreaterThan(15);
  for (const [name, given] of Object.entries(outcome.requests)) expect(given, name).toMatch(/^(refused|nothing)/);
});

/** Runs a script in a page as if the person had just clicked there; "late" where it comes to no end. */
const withGesture = (which: 'own' | 'stranger' | 'late session', code: string): Promise<unknown> =>
  launched.app.evaluate(
    async ({ BrowserWindow, session }, [kind, script]) => {
      const partition = kind === 'stranger' ? 'overread-window' : 'made-late-too';
      const made =
        kind === 'own'
          ? undefined
          : new BrowserWindow({ webPreferences: { sandbox: true, session: session.fromPartition(partition) } });
      await made?.loadURL(kind === 'stranger' ? 'overread://app/' : 'data:text/html,<p>x').catch(() => undefined);
      const { webContents: contents } = made ?? BrowserWindow.getAllWindows()[0] ?? {};
      const tried = `(async () => { try { return String(await ${script}); } catch (error) { return error.name; } })()`;
      const late = new Promise((resolve) => setTimeout(() => resolve('late'), 5000));
      const outcome: unknown = await Promise.race([contents?.executeJavaScript(tried, true), late]);
      made?.destroy();
      return outcome;
    },
    [which, code] as const,
  );

test('no device is given to a page that asks for one by a click, nor chosen where Electron offers a choice', async () => {
  expect(await withGesture('own', 'navigator.usb.requestDevice({ filters: [] })')).toBe('NotFoundError');
  expect(await withGesture('own', 'navigator.hid.requestDevice({ filters: [] }).then((all) => all.length)')).toBe('0');
  expect(await withGesture('own', 'navigator.serial.requestPort()')).toBe('NotFoundError');
  // Not offered by Chromium on Linux.
  expect(
    await withGesture('own', "navigator.bluetooth?.requestDevice({ acceptAllDevices: true }) ?? 'absent'"),
  ).toMatch(/^(NotFoundError|NotAllowedError|absent)$/);

  // Electron takes the first device, or waits for ever, where nobody answers these.
  const answers = await launched.app.evaluate(({ BrowserWindow, session }) => {
    const offered = (emitter: unknown, name: string, ...between: unknown[]) => {
      let prevented = 0;
      const chosen: unknown[][] = [];
      const event = {
        preventDefault: () => {
          prevented += 1;
        },
      };
      const choose = (...given: unknown[]) => chosen.push(given);
      (emitter as NodeJS.EventEmitter).emit(name, event, ...between, choose);
      return { name, prevented, chosen };
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const device = { deviceId: 'first', portId: 'first' };
    const sessions = [session.defaultSession, session.fromPartition('overread-window'), session.fromPartition('later')];
    return [
      ...sessions.flatMap((each) => [
        offered(each, 'select-usb-device', { deviceList: [device] }),
        offered(each, 'select-hid-device', { deviceList: [device] }),
        offered(each, 'select-serial-port', [device], contents),
      ]),
      offered(contents, 'select-bluetooth-device', [device]),
    ];
  });
  expect(answers).toHaveLength(10);
  for (const { name, prevented, chosen } of answers) {
    const nothing = name === 'select-usb-device' || name === 'select-hid-device' ? [] : [''];
    expect({ name, prevented, chosen }).toEqual({ name, prevented: 1, chosen: [nothing] });
  }
});

test('the window’s own page may fill the screen, and no other contents', async () => {
  const fill = "document.documentElement.requestFullscreen().then(() => 'filled')";
  expect(await withGesture('own', fill)).toBe('filled');
  await launched.page.evaluate(() => document.exitFullscreen());
  // What is denied comes to no end, or fails.
  expect(await withGesture('stranger', fill)).toMatch(/^(late|TypeError)$/);
  expect(await withGesture('late session', fill)).toMatch(/^(late|TypeError)$/);
});

test('every session is locked, also one that is made later', async () => {
  const outcomes = await launched.app.evaluate(async ({ session, net, BrowserWindow }, url) => {
    const ask = (asking: Promise<unknown>): Promise<string> =>
      asking.then(
        () => 'answered',
        () => 'refused',
      );
    const late = session.fromPartition('made-late');
    const window = new BrowserWindow({ show: false, webPreferences: { session: late } });
    await window.loadURL('data:text/html,<p>x').catch(() => undefined);
    const camera: unknown = await window.webContents.executeJavaScript(
      "navigator.permissions.query({ name: 'camera' }).then((found) => found.state)",
    );
    window.destroy();
    return [
      await ask(session.defaultSession.fetch(url)),
      await ask(session.fromPartition('overread-window').fetch(url)),
      await ask(late.fetch(url)),
      await ask(net.fetch(url)),
      camera,
    ];
  }, address);
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused', 'denied']);
  expect(hits).toBe(0);
});

test('no request leaves the page, by whatever way', async () => {
  const opened = await launched.page.evaluate(async (url) => {
    const socket = url.replace('http', 'ws');
    const did: string[] = [];
    const attempt = async (name: string, what: () => unknown): Promise<void> => {
      try {
        await what();
        did.push(name);
      } catch {
        // Refused, as it should be.
      }
    };
    await attempt('fetch', () => fetch(url, { mode: 'no-cors' }));
    await attempt(
      'xhr',
      () =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.onload = resolve;
          request.onerror = reject;
          request.open('GET', url);
          request.send();
        }),
    );
    await attempt(
      'socket',
      () =>
        new Promise((resolve, reject) => {
          const opening = new WebSocket(socket);
          opening.onopen = resolve;
          opening.onerror = reject;
        }),
    );
    await attempt(
      'events',
      () =>
        new Promise((resolve, reject) => {
          const source = new EventSource(url);
          source.onopen = resolve;
          source.onerror = () => {
            source.close();
            reject(new Error('refused'));
          };
        }),
    );
    await attempt('worker', () => {
      const worker = new Worker(URL.createObjectURL(new Blob(['1'])) as never);
      return new Promise((resolve, reject) => {
        worker.onmessage = resolve;
        worker.onerror = () => reject(new Error('refused'));
        setTimeout(() => reject(new Error('silent')), 200);
      });
    });
    await attempt('service worker', () => navigator.serviceWorker.register('/sw.js'));
    navigator.sendBeacon(url, 'x');
    for (const [tag, name] of [
      ['img', 'src'],
      ['audio', 'src'],
      ['video', 'src'],
      ['track', 'src'],
      ['embed', 'src'],
      ['object', 'data'],
      ['iframe', 'src'],
    ] as const) {
      const element = document.createElement(tag);
      try {
        element.setAttribute(name, url);
        document.body.append(element);
      } catch {
        // Trusted types.
      }
      setTimeout(() => element.remove(), 300);
    }
    for (const rel of ['stylesheet', 'prefetch', 'preload', 'dns-prefetch', 'preconnect', 'icon', 'manifest']) {
      const link = document.createElement('link');
      link.rel = rel;
      link.href = url;
      document.head.append(link);
      setTimeout(() => link.remove(), 300);
    }
    const form = document.createElement('form');
    form.action = url;
    form.method = 'post';
    document.body.append(form);
    form.submit();
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:3478' }] });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((resolve) => setTimeout(resolve, 400));
    const candidates = (peer.localDescription?.sdp ?? '').split('\n').filter((line) => /typ (srflx|relay)/.test(line));
    peer.close();
    form.remove();
    return [...did, ...candidates];
  }, address);
  expect(opened).toEqual([]);
  await settle();
  expect(hits).toBe(0);
  await stillOurs();
});

test('the page navigates nowhere: not by link, script, form, refresh, history or its frames', async () => {
  for (const target of [
    address,
    'https://example.org/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:window.ran=1',
    'mailto:a@example.org',
  ]) {
    await launched.page.evaluate((url) => {
      try {
        location.href = url;
      } catch {
        // Refused by the browser itself.
      }
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    await settle();
    await stillOurs();
  }
  await launched.page.evaluate((url) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${url}`;
    document.head.append(meta);
    setTimeout(() => meta.remove(), 400);
    history.pushState(null, '', '/');
  }, address);
  await settle();
  await stillOurs();
  expect(await launched.page.evaluate(() => 'ran' in window)).toBe(false);
  expect(hits).toBe(0);
});

test('a frame shows nothing, has no bridge, and its calls are refused', async () => {
  const { page, app } = launched;
  const frames = await page.evaluate(async (url) => {
    for (const [name, value] of [
      ['src', url],
      ['src', 'overread://app/'],
      ['srcdoc', '<p>x</p>'],
      ['src', 'data:text/html,x'],
      ['src', 'about:blank'],
    ] as const) {
      const frame = document.createElement('iframe');
      frame.className = 'tried';
      try {
        frame.setAttribute(name, value);
      } catch {
        // Trusted types.
      }
      document.body.append(frame);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    return [...document.querySelectorAll<HTMLIFrameElement>('iframe.tried')].map((frame) => {
      try {
        const inside = frame.contentWindow as unknown as { overread?: unknown } | null;
        return { bridge: inside?.overread !== undefined, text: frame.contentDocument?.body?.textContent ?? '' };
      } catch {
        return { bridge: false, text: '' };
      }
    });
  }, address);
  expect(frames.filter(({ bridge, text }) => bridge || text !== '')).toEqual([]);
  const answers = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    // The handler as Electron calls it, with real frames as senders.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })
      ._invokeHandlers;
    const main = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame;
    const from = async (senderFrame: unknown): Promise<unknown> => {
      return await handlers.get('overread:call')?.({ senderFrame }, 'job.list', {});
    };
    return {
      good: await from(main),
      frames: await Promise.all((main?.frames ?? []).map(from)),
      gone: await from(null),
    };
  });
  expect(answers.good).toMatchObject({ kind: 'ok' });
  expect(answers.frames.length).toBeGreaterThan(0);
  for (const answer of [...answers.frames, answers.gone]) {
    expect(answer).toMatchObject({ kind: 'error', error: { code: 'bad-sender' } });
  }
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe.tried')) frame.remove();
  });
});

test('another window with our own preload and page may not call, and hears no event', async () => {
  const outcome = await launched.app.evaluate(async ({ BrowserWindow, app, dialog, session }) => {
    const preload = `${app.getAppPath()}/out/main/preload.cjs`;
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, session: session.fromPartition('overread-window') },
    });
    await stranger.loadURL('overread://app/');
    const url = stranger.webContents.getURL();
    const answer: unknown = await stranger.webContents.executeJavaScript("window.overread.call('job.list', {})");
    const listen = 'window.heard = []; window.overread.onEvent(({ kind }) => window.heard.push(kind)); 0';
    await stranger.webContents.executeJavaScript(listen);
    const own = BrowserWindow.getAllWindows().find((window) => window !== stranger)?.webContents;
    await own?.executeJavaScript(listen);
    // A job begins and ends, of which our own page hears.
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/no/such/report.csv'] });
    await own?.executeJavaScript("window.overread.call('audit.checkReport', { kept: null })");
    for (let tries = 0; tries < 100; tries += 1) {
      const heard: unknown = await own?.executeJavaScript("window.heard.includes('job')");
      if (heard === true) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ownHeard: unknown = await own?.executeJavaScript('window.heard');
    const heard: unknown = await stranger.webContents.executeJavaScript('window.heard');
    stranger.destroy();
    return { url, answer, ownHeard, heard };
  });
  expect(outcome.ownHeard).toContain('job');
  expect(outcome.heard).toEqual([]);
  expect(outcome.url).toBe('overread://app/');
  expect(outcome.answer).toMatchObject({ kind: 'error', error: { code: 'bad-sender' } });
});

test('a redirect is not followed', async () => {
  const land = (guarded: boolean) =>
    launched.app.evaluate(async ({ BrowserWindow, session }, isGuarded) => {
      const own = session.fromPartition(`redirects ${isGuarded}`);
      let asked = 0;
      own.protocol.handle('overread', (request) => {
        asked += 1;
        return request.url.endsWith('/from')
          ? new Response(null, { status: 302, headers: { location: 'overread://app/to' } })
          : new Response('<title>arrived</title>', { headers: { 'content-type': 'text/html' } });
      });
      const window = new BrowserWindow({ show: false, webPreferences: { session: own } });
      if (!isGuarded) window.webContents.removeAllListeners('will-redirect');
      await window.loadURL('overread://app/from').catch(() => undefined);
      const title = window.webContents.getTitle();
      window.destroy();
      return { asked, title };
    }, guarded);
  const landed = await land(true);
  expect(landed.asked).toBe(1);
  expect(landed.title).not.toBe('arrived');
  // The redirect leads somewhere: without the guard it is followed.
  expect(await land(false)).toEqual({ asked: 2, title: 'arrived' });
});

test('no new window opens, by whatever way it is asked for', async () => {
  const opened = await launched.page.evaluate((url) => {
    const given = [url, 'overread://app/', 'about:blank', 'data:text/html,x', ''].map((each) => window.open(each));
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true }));
    link.dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true }));
    link.click();
    link.remove();
    return given.filter((each) => each !== null).length;
  }, address);
  expect(opened).toBe(0);
  await settle();
  await stillOurs();
});

test('no download begins, and nothing is written', async () => {
  const { app, page, folder } = launched;
  await app.evaluate(({ session }) => {
    const seen: boolean[] = [];
    (globalThis as unknown as { downloads: boolean[] }).downloads = seen;
    session.fromPartition('overread-window').on('will-download', (event) => seen.push(event.defaultPrevented));
  });
  await page.evaluate(() => {
    for (const href of [URL.createObjectURL(new Blob(['x'])), 'data:text/plain,x', 'overread://app/index.js']) {
      const link = document.createElement('a');
      link.href = href;
      link.download = 'tried.txt';
      document.body.append(link);
      link.click();
      link.remove();
    }
  });
  const seen = () => askTwice(() => app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads));
  await expect.poll(async () => (await seen()).length).toBeGreaterThan(0);
  await settle();
  expect((await seen()).every((prevented) => prevented)).toBe(true);
  for (const place of ['Downloads', '', 'Documents']) {
    expect(existsSync(path.join(folder, 'home', place, 'tried.txt'))).toBe(false);
  }
  const picker = await page.evaluate(() =>
    ['showSaveFilePicker', 'showDirectoryPicker', 'showOpenFilePicker'].filter((name) => name in window),
  );
  expect(picker).toEqual([]);
});

test('a webview is an unknown element, and one that a window allows is not attached', async () => {
  const methods = await launched.page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'overread://app/');
    view.setAttribute('allowpopups', '');
    document.body.append(view);
    const found = ['loadURL', 'getWebContentsId', 'executeJavaScript'].filter((name) => name in view);
    view.remove();
    return found;
  });
  expect(methods).toEqual([]);
  const attached = await launched.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    let tried = 0;
    window.webContents.on('will-attach-webview', () => {
      tried += 1;
    });
    const before = webContents.getAllWebContents().length;
    await window.loadURL('data:text/html,<webview src="data:text/html,inner" nodeintegration></webview>');
    for (let tries = 0; tries < 100 && tried === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const more = webContents.getAllWebContents().filter((each) => each.getType() === 'webview').length;
    window.destroy();
    return { tried, more, before };
  });
  expect(attached.tried).toBe(1);
  expect(attached.more).toBe(0);
});

test('the system is asked to open nothing', async () => {
  await launched.app.evaluate(({ shell }) => {
    const asked: string[] = [];
    (globalThis as unknown as { asked: string[] }).asked = asked;
    shell.openExternal = async (url) => {
      asked.push(url);
    };
    shell.openPath = async (file) => {
      asked.push(file);
      return '';
    };
  });
  await launched.page.evaluate(() => {
    for (const href of [
      'mailto:a@example.org',
      'tel:1',
      'ms-settings:',
      'https://example.org/',
      'file:///etc/passwd',
    ]) {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
      window.open(href);
    }
  });
  await settle();
  expect(await launched.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([]);
  await stillOurs();
});

test('the page has no Node and no Electron, and what the bridge gives is functions that take values', async () => {
  const found = await launched.page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', '__dirname', 'global', 'electron', 'ipcRenderer'];
    const bridge = window.overread as unknown as Record<string, unknown>;
    return {
      leaked: names.filter((name) => name in globalThis),
      bridge: Object.entries(bridge).map(([name, value]) => `${name} ${typeof value}`),
      frozen: (() => {
        try {
          bridge.call = () => undefined;
        } catch {
          // Read-only.
        }
        return Object.getOwnPropertyDescriptor(window, 'overread')?.writable !== true;
      })(),
    };
  });
  expect(found.leaked).toEqual([]);
  expect(found.bridge.sort()).toEqual(['call function', 'onEvent function', 'pathForFile function']);
  expect(found.frozen).toBe(true);
});

/** Values of every kind that a structured clone carries, none of which is the input of a call that takes one. */
const WRONG = [
  null,
  7,
  'text',
  true,
  [],
  [1, 2],
  { unheard: 1 },
  { sliceId: 'x', folder: 7, name: {}, jobId: [] },
  { folder: '../..\0' },
];

test('every method of the contract refuses wrong types by its schema, and the app stays', async () => {
  const calls = (Object.keys(contract) as MethodName[]).flatMap((name) =>
    WRONG.filter((value) => !contract[name].input.safeParse(value ?? {}).success).map((value) => ({ name, value })),
  );
  expect(new Set(calls.map(({ name }) => name)).size).toBe(Object.keys(contract).length);
  const codes = await launched.page.evaluate(async (given) => {
    const all: string[] = [];
    for (const { name, value } of given) {
      const reply = (await window.overread.call(name, value)) as { kind: string; error?: { code: string } };
      all.push(`${reply.error?.code ?? reply.kind}`);
    }
    return all;
  }, calls);
  const unforeseen = calls.filter((_call, index) => codes[index] !== 'bad-input');
  expect(unforeseen).toEqual([]);
  expect(await launched.page.evaluate(() => window.overread.call('app.state', {}))).toMatchObject({ kind: 'ok' });
});
