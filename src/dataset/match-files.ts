/** What a table's file name or id stands for among the files of a folder. */
export type FileMatch =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[] }
  | { readonly kind: 'outside' };

const IMAGE_EXTENSION = /\.(png|dcm|dicom|dic|ima|img)$/i;

const normal = (text: string): string => text.normalize('NFC').toLowerCase();
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stemOf = (path: string): string => nameOf(path).replace(IMAGE_EXTENSION, '');
const numberOf = (text: string): string | null => (/^\d{1,18}$/.test(text) ? String(BigInt(text)) : null);

/** A relative path with `/` and without `.` parts; null where it is absolute or leaves the folder through `..`. */
export function containedPath(name: string): string | null {
  const slashed = name.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed) || slashed.includes('\0')) return null;
  const parts: string[] = [];
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function add(index: Map<string, string[]>, key: string, path: string): void {
  const known = index.get(key);
  if (known) known.push(path);
  else index.set(key, [path]);
}

/**
 * Finds the file that a row means, among `paths` (relative to the set's folder, with `/`). Tried in this order, the first
 * that finds anything counts: the path as it stands (any case where no file has that very spelling); its end (`a/1.png`
 * finds `set/a/1.png`); the name without the image's extension; the number, where both are plain numbers, so that `0`
 * finds `head_ct/000.png`.
 */
export function createFileMatcher(paths: readonly string[]): (name: string) => FileMatch {
  const exact = new Set(paths);
  const ends = new Map<string, string[]>();
  const stems = new Map<string, string[]>();
  const numbers = new Map<string, string[]>();
  for (const path of paths) {
    add(ends, normal(nameOf(path)), path);
    add(stems, normal(stemOf(path)), path);
    const number = numberOf(stemOf(path));
    if (number !== null) add(numbers, number, path);
  }
  const endingWith = (candidates: readonly string[], end: string): string[] =>
    candidates.filter((path) => normal(path) === end || normal(path).endsWith(`/${end}`));
  const withoutExtension = (path: string): string => path.replace(IMAGE_EXTENSION, '');

  return (name) => {
    const wanted = containedPath(name);
    if (wanted === null) return { kind: 'outside' };
    if (wanted === '') return { kind: 'missing' };
    if (exact.has(wanted)) return { kind: 'file', path: wanted };
    const end = normal(wanted);
    const sameEnd = endingWith(ends.get(nameOf(end)) ?? [], end);
    const sameStem = (stems.get(normal(stemOf(wanted))) ?? []).filter((path) => {
      const stem = normal(withoutExtension(path));
      return stem === withoutExtension(end) || stem.endsWith(`/${withoutExtension(end)}`);
    });
    const number = numberOf(wanted);
    const sameNumber = number === null ? [] : (numbers.get(number) ?? []);
    const rootFirst = sameEnd.filter((path) => normal(path) === end);
    const found = [rootFirst, sameEnd, sameStem, sameNumber].find((candidates) => candidates.length > 0) ?? [];
    if (found.length === 0) return { kind: 'missing' };
    return found.length === 1 ? { kind: 'file', path: found[0] as string } : { kind: 'ambiguous', paths: found };
  };
}
