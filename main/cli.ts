import path from 'node:path';
import { version } from '../package.json';
import { createInterrupt } from './cli/interrupt.ts';
import { runCli } from './cli/run-cli.ts';
import { userDataFolder } from './user-data.ts';

const signal = createInterrupt(process, {
  tell: () => void process.stderr.write('\nStopping after the step at hand; press Ctrl-C again to end at once.\n'),
  endAtOnce: () => process.exit(3),
  nowMs: () => performance.now(),
});
// A reader of stdout that has gone (`| head`) is no failure of ours.
process.stdout.on('error', () => process.exit(0));

void runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  appVersion: version,
  hostsFolder: path.join(import.meta.dirname, 'compute'),
  doctorScript: path.join(import.meta.dirname, '..', '..', 'scripts', 'doctor.mjs'),
  userDataFolder: userDataFolder(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal,
}).then((code) => {
  process.exitCode = code;
});
