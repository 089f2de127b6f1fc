import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

// npm runs scripts in the project's folder; the caller's folder is in INIT_CWD, and relative paths are meant from there.
const callerFolder = process.env.INIT_CWD ?? process.cwd();
const cli = path.join(PROJECT_ROOT, 'out', 'main', 'cli.cjs');

await bootstrapOrExit();
await buildWhenNeeded();
if (!existsSync(cli)) {
  process.stderr.write('overread: the command line is not built (main/cli.ts is missing)\n');
  process.exit(3);
}
const child = spawn(process.execPath, [cli, ...process.argv.slice(2)], { stdio: 'inherit', cwd: callerFolder });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`overread: could not be started: ${error.message}\n`);
  process.exit(3);
});
child.on('exit', (code) => process.exit(code ?? 3));
