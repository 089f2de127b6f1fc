import { StoreError } from './store-error.ts';

/** Names a file that cannot be opened, and the remedy. */
export const cannotOpen = (file: string): string =>
  `${file} cannot be opened. Look whether its disk is there and whether this account may read and write it.`;

/** Primary result codes of SQLite (sqlite.org/rescode.html) that tell of the disk and not of our statements. */
const FAILURES: readonly {
  readonly name: string;
  readonly primary: number;
  readonly code: string;
  says(of: string): string;
}[] = [
  {
    name: 'SQLITE_FULL',
    primary: 13,
    code: 'disk-full',
    says: (of) =>
      `The disk with ${of} is full, so this was not saved. What was saved before is safe. Free some space, then try again.`,
  },
  {
    name: 'SQLITE_IOERR',
    primary: 10,
    code: 'disk-failed',
    says: (of) =>
      `The disk with ${of} did not do what it was asked, so this was not saved. What was saved before is safe. ` +
      'Look whether the disk is full, unplugged or failing, then try again.',
  },
  {
    name: 'SQLITE_CORRUPT',
    primary: 11,
    code: 'project-damaged',
    says: (of) =>
      `${of} is damaged. Close the project and restore a backup: the app offers them when it is opened again.`,
  },
  {
    name: 'SQLITE_NOTADB',
    primary: 26,
    code: 'project-damaged',
    says: (of) => `${of} is not a database any more. Close the project and restore a backup of it.`,
  },
  {
    name: 'SQLITE_CANTOPEN',
    primary: 14,
    code: 'cannot-open',
    says: cannotOpen,
  },
  {
    name: 'SQLITE_READONLY',
    primary: 8,
    code: 'not-writable',
    says: (of) =>
      `${of} cannot be written, so this was not saved. Change the permissions of its folder, or move the project to a disk that can be written.`,
  },
];

/**
 * An error of SQLite that a person can do something about, as a StoreError that names the file and the remedy. Any other error
 * is returned as it is, e.g. a broken constraint or a busy lock.
 */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const failure = FAILURES.find(({ name, primary }) => code.startsWith(name) || primaryOf(code, error) === primary);
  if (!failure) return error;
  return new StoreError(failure.code, `${failure.says(file)} (${error.message})`, { cause: error });
}

/** libsql names no extended code it does not know, and none where a file cannot be opened: the number is in its text. */
function primaryOf(code: string, error: Error): number | null {
  const number =
    /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code)?.[1] ?? /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message)?.[1];
  return number === undefined ? null : Number(number) & 0xff;
}
