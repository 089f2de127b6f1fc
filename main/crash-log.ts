import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface CrashLog {
  readonly file: string;
  /** Notes where and with which error something failed. Never throws: a full disk must not make matters worse. */
  note(where: string, error: unknown): void;
}

const LARGEST_BYTES = 1024 * 1024;

/**
 * Takes out what could name a patient: everything that looks like a path or a file name, and quoted text. Stack frames
 * keep the names of our own bundled files, which are not the reader's.
 */
export function withoutPaths(text: string): string {
  return text
    .replace(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g, "'...'")
    .replace(/(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][^\\/\n:*?"<>|()]+)+/g, (match) =>
      /[\\/]out[\\/](?:main|renderer)[\\/]/.test(match) ? `.../${match.replace(/^.*[\\/]out[\\/]/, '')}` : '...',
    );
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return withoutPaths(String(error));
  const code = 'code' in error ? ` [${String(error.code)}]` : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? '' : `\n  caused by ${describeError(error.cause)}`;
  return `${error.name}${code}: ${withoutPaths(error.message)}\n${withoutPaths(frames.join('\n'))}${cause}`;
}

/** The app's own log of failures: codes and stacks, no paths of slices, no names. One old file is kept. */
export function openCrashLog(folder: string, appVersion: string): CrashLog {
  const file = path.join(folder, 'overread.log');
  return {
    file,
    note: (where, error) => {
      try {
        mkdirSync(folder, { recursive: true });
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, `${file}.old`);
        const head = `${new Date().toISOString()} ${appVersion} ${os.platform()}-${os.arch()} ${where}`;
        appendFileSync(file, `${head}\n${describeError(error)}\n\n`, { mode: 0o600 });
      } catch {
        // Nowhere to write: the message on the screen has to do.
      }
    },
  };
}
