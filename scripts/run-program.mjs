import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from './setup/paths.mjs';
import { sayFailure } from './setup/report.mjs';

/** How a script ends that could not even start its program. */
const NOT_STARTED = 3;

/** Says what went wrong, with its remedy, and ends the script. */
export function sayAndExit(error) {
  sayFailure(error);
  process.exit(NOT_STARTED);
}

/**
 * Bundles programs of the tests' folder for this Node, told where the tests' support is.
 * @param {import('esbuild').BuildOptions} options what differs: entry points, output, format, what stays outside
 */
export async function bundlePrograms(options) {
  const esbuild = await import('esbuild');
  await esbuild
    .build({
      absWorkingDir: PROJECT_ROOT,
      bundle: true,
      platform: 'node',
      target: 'node20',
      define: { 'import.meta.dirname': JSON.stringify(path.join(PROJECT_ROOT, 'test', 'support')) },
      logLevel: 'error',
      ...options,
    })
    .catch(sayAndExit);
}

/**
 * Runs a program in the caller's folder (npm runs scripts in the project's; the caller's is in INIT_CWD, and files are meant from
 * there), hands signals on to it, and ends as it does.
 * @param {string[]} args the program and its arguments
 */
export function runProgram(args) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', sayAndExit);
  child.on('exit', (code, signal) => {
    if (signal !== null) process.stderr.write(`The program was ended by ${signal}.\n`);
    process.exit(code ?? 128 + os.constants.signals[signal]);
  });
}
