/**
 * Finds the entries whose time is before that of the entry before them: the computer's clock was set back, or another computer
 * wrote whose clock is behind. The order of a log is that of its numbers, whatever its times say.
 * `take` is given the entries as they stand, in order.
 */
export function createClockWatch(): { readonly setBackAt: readonly number[]; take(entryJson: string): void } {
  const setBackAt: number[] = [];
  let sequence = 0;
  let beforeMs = Number.NEGATIVE_INFINITY;
  return {
    setBackAt,
    take: (entryJson) => {
      sequence += 1;
      const timeMs = timeOf(entryJson);
      if (timeMs < beforeMs) setBackAt.push(sequence);
      if (!Number.isNaN(timeMs)) beforeMs = timeMs;
    },
  };
}

function timeOf(text: string): number {
  const entry: unknown = JSON.parse(text);
  return typeof entry === 'object' && entry !== null && 'time' in entry ? Date.parse(String(entry.time)) : Number.NaN;
}

/** Says at which entries the clock had been set back; at most the first ten are named. */
export function clockWords(setBackAt: readonly number[]): string {
  const named = setBackAt.slice(0, 10).join(', ');
  const more = setBackAt.length > 10 ? ` and ${setBackAt.length - 10} more` : '';
  return `The computer’s clock had been set back before entry ${named}${more}: times there are not in order, entries are.`;
}
