import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface CrashLog {
  readonly file: string;
  /**
   * Notes where and with which error something failed. `where` is written as it is: words of our own, never anything of a
   * study. Never throws: a full disk must not make matters worse.
   */
  note(where: string, error: unknown): void;
}

const LARGEST_BYTES = 1024 * 1024;

/** Errors that are told of with what caused them; a chain that goes on is cut there, and one in a circle with it. */
const LONGEST_CHAIN = 5;
const MOST_FRAMES = 30;

/** The built code (in tests: the project). Frames of elsewhere are left out. */
const CODE_FOLDER = path.join(import.meta.dirname, '..');

/** Names and codes of errors as programs give them. What is made otherwise could be somebody's words. */
const ERROR_NAME = /^[A-Z][A-Za-z]{0,40}(Error|Refusal|Crashed|TimedOut|Aborted)$|^Error$/;
const ERROR_CODE = /^([A-Z][A-Z0-9_]{1,60}|[a-z]{1,20}(-[a-z]{1,20}){0,6}|-?\d{1,6})$/;

/** Where a line of a stack stands in our own code, as `main/index.cjs:12:34`; null for every other line. */
function frameOf(line: string): string | null {
  if (!/^\s+at /.test(line)) return null;
  for (const folder of [CODE_FOLDER + path.sep, `${pathToFileURL(CODE_FOLDER).href}/`]) {
    const at = line.lastIndexOf(folder);
    const place = at < 0 ? null : /^([\w.\\/-]+\.[cm]?[jt]sx?:\d+:\d+)\)?$/.exec(line.slice(at + folder.length));
    if (place?.[1]) return place[1].replaceAll('\\', '/');
  }
  return null;
}

/**
 * An error by its class, its code and the places in our own code. Its message is never told, nor are names of functions: a message
 * holds whatever it was made of (a path, a field of a header), and no pattern knows a name from a word.
 */
function describeError(error: unknown, depth = 1): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const name = ERROR_NAME.test(error.name) ? error.name : 'an error of another name';
  const code = 'code' in error && ERROR_CODE.test(String(error.code)) ? ` [${String(error.code)}]` : '';
  const frames = (error.stack ?? '').split('\n').flatMap((line) => frameOf(line) ?? []);
  const places = frames.slice(0, MOST_FRAMES).map((frame) => `\n    at ${frame}`);
  const hasCause = error.cause !== undefined && depth < LONGEST_CHAIN;
  return `${name}${code}${places.join('')}${hasCause ? `\n  caused by ${describeError(error.cause, depth + 1)}` : ''}`;
}

/** The app's own log of failures: classes, codes and places in the code, no messages. One old file is kept. */
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
