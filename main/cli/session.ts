import os from 'node:os';
import path from 'node:path';
import type { AppEvent, CallError } from '../../src/contract/contract.ts';
import { type ComputeClient, createComputeClient } from '../compute/compute-client.ts';
import { forkChildProcess } from '../compute/fork-child-process.ts';
import { closeProject, openProject } from '../services/open-project.ts';
import { knownName } from '../services/reader-sessions.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import type { SigningKey } from '../signing-key.ts';

/** What a command has in hand. */
export interface CliSession {
  readonly cwd: string;
  readonly json: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly appVersion: string;
  /** The key of this installation, as far as it is reached without the app; null where there is none to be used. */
  readonly signing: SigningKey | null;
  /** Text for a person on stdout; nothing under `--json`. */
  say(text: string): void;
  /** The one JSON document on stdout, under `--json` only. */
  result(value: unknown): void;
  /** One JSON line on stdout, under `--json` only. */
  jsonLine(value: unknown): void;
  /** A line on stderr that the next one replaces on a terminal. */
  progress(text: string): void;
  warn(text: string): void;
  /** The compute client, started on first use. */
  compute(): ComputeClient;
  close(): void;
}

export interface SessionOptions {
  readonly json: boolean;
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly appVersion: string;
  readonly hostsFolder: string;
  readonly signing: SigningKey | null;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Shortest time between two progress lines where they do not replace each other. */
const PROGRESS_EVERY_MS = 2000;

export function createSession(options: SessionOptions): CliSession {
  const { json, stdout, stderr } = options;
  let compute: ComputeClient | null = null;
  let progressShown = false;
  let progressMs = Number.NEGATIVE_INFINITY;

  const clearProgress = (): void => {
    if (progressShown) stderr.write('\r\x1b[K');
    progressShown = false;
  };
  return {
    ...options,
    say: (text) => {
      clearProgress();
      if (!json) stdout.write(`${text}\n`);
    },
    result: (value) => {
      clearProgress();
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    jsonLine: (value) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    progress: (text) => {
      if (stderr.isTTY) {
        stderr.write(`\r\x1b[K${text}`);
        progressShown = true;
      } else if (Date.now() - progressMs >= PROGRESS_EVERY_MS) {
        progressMs = Date.now();
        stderr.write(`${text}\n`);
      }
    },
    warn: (text) => {
      clearProgress();
      stderr.write(`${text}\n`);
    },
    compute: () => {
      compute ??= createComputeClient({ fork: forkChildProcess, hostsFolder: options.hostsFolder });
      return compute;
    },
    close: () => {
      clearProgress();
      compute?.close();
    },
  };
}

/** Progress of a service as a line: what, how far, and how long it still takes where that is known. */
export function progressLine(session: CliSession) {
  return (progress: { message: string; done: number; total: number; etaMs?: number | null }): void => {
    const { message, done, total, etaMs } = progress;
    const left = etaMs ? `, about ${Math.max(1, Math.round(etaMs / 1000))} s left` : '';
    session.progress(total > 0 ? `${message}: ${done} of ${total}${left}` : message);
  };
}

/**
 * Opens the project for a command and closes it whatever happens. `either` writes where it may, and reads while the app or
 * another command has the project.
 * @throws ServiceError `project-read-only` for a command that writes while the app or another command has it
 */
export async function withProject<T>(
  session: CliSession,
  folder: string,
  access: 'write' | 'either' | 'read',
  work: (context: ServiceContext) => Promise<T>,
): Promise<T> {
  const mode = access === 'read' ? 'read-only' : 'write';
  const { appVersion, signing } = session;
  const notify = (event: AppEvent): void => {
    if (event.kind === 'remark') session.warn(event.message);
  };
  const parts = { appVersion, notify, signingKey: () => signing?.current() ?? null };
  const context = openProject({ folder: path.resolve(session.cwd, folder), mode }, parts);
  try {
    if (access === 'write' && context.store.readOnly) {
      throw new ServiceError(
        'project-read-only',
        context.store.readOnlyReason ?? 'The project is open for reading only.',
      );
    }
    return await work(context);
  } finally {
    closeProject(context);
  }
}

/** The reader's name for the log: what was given, else the account's, which is a claim like any other. */
export function readerName(given: string | undefined): string {
  if (given !== undefined && given.trim() !== '') return given.trim();
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** The reader as the project knows them: a name that differs from a known one only in case or spaces is that reader. */
export function readerIn(context: ServiceContext, given: string | undefined): string {
  return knownName(context, readerName(given));
}

/** A failure as the one JSON document on stdout. */
export const errorDocument = (error: CallError): { error: { code: string; message: string } } => ({
  error: { code: error.code, message: error.message },
});
