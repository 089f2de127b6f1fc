import { fuzzyScore } from './fuzzy-score.ts';

/** How many rows are listed at most: what is further down is found by typing on. */
const MOST_LISTED = 60;

interface Ranked {
  readonly id: string;
  readonly title: string;
  readonly group: string;
}

/** The entries that a text fits, best first. Without a text: those chosen last come first, the rest as it stands. */
export function rankEntries<T extends Ranked>(
  entries: readonly T[],
  typed: string,
  recent: readonly string[],
): readonly T[] {
  const age = ({ id }: T): number => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  if (typed.trim() === '') return [...entries].sort((a, b) => age(a) - age(b)).slice(0, MOST_LISTED);
  return entries
    .map((entry) => ({
      entry,
      score: fuzzyScore(typed, entry.title) ?? fuzzyScore(typed, `${entry.group}: ${entry.title}`),
    }))
    .filter((one): one is { entry: T; score: number } => one.score !== null)
    .sort((a, b) => b.score - a.score || age(a.entry) - age(b.entry))
    .slice(0, MOST_LISTED)
    .map(({ entry }) => entry);
}

/** The commands chosen last with one more, newest first. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, 8);
}
