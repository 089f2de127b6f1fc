import { CommanderError } from 'commander';
import type { CallError } from '../../src/contract/contract.ts';
import { isCancellation, toCallError } from '../call-error.ts';
import { openSigningKey } from '../signing-key.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { createSession, errorDocument } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface CliOptions {
  readonly cwd: string;
  readonly appVersion: string;
  readonly hostsFolder: string;
  readonly doctorScript: string;
  /** Where the app keeps what belongs to this account; absent where nothing of it is to be used. */
  readonly userDataFolder?: string;
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
      const session = createSession({
        ...options,
        json: json === true,
        // The system's key store opens to the app alone.
        signing: options.userDataFolder === undefined ? null : openSigningKey(options.userDataFolder, null),
      });
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
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  const cancelled = signal.aborted && isCancellation(error);
  const callError = cancelled
    ? { code: 'cancelled', message: 'Cancelled. What was done until then is kept.', details: null }
    : (wrongUseOf(error) ?? toCallError(error));
  // The parser of options has told of its own errors already.
  if (!(error instanceof CommanderError)) stderr.write(`overread: ${callError.message}\n`);
  if (callError.code === 'internal' && callError.details) stderr.write(`${callError.details}\n`);
  if (json) stdout.write(`${JSON.stringify(errorDocument(callError), null, 2)}\n`);
  return callError.code === WRONG_USE ? EXIT.wrongUse : EXIT.failed;
}

const WRONG_USE = 'wrong-use';

function wrongUseOf(error: unknown): CallError | null {
  if (!(error instanceof CommanderError || error instanceof WrongUse)) return null;
  return { code: WRONG_USE, message: error.message.replace(/^error: /, ''), details: null };
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
