import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { build, fingerprint } from './build.mjs';
import { electronExecutable } from './electron.mjs';
import { whyNoRelease } from './package/release-electron.mjs';
import { PROJECT_ROOT, STAMP_FILE } from './setup/paths.mjs';
import { FALLBACK_MARKER } from './setup/pins.mjs';

// `npm run package` builds the installers of this platform for a release; `npm run package -- --dir` an unpacked build
// for tests, with `--if-changed` only where the one that is there was made from something else. A release is built from the official Electron that package.json pins, or not at all.

const TEST_OUTPUT = 'dist/not-for-release';
const PACKAGED_FROM_FILE = path.join(PROJECT_ROOT, TEST_OUTPUT, '.packaged-from');
/** Besides the sources and the locked packages. */
const PACKAGE_INPUTS = [
  'package.json',
  'electron-builder.yml',
  'scripts/package.mjs',
  'scripts/package/after-extract.cjs',
  'scripts/package/after-pack.cjs',
  'scripts/notices/collect-notices.mjs',
  'scripts/notices/make-sbom.mjs',
  'scripts/notices/native-components.mjs',
  'scripts/notices/native-versions.mjs',
  STAMP_FILE,
];

function fail(message) {
  process.stderr.write(`package: ${message}\n`);
  process.exit(1);
}

/** @returns {string[]} electron-builder's arguments */
function builderArguments(electron, isTestBuild) {
  const shared = ['--config', 'electron-builder.yml', '--publish', 'never', `-c.electronDist=${electron.distFolder}`];
  const version = `-c.electronVersion=${electron.version}`;
  return isTestBuild ? ['--dir', ...shared, version, `-c.directories.output=${TEST_OUTPUT}`] : [...shared, version];
}

/** What the test build is made from. */
function packageFingerprint() {
  const hash = createHash('sha256').update(fingerprint(true));
  for (const file of PACKAGE_INPUTS) hash.update(readFileSync(path.resolve(PROJECT_ROOT, file)));
  return hash.digest('hex');
}

const isTestBuild = process.argv.includes('--dir');
await bootstrapOrExit();
const from = packageFingerprint();
if (isTestBuild && process.argv.includes('--if-changed') && existsSync(PACKAGED_FROM_FILE)) {
  if (readFileSync(PACKAGED_FROM_FILE, 'utf8') === from) {
    process.stdout.write(`package: the test build in ${TEST_OUTPUT} is made from what is here\n`);
    process.exit(0);
  }
}
const electron = electronExecutable();
const pinned = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')).devDependencies.electron;
const isFallback = electron.kind === 'fallback' || existsSync(path.join(electron.distFolder, FALLBACK_MARKER));
const refusal = isTestBuild ? null : whyNoRelease({ version: electron.version, isFallback }, pinned);
if (refusal !== null) {
  fail(
    `${refusal}\n` +
      'what to do: run where the official binary can be fetched (OVERREAD_ELECTRON=official npm run package), ' +
      'or build an unpacked test build with `npm run package -- --dir`',
  );
}
try {
  await build({ production: true, requireAll: !process.argv.includes('--incomplete') });
} catch (error) {
  fail(error.message);
}
if (isTestBuild) rmSync(path.join(PROJECT_ROOT, TEST_OUTPUT), { recursive: true, force: true });
const cli = path.join(PROJECT_ROOT, 'node_modules', 'electron-builder', 'cli.js');
const result = spawnSync(process.execPath, [cli, ...builderArguments(electron, isTestBuild)], {
  cwd: PROJECT_ROOT,
  stdio: 'inherit',
});
if (result.status !== 0) fail(`electron-builder ended with code ${result.status}`);
if (isTestBuild) {
  const words = `A test build on Electron ${electron.version} (${electron.kind}). Not for release.\n`;
  writeFileSync(path.join(PROJECT_ROOT, TEST_OUTPUT, FALLBACK_MARKER), words);
  writeFileSync(PACKAGED_FROM_FILE, from);
  process.stdout.write(`package: the test build is in ${TEST_OUTPUT}\n`);
}
