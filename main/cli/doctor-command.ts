import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { examineProject } from '../services/examine-project.ts';
import { ServiceError } from '../services/service-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { CliSession } from './session.ts';

/** `doctor`: runs the clone's own doctor, which tells what is found and what to do. */
export async function doctorCommand(session: CliSession, script: string): Promise<ExitCode> {
  if (!existsSync(script)) {
    throw new ServiceError('no-doctor', 'The doctor is part of the source tree: run `npm run doctor` there.');
  }
  const child = spawn(process.execPath, [script, ...(session.json ? ['--json'] : [])], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  return code === 0 ? EXIT.done : EXIT.failed;
}

/** `doctor --project P`: looks all of a project over and tells what to do about what is wrong. */
export async function examineCommand(session: CliSession, project: string): Promise<ExitCode> {
  const checks = await examineProject(path.resolve(session.cwd, project));
  for (const { name, ok, needed, found, remedy } of checks) {
    session.say(`${(ok ? 'ok' : needed ? 'WRONG' : 'note').padEnd(8)} ${name}: ${found}`);
    if (remedy !== null) session.say(`         what to do: ${remedy}`);
  }
  const ok = checks.every((check) => check.ok || !check.needed);
  session.result({ ok, checks });
  return ok ? EXIT.done : EXIT.failed;
}
