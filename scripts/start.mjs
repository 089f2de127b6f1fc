import { spawn } from 'node:child_process';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { electronExecutable } from './electron.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';
import { canStartVirtualDisplay, hasDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';

const PARENT_POLL_MS = 1000;

/** The environment to open the window in; ends the process where there is no display and none is wanted. */
async function displayEnvironment() {
  if (hasDisplay()) return process.env;
  const isWanted = Boolean(process.env.OVERREAD_XVFB || process.env.CI || !process.stderr.isTTY);
  if (isWanted && canStartVirtualDisplay()) {
    const { display } = await startVirtualDisplay({ outlivesSignals: true });
    process.stderr.write(`overread: there is no display; the window opens on a virtual one (Xvfb ${display})\n`);
    return { ...process.env, DISPLAY: display };
  }
  process.stderr.write(
    'overread: there is no display to open a window on.\n' +
      'what to do: run this in a desktop session (or with ssh -X), or set OVERREAD_XVFB=1 to open it on a virtual display;\n' +
      'without a window, `npm run --silent overread -- --help` does the same work.\n',
  );
  process.exit(3);
}

await bootstrapOrExit();
await buildWhenNeeded();
const electron = electronExecutable();
const env = await displayEnvironment();
const child = spawn(electron.path, [...electron.args, PROJECT_ROOT, ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env,
  // A group of its own: Ctrl+C reaches every process of the terminal's group, and an Electron whose helpers are ended
  // beside it crashes, a training run with it. It gets the signal from here, alone, and ends in order.
  detached: process.platform !== 'win32',
});
let endedWith = null;
const end = (signal) => {
  endedWith = signal;
  child.kill(signal);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
// npm ends its shell but not what that started: when the shell is gone, so is the wish for the app.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) end('SIGTERM');
}, PARENT_POLL_MS).unref();
child.on('error', (error) => {
  process.stderr.write(`overread: Electron could not be started: ${error.message}\n`);
  process.exit(3);
});
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 3) : signal === endedWith ? 0 : 3));
