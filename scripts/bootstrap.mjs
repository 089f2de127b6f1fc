import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureElectron } from './setup/electron-runtime.mjs';
import { withSetupLock } from './setup/lock.mjs';
import { installPackages, packagesAreCurrent } from './setup/packages.mjs';
import { PROJECT_ROOT, STAMP_FILE } from './setup/paths.mjs';
import { sayFailure, step } from './setup/report.mjs';
import { ensureSystemLibraries } from './setup/system-libraries.mjs';
import { ensureTensorFlow } from './setup/tensorflow.mjs';
import { requireNode } from './setup/tools.mjs';

/** Everything that decides what must be ready; a change of any of it makes the set-up look again. */
function setupKey() {
  const hash = createHash('sha256').update(
    `${process.platform}-${process.arch} ${process.env.OVERREAD_ELECTRON ?? ''}`,
  );
  hash.update(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '');
  hash.update(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json')));
  for (const name of ['pins.mjs', 'electron-shim.cjs', 'tensorflow.mjs']) {
    hash.update(readFileSync(path.join(import.meta.dirname, 'setup', name)));
  }
  return hash.digest('hex');
}

/** @returns {boolean} whether an earlier set-up still stands: same key, and every file it counted on is there */
function isReady() {
  try {
    const stamp = JSON.parse(readFileSync(STAMP_FILE, 'utf8'));
    return stamp.key === setupKey() && stamp.files.every((file) => existsSync(file));
  } catch {
    return false;
  }
}

async function setUp() {
  if (!packagesAreCurrent()) await step('installing packages with npm ci', installPackages);
  const tensorflow = await ensureTensorFlow();
  const electron = await ensureElectron();
  const systemLibraries = await ensureSystemLibraries(electron.path);
  const tfjs = path.join(PROJECT_ROOT, 'node_modules', '@tensorflow', 'tfjs-node');
  const files = [
    tensorflow.addon,
    path.join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node'),
    path.join(tfjs, 'deps', 'lib'),
    electron.path,
    ...systemLibraries,
  ];
  writeFileSync(STAMP_FILE, JSON.stringify({ key: setupKey(), electron, files }));
}

/**
 * Makes the clone ready to run: packages, TensorFlow and its addon, Electron, system libraries. Does nothing, in a few
 * milliseconds, when all is there; goes on where it was broken off. Progress goes to stderr.
 * Imports nothing outside Node, since there are no packages before it has run.
 */
export async function bootstrap() {
  requireNode();
  if (isReady()) return;
  await withSetupLock(async () => {
    if (!isReady()) await setUp();
  });
}

/** Runs the set-up for a command: on failure says what is missing and the remedy, and ends the process with code 3. */
export async function bootstrapOrExit() {
  try {
    await bootstrap();
  } catch (error) {
    sayFailure(error);
    process.exit(3);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bootstrapOrExit();
