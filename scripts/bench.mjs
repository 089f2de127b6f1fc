import path from 'node:path';
import { ensureKeras } from './bench/keras-environment.mjs';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { electronExecutable } from './electron.mjs';
import { bundlePrograms, runProgram, sayAndExit } from './run-program.mjs';
import { cacheFolder, PROJECT_ROOT } from './setup/paths.mjs';

// npm run bench -- [--runs N] [--only epoch,predict,gradcam,stock,folds,worklist,viewer] [--out FILE]
// Overread against Python Keras and stock tfjs-node; one JSON document on stdout, see docs/performance.md.

const OUT = path.join(PROJECT_ROOT, 'out', 'bench');
const BENCH = path.join(PROJECT_ROOT, 'test', 'bench');

await bootstrapOrExit();
await buildWhenNeeded();
const python = await ensureKeras().catch(sayAndExit);
// The bench's own programs, bundled as the app's children are.
await bundlePrograms({
  entryPoints: {
    bench: path.join(BENCH, 'bench-process.ts'),
    'stock-tfjs': path.join(BENCH, 'stock-tfjs-process.ts'),
    'plain/train-host': path.join(BENCH, 'plain-train-host.ts'),
    'start-probe': path.join(BENCH, 'start-probe.ts'),
  },
  outdir: OUT,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['@tensorflow/tfjs-node', 'electron'],
});
// The parts that drive the real app.
await bundlePrograms({
  entryPoints: {
    worklist: path.join(BENCH, 'worklist-process.ts'),
    viewer: path.join(BENCH, 'viewer-process.ts'),
    'ct-decode': path.join(BENCH, 'ct-decode-process.ts'),
  },
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  packages: 'external',
});
const electron = electronExecutable();
const places = {
  cacheFolder: cacheFolder(),
  electronVersion: electron.version,
  hostsFolder: path.join(PROJECT_ROOT, 'out', 'main', 'compute'),
  plainHostsFolder: path.join(OUT, 'plain'),
  keras: [python, path.join(BENCH, 'keras_peer.py')],
  worklist: [
    process.execPath,
    path.join(OUT, 'worklist.mjs'),
    JSON.stringify({ startProbe: path.join(OUT, 'start-probe.cjs'), electron: [electron.path, ...electron.args] }),
  ],
  viewer: [
    process.execPath,
    path.join(OUT, 'viewer.mjs'),
    JSON.stringify({
      cacheFolder: cacheFolder(),
      benchFolder: BENCH,
      decodeProgram: path.join(OUT, 'ct-decode.mjs'),
      electron: electron.path,
    }),
  ],
  stockTfjs: [process.execPath, path.join(OUT, 'stock-tfjs.cjs')],
};
runProgram([path.join(OUT, 'bench.cjs'), ...process.argv.slice(2), '--', JSON.stringify(places)]);
