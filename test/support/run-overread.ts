import { spawn } from 'node:child_process';
import path from 'node:path';
import { collectOutput, type ProcessOutput } from './collect-output.ts';
import { PROJECT_ROOT } from './shared-data.ts';

export type CliRun = ProcessOutput;

/** Runs the built command line as a shell would. */
export async function runOverread(args: readonly string[], cwd: string): Promise<CliRun> {
  const cli = path.join(PROJECT_ROOT, 'out', 'main', 'cli.cjs');
  const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  return collectOutput(child);
}
