import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { PROJECT_ROOT } from './shared-data.ts';

interface ElectronScript {
  electronExecutable(): { distFolder: string; args: string[] };
}
interface DisplayScript {
  hasDisplay(): boolean;
  startVirtualDisplay(): Promise<{ display: string; stop: () => void }>;
}

/** Where screenshots of every screen land; git ignores it. */
export const SCREENS_FOLDER = path.join(PROJECT_ROOT, 'test-results', 'screens');

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** A folder of its own for this launch: home, user data, and whatever the test writes. */
  readonly folder: string;
  readonly userData: string;
  /** What the page said on its console as errors, and what it threw. */
  readonly pageErrors: string[];
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

const importScript = (name: string): Promise<unknown> => import(path.join(PROJECT_ROOT, 'scripts', name));

let display: Promise<string> | null = null;

/** The display to open the window on: the one there is, else a virtual one that lives as long as the tests. */
export async function displayForTests(): Promise<string> {
  const { hasDisplay, startVirtualDisplay } = (await importScript('setup/virtual-display.mjs')) as DisplayScript;
  if (hasDisplay()) return process.env.DISPLAY ?? '';
  display ??= startVirtualDisplay().then((started) => started.display);
  return display;
}

/** Starts the built app as a person would, with a home and user data of its own. */
export async function launchApp(options: { folder?: string; args?: readonly string[] } = {}): Promise<LaunchedApp> {
  const { electronExecutable } = (await importScript('electron.mjs')) as ElectronScript;
  const electron = electronExecutable();
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'overread-e2e-'));
  const userData = path.join(folder, 'user-data');
  for (const name of ['home/Documents', 'user-data']) mkdirSync(path.join(folder, name), { recursive: true });
  // Named this way and not by its path, Electron gets Playwright's loader, which holds the app until Playwright listens.
  // Without it a window that comes at the wrong moment is missed, and the launch waits for ever.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.distFolder;
  const app = await _electron.launch({
    args: [...electron.args, `--user-data-dir=${userData}`, PROJECT_ROOT, ...(options.args ?? [])],
    env: { ...process.env, DISPLAY: await displayForTests(), HOME: path.join(folder, 'home') } as Record<
      string,
      string
    >,
  });
  const page = await app.firstWindow();
  const pageErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  await page.waitForLoadState('domcontentloaded');
  mkdirSync(SCREENS_FOLDER, { recursive: true });
  return {
    app,
    page,
    folder,
    userData,
    pageErrors,
    screenshot: async (name) => {
      await page
        .waitForFunction(() => [...document.images].every((image) => image.complete), null, { timeout: 5000 })
        .catch(() => undefined);
      await page.screenshot({ path: path.join(SCREENS_FOLDER, `${name}.png`) });
    },
    close: async () => {
      await endOf(app);
      // A process of Chromium's may write its last for a moment longer.
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Longer than the app lets a training write its checkpoint when it is asked to quit. */
const END_MS = 60_000;

/** Quits the app. One that does not end is killed, and the test that left it so fails with that, not with its own time. */
async function endOf(app: ElectronApplication): Promise<void> {
  const pid = app.process().pid;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended after all.
      }
      reject(new Error(`The app did not end in ${END_MS / 1000} s and was killed.`));
    }, END_MS);
  });
  try {
    await Promise.race([late, answerQuestions(app).then(() => app.close())]);
  } finally {
    clearTimeout(timer);
  }
}

/** A model may still be measured when a test ends: then quitting asks, and nobody would answer. */
async function answerQuestions(app: ElectronApplication): Promise<void> {
  await askTwice(() =>
    app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    }),
  );
}

/**
 * Asks main what does no harm when it is asked twice: now and then the inspector loses an answer ("promise was garbage
 * collected").
 */
export async function askTwice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!String(error).includes('garbage collected')) throw error;
    return ask();
  }
}
