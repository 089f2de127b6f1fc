import { z } from 'zod';
import type { CallError } from '../src/contract/contract.ts';

/** Errors of the system that a person can do something about. */
const SYSTEM_REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'This account may not read or write there. Change the permissions, or choose another folder.',
  EPERM: 'The system does not allow it. Change the permissions, or choose another folder.',
  EROFS: 'The disk is read-only. Choose a folder that can be written.',
  ENOSPC: 'The disk is full. Free some space and try again; nothing that was saved before is lost.',
  EDQUOT: 'The disk quota is used up. Free some space and try again; nothing that was saved before is lost.',
  ENOENT: 'The file or folder is not there any more. Look whether it was moved, or its disk unplugged.',
  EISDIR: 'This is a folder, where a file is meant. Name a file in it.',
  ENOTDIR: 'This is not a folder. Choose a folder.',
  EEXIST: 'Something of that name is there already. Choose another name.',
  EMFILE: 'Too many files are open. Close other programs and try again.',
  EIO: 'The disk does not answer as it should. Look at its cable and its health, then try again.',
};

const STABLE_CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** An error as a value that crosses to the renderer or the command line. Whatever was thrown, a sentence comes out. */
export function toCallError(error: unknown): CallError {
  if (!(error instanceof Error)) return { code: 'internal', message: unexpected(String(error)), details: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const remedy = Object.hasOwn(SYSTEM_REMEDIES, code) ? SYSTEM_REMEDIES[code] : undefined;
  if (remedy)
    return { code: code.toLowerCase(), message: `${remedy} (${error.message})`, details: error.stack ?? null };
  if (error.name === 'AbortError') return { code: 'cancelled', message: 'It was cancelled.', details: null };
  if (error instanceof z.ZodError)
    return { code: 'unreadable', message: unreadable(error), details: error.stack ?? null };
  if (error instanceof SyntaxError)
    return { code: 'unreadable', message: damaged(error), details: error.stack ?? null };
  if (STABLE_CODE.test(code)) return { code, message: error.message, details: null };
  return { code: 'internal', message: unexpected(error.message), details: error.stack ?? null };
}

/** What did not fit a schema, in words: which field and what was wrong with it, never the check's own JSON. */
function unreadable(error: z.ZodError): string {
  const { issues } = error;
  const file = 'file' in error && typeof error.file === 'string' ? ` in ${error.file}` : '';
  const places = issues.slice(0, 3).map(({ path, message }) => {
    const where = path.map(String).join('.');
    return `${where === '' ? '' : `${where}: `}${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  });
  const more = issues.length > 3 ? `, and ${issues.length - 3} more` : '';
  return (
    `A record${file} is not as this version of Overread keeps it (${places.join('; ')}${more}). Nothing was changed. ` +
    'A newer version may have written it: open it with that one, or go back to a copy of the project folder.'
  );
}

function damaged({ message }: SyntaxError): string {
  return `A record is damaged and could not be read (${message}). Nothing was changed. Go back to a copy of the project folder.`;
}

function unexpected(message: string): string {
  return `Something unexpected happened in Overread: ${message}. What was saved is safe; try again, and restart the app if it comes back.`;
}

/** Whether an error says that the person (or the app on quitting) gave the work up. */
export function isCancellation(error: unknown): boolean {
  const { code } = toCallError(error);
  return code === 'cancelled' || code === 'aborted';
}
