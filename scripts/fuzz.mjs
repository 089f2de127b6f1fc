import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { bundlePrograms, runProgram } from './run-program.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

// npm run fuzz -- [--mutations N] [--seed N] [--only dicom,png,csv] [--out FILE] [--lanes N] [--docs] [--replay INDEX [--keep FILE]]
// Mutated files through the app's own readers; one JSON document on stdout, see docs/reliability.md. Ends with 1 where a
// promise was broken.

await bootstrapOrExit();
const program = path.join(PROJECT_ROOT, 'out', 'fuzz', 'fuzz.mjs');
await bundlePrograms({
  entryPoints: [path.join(PROJECT_ROOT, 'test', 'fuzz', 'fuzz-process.ts')],
  outfile: program,
  format: 'esm',
  packages: 'external',
});
runProgram([program, ...process.argv.slice(2)]);
