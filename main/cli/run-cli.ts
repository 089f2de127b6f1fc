import { CommanderError } from 'commander';
import { isCancellation, toCallError } from '../call-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { createSession, errorDocument } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface CliOptions {
  readonly cwd: string;
  readonly appVersion: string;
  readonly hostsFolder: string;
  readonly doctorScript: string;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/** Runs the command line. Whatever goes wrong comes back as a code with words on stderr, and under `--json` a document. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<ExitCode> {
  const { stdout, stderr } = options;
  let code: ExitCode = EXIT.done;
  const program = createProgram(
    async (json, work) => {
      const session = createSession({ ...options, json: json === true });
      try {
        code = await work(session);
      } finally {
        session.close();
      }
    },
    options.appVersion,
    options.doctorScript,
  );
  configureOutput(program, stdout, stderr);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return tellFailure(error, args.includes('--json'), options);
  }
}

function tellFailure(error: unknown, json: boolean, { stdout, stderr, signal }: CliOptions): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  const cancelled = signal.aborted && isCancellation(error);
  const callError = cancelled
    ? { code: 'cancelled', message: 'Cancelled. What was done until then is kept.', details: null }
    : toCallError(error);
  stderr.write(`overread: ${callError.message}\n`);
  if (callError.code === 'internal' && callError.details) stderr.write(`${callError.details}\n`);
  if (json) stdout.write(`${JSON.stringify(errorDocument(callError), null, 2)}\n`);
  return error instanceof WrongUse ? EXIT.wrongUse : EXIT.failed;
}

function configureOutput(
  program: ReturnType<typeof createProgram>,
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
): void {
  const output = {
    writeOut: (text: string) => void stdout.write(text),
    writeErr: (text: string) => void stderr.write(text),
  };
  const configure = (command: ReturnType<typeof createProgram>): void => {
    command.configureOutput(output);
    command.showHelpAfterError('(add --help for what can be written here)');
    for (const sub of command.commands) configure(sub as ReturnType<typeof createProgram>);
  };
  configure(program);
}
