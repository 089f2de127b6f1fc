/**
 * How well a typed text fits a title: its letters must come in this order. A run of letters and the start of a word count for
 * more, a title that goes on for less, so that "go tr" finds "Go to Training" first. Null where it does not fit.
 */
export function fuzzyScore(typed: string, title: string): number | null {
  const wanted = [...typed.toLowerCase()].filter((letter) => letter !== ' ');
  const letters = [...title.toLowerCase()];
  let best: readonly (number | null)[] = letters.map(() => 0);
  // best[i]: the score of the wanted letters so far with the last of them at i (dynamic programming over titles of a line).
  for (const [nth, letter] of wanted.entries()) {
    let before: number | null = null;
    best = letters.map((own, at) => {
      const apart = nth === 0 ? 0 : before;
      const beside = nth > 0 && at > 0 ? (best[at - 1] ?? null) : null;
      if (beside !== null && (before === null || beside > before)) before = beside;
      if (own !== letter) return null;
      const start = at === 0 || /[\s/(:-]/.test(letters[at - 1] ?? '') ? 4 : 0;
      const options = [apart, beside === null ? null : beside + 5].filter((option) => option !== null);
      return options.length === 0 ? null : Math.max(...options) + 1 + start;
    });
  }
  const scores = best.filter((score) => score !== null);
  return scores.length === 0 && letters.length > 0 ? null : Math.max(0, ...scores) - letters.length / 100;
}
