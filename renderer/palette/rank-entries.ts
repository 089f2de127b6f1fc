import { fuzzyScore } from './fuzzy-score.ts';
import type { PaletteEntry } from './palette-entry.ts';

/** How many rows are listed at most: what is further down is found by typing on. */
const MOST_LISTED = 60;

/** How many letters of a word find what may delete something. */
const LEAST_LETTERS = 3;

type Ranked = Pick<PaletteEntry, 'id' | 'title' | 'group'> & Partial<Pick<PaletteEntry, 'words' | 'destroys'>>;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** How a text fits an entry: 3 each typed word is one of its own, 2 begins one, 1 begins one of it or its group, 0 by letters alone. */
function fitOf(typed: readonly string[], { title, group, words = '' }: Ranked): number {
  if (typed.length === 0) return 0;
  const own = wordsOf(`${title} ${words}`);
  const begins = (among: readonly string[]) => typed.every((word) => among.some((one) => one.startsWith(word)));
  if (typed.every((word) => own.includes(word))) return 3;
  if (begins(own)) return 2;
  return begins([...own, ...wordsOf(group)]) ? 1 : 0;
}

/** The entries that a text fits, best first: by words, then by letters. Without a text: those chosen last come first, the rest as it stands. */
export function rankEntries<T extends Ranked>(
  entries: readonly T[],
  typed: string,
  recent: readonly string[],
): readonly T[] {
  const age = ({ id }: T): number => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  if (typed.trim() === '') return [...entries].sort((a, b) => age(a) - age(b)).slice(0, MOST_LISTED);
  const wanted = wordsOf(typed);
  const meant = wanted.some(({ length }) => length >= LEAST_LETTERS);
  return entries
    .map((entry) => {
      const { title, group, words = '', destroys = false } = entry;
      const score = fuzzyScore(typed, title) ?? fuzzyScore(typed, `${group}: ${title} ${words}`);
      return { entry, destroys, score, fit: fitOf(wanted, entry) };
    })
    .filter(({ destroys, score, fit }) => (destroys ? meant && fit > 1 : fit > 0 || score !== null))
    .sort(
      (a, b) =>
        b.fit - a.fit ||
        Number(a.destroys) - Number(b.destroys) ||
        (b.score ?? 0) - (a.score ?? 0) ||
        age(a.entry) - age(b.entry),
    )
    .slice(0, MOST_LISTED)
    .map(({ entry }) => entry);
}

/** The commands chosen last with one more, newest first. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, 8);
}
