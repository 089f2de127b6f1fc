import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import { displayForTests } from './launch-app.ts';
import { PROJECT_ROOT } from './shared-data.ts';

interface ElectronScript {
  electronExecutable(): { args: string[] };
}

/** Where `scripts/package.mjs --dir` puts the test build on Linux. */
export const PACKAGED_FOLDER = path.join(PROJECT_ROOT, 'dist', 'not-for-release', 'linux-unpacked');
export const PACKAGED_EXECUTABLE = path.join(PACKAGED_FOLDER, 'overread');

export interface PackagedApp {
  readonly page: Page;
  /** A folder of its own for this launch: home, user data, and whatever the test writes. */
  readonly folder: string;
  readonly pageErrors: string[];
  /** Of Chromium's debugging port: `ws://...`. */
  readonly debuggingAddress: string;
  /** Asks the app to end, as the system does at log-out, and waits for that. */
  end(): Promise<{ code: number | null; signal: NodeJS.Signals | null; said: string }>;
  /** Ends it if it still runs, and removes its folder. */
  remove(): Promise<void>;
}

/** Makes the unpacked test build where it is not there or made from other sources. */
export async function packageApp(): Promise<void> {
  const script = path.join(PROJECT_ROOT, 'scripts', 'package.mjs');
  const child = spawn(process.execPath, [script, '--dir', '--if-changed'], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = collect(child);
  const { code } = await endOf(child);
  if (code !== 0) throw new Error(`Packaging ended with code ${code}:\n${said()}`);
}

export interface PackagedLaunch {
  /** The packaged app's program, or that of a copy. */
  readonly executable?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** A program with its arguments that starts the app's. */
  readonly under?: readonly string[];
  /** As this user where the tests run as root, and with Chromium's sandbox, as it is shipped. */
  readonly sandboxedAs?: number;
}

/**
 * Starts the packaged app with a home and user data of its own. It has no inspector to attach to, as shipped; its page is
 * reached through Chromium's debugging port.
 */
export async function launchPackagedApp(launch: PackagedLaunch = {}): Promise<PackagedApp> {
  const { electronExecutable } = (await import(path.join(PROJECT_ROOT, 'scripts', 'electron.mjs'))) as ElectronScript;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-packaged-'));
  const env = { ...(await ownEnvironment(folder)), ...launch.env };
  const { sandboxedAs: uid } = launch;
  const command = [
    ...(launch.under ?? []),
    ...(uid !== undefined && process.getuid?.() === 0 ? handOver(folder, env, uid) : []),
    launch.executable ?? PACKAGED_EXECUTABLE,
    ...(uid === undefined ? electronExecutable().args : []),
    `--user-data-dir=${path.join(folder, 'user-data')}`,
    '--remote-debugging-port=0',
    ...(launch.args ?? []),
  ];
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collect(child);
  const ended = endOf(child);
  const remove = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await debuggingAddress(said, ended);
    await pageIsThere(address);
    const browser = await chromium.connectOverCDP(address);
    const page = await firstPage(() => browser.contexts().flatMap((context) => context.pages()));
    const pageErrors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text());
    });
    page.on('pageerror', (error) => pageErrors.push(String(error)));
    const end = async () => {
      child.kill('SIGTERM');
      return { ...(await ended), said: said() };
    };
    return { page, folder, pageErrors, debuggingAddress: address, end, remove };
  } catch (error) {
    await remove();
    throw new Error(`The packaged app could not be reached: ${String(error)}\n${said()}`);
  }
}

/** Nothing of the person's own home is read or written. */
async function ownEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const home = path.join(folder, 'home');
  mkdirSync(path.join(home, 'Documents'), { recursive: true });
  const xdg = Object.fromEntries(
    ['CONFIG', 'CACHE', 'DATA', 'STATE'].map((name) => [`XDG_${name}_HOME`, path.join(home, `.${name.toLowerCase()}`)]),
  );
  return { ...process.env, ...xdg, HOME: home, DISPLAY: await displayForTests() };
}

/** Gives the launch's folder, and the key to the display, to a user. @returns the command that starts a program as that user */
function handOver(folder: string, env: NodeJS.ProcessEnv, uid: number): string[] {
  if (env.XAUTHORITY !== undefined && existsSync(env.XAUTHORITY)) {
    copyFileSync(env.XAUTHORITY, path.join(folder, 'display'));
    env.XAUTHORITY = path.join(folder, 'display');
  }
  for (const name of ['.', ...(readdirSync(folder, { recursive: true }) as string[])]) {
    chownSync(path.join(folder, name), uid, uid);
  }
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
}

/** The address that Chromium prints once its debugging port is open. */
async function debuggingAddress(said: () => string, ended: Promise<unknown>): Promise<string> {
  let isOver = false;
  void ended.finally(() => {
    isOver = true;
  });
  for (;;) {
    const address = /DevTools listening on (ws:\/\/\S+)/.exec(said())?.[1];
    if (address !== undefined) return address;
    if (isOver) throw new Error('it ended before its debugging port was open');
    await pause();
  }
}

/** Waits until the app's page has its title: a client that attaches in the middle of the first navigation waits for ever. */
async function pageIsThere(address: string): Promise<void> {
  const list = `${address.replace(/^ws:/, 'http:').replace(/\/devtools\/.*$/, '')}/json/list`;
  for (;;) {
    const targets = (await (await fetch(list)).json()) as { url: string; title: string }[];
    if (targets.some(({ url, title }) => url.startsWith('overread://') && title === 'Overread')) return;
    await pause();
  }
}

async function firstPage(pages: () => Page[]): Promise<Page> {
  for (;;) {
    const page = pages().find((each) => each.url().startsWith('overread://'));
    if (page !== undefined) return page;
    await pause();
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

function collect(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      said += data;
    });
  }
  return () => said;
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
