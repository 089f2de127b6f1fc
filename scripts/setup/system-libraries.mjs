import { existsSync } from 'node:fs';
import { DEBIAN_PACKAGES } from './pins.mjs';
import { SetupError, say, step } from './report.mjs';
import { firstLine, run } from './run.mjs';

/**
 * Shared libraries that a Linux program asks for, with the file each was found in.
 * @param {string} program
 * @returns {Promise<{found: string[], missing: string[]}>} found as paths, missing as names
 */
export async function linkedLibraries(program) {
  const result = await run('ldd', [program]);
  const found = [];
  const missing = [];
  for (const line of result.output.split('\n')) {
    const [, name, file] = /^\s*(\S+) => (not found|\/\S+)/.exec(line) ?? [];
    if (name === undefined) continue;
    if (file === 'not found') missing.push(name);
    else found.push(file);
  }
  return { found, missing };
}

/** @returns {boolean} whether a virtual display can be started for tests */
export function hasVirtualDisplay() {
  return (
    ['/usr/bin/Xvfb', '/usr/local/bin/Xvfb'].some((file) => existsSync(file)) &&
    firstLine('which', ['xauth']) !== undefined
  );
}

/** @param {string} remedyLine */
async function installByApt(remedyLine) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...DEBIAN_PACKAGES], { env });
  let result = await install();
  if (result.code !== 0) {
    await run('apt-get', ['update', '-qq'], { env });
    result = await install();
  }
  if (result.code === 0) return;
  throw new SetupError(
    `apt-get failed:\n${result.output.trim().split('\n').slice(-5).join('\n')}`,
    `run: ${remedyLine}`,
  );
}

/**
 * Sees to the system libraries of Electron on Linux; elsewhere there is nothing to do. Installs them on Debian-like
 * systems when root, else stops with the line to run. A missing virtual display alone stops nobody.
 * @param {string} electron path of the Electron binary
 * @returns {Promise<string[]>} the library files the binary uses, to be looked for again on the next start
 */
export async function ensureSystemLibraries(electron) {
  if (process.platform !== 'linux') return [];
  const before = await linkedLibraries(electron);
  const needsDisplay = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !hasVirtualDisplay();
  if (before.missing.length === 0 && !needsDisplay) return before.found;
  const isRoot = process.getuid?.() === 0;
  const hasApt = existsSync('/usr/bin/apt-get');
  const line = hasApt
    ? `${isRoot ? '' : 'sudo '}apt-get install -y ${DEBIAN_PACKAGES.join(' ')}`
    : `install, with your system's package manager, what Debian calls ${DEBIAN_PACKAGES.join(' ')}`;
  if (isRoot && hasApt) {
    await step('installing system libraries for Electron (apt-get)', () => installByApt(line));
  } else if (before.missing.length === 0) {
    say(`no display and no Xvfb: the app and its end-to-end tests need one. To install: ${line}`);
  }
  const after = await linkedLibraries(electron);
  if (after.missing.length === 0) return after.found;
  throw new SetupError(`Electron lacks system libraries: ${after.missing.join(', ')}`, `run: ${line}`);
}
