/** A name in a text, from `start` up to `end`. */
export interface FoundName<T> {
  readonly start: number;
  readonly end: number;
  readonly meant: T;
}

/** How a name must stand: a file's ends its path, a folder's may go on, a title is in quotation marks. */
export type NameKind = 'file' | 'folder' | 'title';

export interface KnownNames<T> {
  readonly of: (kind: NameKind, name: string) => T | undefined;
  /** Length of the longest, in UTF-16 units. */
  readonly longest: number;
}

const WORD = /[\p{L}\p{M}\p{N}]/u;
const QUOTE = /["'“”„‘’«»]/u;
const NUMBER = /^\p{N}+$/u;
/** `1/2` outside of a path, `1.5`, `12:30` and `2026-11-30` are numbers in a sentence, not files that are called by a number. */
const IN_NUMBER_BEFORE = /[\p{L}\p{N}][-.,:]$|(?<![\p{L}\p{N}/\\])\p{N}+[/\\]$/u;
const IN_NUMBER_AFTER = /^[-.,:][\p{L}\p{N}]/u;

/**
 * The names that a text holds, from left to right, of several that begin at one place the longest. A name stands for itself alone:
 * no letter or digit adjoins it, and nothing of a path follows a file's. `\` counts as `/`.
 */
export function findNames<T>(text: string, names: KnownNames<T>): FoundName<T>[] {
  const plain = text.replaceAll('\\', '/');
  const found: FoundName<T>[] = [];
  for (let start = 0; start < text.length; start += 1) {
    if (start > 0 && isWord(plain, start - 1)) continue;
    const name = longestAt(plain, start, names);
    if (!name) continue;
    found.push(name);
    start = name.end - 1;
  }
  return found;
}

function longestAt<T>(text: string, start: number, names: KnownNames<T>): FoundName<T> | null {
  for (let end = Math.min(text.length, start + names.longest); end > start; end -= 1) {
    if (isWord(text, end)) continue;
    const name = text.slice(start, end);
    for (const kind of ['file', 'folder', 'title'] as const) {
      const meant = names.of(kind, name);
      if (meant !== undefined && stands(text, start, end, kind)) return { start, end, meant };
    }
  }
  return null;
}

function stands(text: string, start: number, end: number, kind: NameKind): boolean {
  const [before, after] = [text.charAt(start - 1), text.charAt(end)];
  switch (kind) {
    case 'folder':
      return true;
    case 'title':
      return QUOTE.test(before) && QUOTE.test(after);
    case 'file': {
      if (after === '/') return false;
      const isNumber = NUMBER.test(text.slice(start, end));
      return !isNumber || !(IN_NUMBER_BEFORE.test(text.slice(0, start)) || IN_NUMBER_AFTER.test(text.slice(end)));
    }
  }
}

/** Whether a letter or digit, or half of one, stands there. */
function isWord(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 0xdc00 && unit <= 0xdfff) return WORD.test(String.fromCodePoint(text.codePointAt(at - 1) ?? 0));
  return at < text.length && WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** A text with each name that it holds in other words. */
export function renamed<T>(text: string, found: readonly FoundName<T>[], words: (meant: T) => string | null): string {
  let made = '';
  let told = 0;
  for (const { start, end, meant } of found) {
    made += text.slice(told, start) + (words(meant) ?? text.slice(start, end));
    told = end;
  }
  return made + text.slice(told);
}
