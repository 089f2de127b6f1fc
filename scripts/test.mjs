import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { electronExecutable } from './electron.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';
import { canStartVirtualDisplay, hasDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';
import { countPlaywright, countVitest } from './test/counts.mjs';
import { electronLine } from './test/electron-line.mjs';

// Every check of the project, one after another; a failing one does not keep the next from running.
// `npm test -- --only types,unit` runs some of them.

const RESULTS = path.join(PROJECT_ROOT, 'test-results');
const VITEST_REPORT = path.join(RESULTS, 'vitest.json');
const PLAYWRIGHT_REPORT = path.join(RESULTS, 'e2e.json');

/** @param {string} name @returns {string} the JavaScript file behind a command of node_modules */
function tool(name) {
  const files = {
    tsc: 'typescript/bin/tsc',
    biome: '@biomejs/biome/bin/biome',
    depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
    knip: 'knip/bin/knip.js',
    vitest: 'vitest/vitest.mjs',
    playwright: '@playwright/test/cli.js',
  };
  return path.join(PROJECT_ROOT, 'node_modules', files[name]);
}

/**
 * Runs a Node program in the project's folder, its output shown.
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} exit code
 */
function runNode(file, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: PROJECT_ROOT, stdio: 'inherit', env });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A static check counts as one: passed or failed. */
async function check(file, args) {
  const code = await runNode(file, args);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function checkTypes() {
  let failed = 0;
  for (const folder of ['src', 'main', 'renderer', 'test']) {
    if ((await runNode(tool('tsc'), ['-p', folder, '--noEmit'])) !== 0) failed = 1;
  }
  return { passed: 1 - failed, failed, skipped: 0 };
}

async function unitTests(env) {
  rmSync(VITEST_REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`];
  const code = await runNode(tool('vitest'), ['run', ...reporters], env);
  return countVitest(existsSync(VITEST_REPORT) ? readFileSync(VITEST_REPORT, 'utf8') : undefined, code);
}

async function endToEndTests(env) {
  rmSync(PLAYWRIGHT_REPORT, { force: true });
  const code = await runNode(tool('playwright'), ['test'], env);
  return countPlaywright(existsSync(PLAYWRIGHT_REPORT) ? readFileSync(PLAYWRIGHT_REPORT, 'utf8') : undefined, code);
}

const STAGES = {
  types: checkTypes,
  lint: () => check(tool('biome'), ['ci', '--error-on-warnings', '.']),
  dependencies: () =>
    check(tool('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'main', 'renderer', 'test']),
  'dead code': () => check(tool('knip'), []),
  build: () => check(path.join(import.meta.dirname, 'build.mjs'), ['--all']),
  unit: unitTests,
  e2e: endToEndTests,
};

/** @returns {string[]} the stages asked for */
function wantedStages() {
  const at = process.argv.indexOf('--only');
  if (at === -1) return Object.keys(STAGES);
  const wanted = (process.argv[at + 1] ?? '').split(',');
  const unknown = wanted.filter((name) => STAGES[name] === undefined);
  if (unknown.length === 0) return wanted;
  process.stderr.write(
    `test: there is no stage "${unknown.join('", "')}"; stages: ${Object.keys(STAGES).join(', ')}\n`,
  );
  process.exit(2);
}

const wanted = wantedStages();
await bootstrapOrExit();
mkdirSync(RESULTS, { recursive: true });
const needsDisplay = wanted.some((name) => name === 'unit' || name === 'e2e');
const virtual = needsDisplay && !hasDisplay() && canStartVirtualDisplay() ? await startVirtualDisplay() : undefined;
const env = virtual ? { ...process.env, DISPLAY: virtual.display } : process.env;

const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
for (const name of wanted) {
  process.stdout.write(`\n=== ${name}\n`);
  const startMs = Date.now();
  const counts = await STAGES[name](env);
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((Date.now() - startMs) / 1000).toFixed(1);
  lines.push(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
  );
}
virtual?.stop();
if (wanted.includes('e2e')) {
  const { devDependencies } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'));
  lines.push(electronLine(electronExecutable(), devDependencies.electron));
}
process.stdout.write(`\n=== summary\n${lines.join('\n')}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 ? 0 : 1);
