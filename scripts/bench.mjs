import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureKeras } from './bench/keras-environment.mjs';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { cacheFolder, PROJECT_ROOT } from './setup/paths.mjs';
import { sayFailure } from './setup/report.mjs';

// npm run bench -- [--runs N] [--only epoch,predict,gradcam,stock,folds,worklist,viewer] [--out FILE]
// Overread against Python Keras and stock tfjs-node; one JSON document on stdout, see docs/performance.md.

const OUT = path.join(PROJECT_ROOT, 'out', 'bench');
const BENCH = path.join(PROJECT_ROOT, 'test', 'bench');

/** The bench's own programs, bundled as the app's children are. */
async function bundlePrograms() {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: {
      bench: path.join(BENCH, 'bench-process.ts'),
      'stock-tfjs': path.join(BENCH, 'stock-tfjs-process.ts'),
      'plain/train-host': path.join(BENCH, 'plain-train-host.ts'),
    },
    outdir: OUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  });
}

/** The parts that drive the real app: ES modules, told where the tests' support is. */
async function bundleAppParts() {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: {
      worklist: path.join(BENCH, 'worklist-process.ts'),
      viewer: path.join(BENCH, 'viewer-process.ts'),
    },
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    define: { 'import.meta.dirname': JSON.stringify(path.join(PROJECT_ROOT, 'test', 'support')) },
    logLevel: 'error',
  });
}

function reportAndExit(error) {
  sayFailure(error);
  process.exit(3);
}

await bootstrapOrExit();
await buildWhenNeeded();
const python = await ensureKeras().catch(reportAndExit);
await bundlePrograms().catch(reportAndExit);
await bundleAppParts().catch(reportAndExit);
const places = {
  cacheFolder: cacheFolder(),
  hostsFolder: path.join(PROJECT_ROOT, 'out', 'main', 'compute'),
  plainHostsFolder: path.join(OUT, 'plain'),
  keras: [python, path.join(BENCH, 'keras_peer.py')],
  worklist: [process.execPath, path.join(OUT, 'worklist.mjs')],
  viewer: [
    process.execPath,
    path.join(OUT, 'viewer.mjs'),
    JSON.stringify({ cacheFolder: cacheFolder(), benchFolder: BENCH }),
  ],
  stockTfjs: [process.execPath, path.join(OUT, 'stock-tfjs.cjs')],
};
const child = spawn(
  process.execPath,
  [path.join(OUT, 'bench.cjs'), ...process.argv.slice(2), '--', JSON.stringify(places)],
  { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
