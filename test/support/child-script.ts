import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { PROJECT_ROOT } from './shared-data.ts';

/** SQL imported with `?raw`, as the app's build does it. */
const rawText: Plugin = {
  name: 'raw-text',
  setup(builder) {
    builder.onResolve({ filter: /\?raw$/ }, (args) => ({
      path: path.resolve(args.resolveDir, args.path.slice(0, -'?raw'.length)),
      namespace: 'raw-text',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'raw-text' }, async (args) => ({
      contents: await readFile(args.path, 'utf8'),
      loader: 'text',
    }));
  },
};

/** Bundles a TypeScript program of test/support into a script that plain Node runs, and returns the script's path. */
export async function bundleChildScript(entry: string): Promise<string> {
  const folder = path.join(PROJECT_ROOT, 'out', 'test-children');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${path.basename(entry, '.ts')}.cjs`);
  await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['libsql'],
    plugins: [rawText],
    logLevel: 'error',
  });
  return outfile;
}

/** A running script and the lines that it has printed whole. */
export interface RunningScript {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves once there are so many lines; rejects when the script ends before. */
  waitForLines(count: number): Promise<void>;
  /** Resolves once there is such a line; rejects when the script ends before. */
  waitForLine(found: (line: string) => boolean): Promise<void>;
  /** Writes a line to its input. */
  tell(line: string): void;
  /** Ends it at once, as a power cut would, and waits until all it had printed is read. */
  kill(): Promise<void>;
}

export function runChildScript(script: string, args: readonly string[]): RunningScript {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
      wake();
    });
  });
  const waitUntil = (there: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      wake = () => {
        if (there()) resolve();
        else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(`The script ended: ${errors}`));
      };
      wake();
    });
  return {
    child,
    lines,
    waitForLines: (count) => waitUntil(() => lines.length >= count),
    waitForLine: (found) => waitUntil(() => lines.some(found)),
    tell: (line) => {
      child.stdin.write(`${line}\n`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
