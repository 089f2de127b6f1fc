import { spawn } from 'node:child_process';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded, rawText } from './build.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';
import { sayFailure } from './setup/report.mjs';

// npm run crash-trials -- [--trials 1000] [--seed 1] [--lanes 1] [--out FILE] [--only import,reads,freeze,training,promotion,export,migration]
// Kills the process that writes a project at random moments and looks at the project after each; see docs/reliability.md.

const OUT = path.join(PROJECT_ROOT, 'out', 'crash-trials');
const TRIALS = path.join(PROJECT_ROOT, 'test', 'crash');

async function bundlePrograms() {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: {
      trials: path.join(TRIALS, 'crash-trials-process.ts'),
      writer: path.join(TRIALS, 'writer-process.ts'),
    },
    outdir: OUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron', 'libsql', 'esbuild'],
    plugins: [rawText],
    // It is read at every kill.
    minify: true,
    define: { 'import.meta.dirname': JSON.stringify(path.join(PROJECT_ROOT, 'test', 'support')) },
    logLevel: 'error',
  });
}

await bootstrapOrExit();
await buildWhenNeeded();
await bundlePrograms().catch((error) => {
  sayFailure(error);
  process.exit(3);
});
const places = [path.join(OUT, 'writer.cjs'), path.join(PROJECT_ROOT, 'out', 'main', 'compute')];
const child = spawn(process.execPath, [path.join(OUT, 'trials.cjs'), ...process.argv.slice(2), '--', ...places], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
