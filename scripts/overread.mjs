import { existsSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { runProgram, sayAndExit } from './run-program.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

const cli = path.join(PROJECT_ROOT, 'out', 'main', 'cli.cjs');

await bootstrapOrExit();
await buildWhenNeeded();
if (!existsSync(cli)) sayAndExit(new Error('The command line is not built (main/cli.ts is missing).'));
runProgram([cli, ...process.argv.slice(2)]);
