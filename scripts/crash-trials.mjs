import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded, rawText } from './build.mjs';
import { bundlePrograms, runProgram } from './run-program.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

// npm run crash-trials -- [--trials 1000] [--seed 1] [--lanes 1] [--out FILE] [--only import,reads,freeze,training,promotion,export,migration]
// Kills the process that writes a project at random moments and looks at the project after each; see docs/reliability.md.

const OUT = path.join(PROJECT_ROOT, 'out', 'crash-trials');
const TRIALS = path.join(PROJECT_ROOT, 'test', 'crash');

await bootstrapOrExit();
await buildWhenNeeded();
await bundlePrograms({
  entryPoints: {
    trials: path.join(TRIALS, 'crash-trials-process.ts'),
    writer: path.join(TRIALS, 'writer-process.ts'),
  },
  outdir: OUT,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['electron', 'libsql', 'esbuild'],
  plugins: [rawText],
  // It is read at every kill.
  minify: true,
});
const places = [path.join(OUT, 'writer.cjs'), path.join(PROJECT_ROOT, 'out', 'main', 'compute')];
runProgram([path.join(OUT, 'trials.cjs'), ...process.argv.slice(2), '--', ...places]);
