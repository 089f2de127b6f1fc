import { bootstrap } from './bootstrap.mjs';
import {
  checkElectron,
  checkMachine,
  checkSqlite,
  checkTensorFlowInElectron,
  checkTensorFlowInNode,
  checkTools,
} from './doctor/checks.mjs';
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
const isOk = checks.every((check) => check.ok || !check.needed);
if (asJson) process.stdout.write(`${JSON.stringify({ ok: isOk, checks }, null, 2)}\n`);
process.exit(isOk ? 0 : 1);
