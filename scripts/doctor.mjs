import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import {
  checkElectron,
  checkMachine,
  checkSqlite,
  checkTensorFlowInElectron,
  checkTensorFlowInNode,
  checkTools,
} from './doctor/checks.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';
import { SetupError } from './setup/report.mjs';

/** @returns {Promise<import('./doctor/checks.mjs').Check>} */
async function checkSetUp() {
  try {
    await bootstrap();
    return { name: 'Set-up', ok: true, needed: true, found: 'complete' };
  } catch (error) {
    const remedy = error instanceof SetupError ? error.remedy : 'see the message, then run again';
    return { name: 'Set-up', ok: false, needed: true, found: error.message, remedy };
  }
}

/** @param {import('./doctor/checks.mjs').Check} check */
function printCheck(check) {
  const state = check.ok ? 'ok' : check.needed ? 'MISSING' : 'note';
  process.stdout.write(`${state.padEnd(8)} ${check.name}: ${check.found}\n`);
  if (!check.ok) process.stdout.write(`         what to do: ${check.remedy}\n`);
}

/**
 * Has the command line look a project over.
 * @param {string} folder as it was typed
 * @returns {Promise<import('./doctor/checks.mjs').Check[]>}
 */
async function checkProject(folder) {
  await buildWhenNeeded();
  const cli = path.join(PROJECT_ROOT, 'out', 'main', 'cli.cjs');
  // npm runs scripts in the project's folder; the caller's folder is in INIT_CWD, and relative paths are meant from there.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const ran = spawnSync(process.execPath, [cli, 'doctor', '--project', folder, '--json'], { cwd, encoding: 'utf8' });
  const told = JSON.parse(ran.stdout);
  if (told.checks) return told.checks;
  return [{ name: 'Project', ok: false, needed: true, found: told.error.message, remedy: 'name a project folder' }];
}

const asJson = process.argv.includes('--json');
const checks = [];
function note(...found) {
  checks.push(...found);
  if (!asJson) found.forEach(printCheck);
}

note(...checkTools());
note(await checkSetUp());
note(checkElectron());
note(...(await checkTensorFlowInNode()));
note(await checkTensorFlowInElectron());
note(checkSqlite());
note(...checkMachine());
const projectAt = process.argv.indexOf('--project');
if (projectAt >= 0) note(...(await checkProject(process.argv[projectAt + 1] ?? '.')));
const isOk = checks.every((check) => check.ok || !check.needed);
if (asJson) process.stdout.write(`${JSON.stringify({ ok: isOk, checks }, null, 2)}\n`);
process.exit(isOk ? 0 : 1);
