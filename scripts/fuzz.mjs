import { spawn } from 'node:child_process';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

// npm run fuzz -- [--mutations N] [--seed N] [--only dicom,png,csv] [--out FILE] [--lanes N] [--docs] [--replay INDEX [--keep FILE]]
// Mutated files through the app's own readers; one JSON document on stdout, see docs/reliability.md. Ends with 1 where a
// promise was broken.

await bootstrapOrExit();
const esbuild = await import('esbuild');
const program = path.join(PROJECT_ROOT, 'out', 'fuzz', 'fuzz.mjs');
await esbuild.build({
  entryPoints: [path.join(PROJECT_ROOT, 'test', 'fuzz', 'fuzz-process.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  define: { 'import.meta.dirname': JSON.stringify(path.join(PROJECT_ROOT, 'test', 'support')) },
  logLevel: 'error',
});
// npm runs scripts in the project's folder; files are meant from the caller's.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit', cwd });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
