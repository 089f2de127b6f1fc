import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from './shared-data.ts';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a shell would. */
export async function runOverread(args: readonly string[], cwd: string): Promise<CliRun> {
  const cli = path.join(PROJECT_ROOT, 'out', 'main', 'cli.cjs');
  const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
