/**
 * Numbers of the entries whose time is before that of the entry before them: the computer's clock was set back, or another computer
 * wrote whose clock is behind. The order of a log is that of its numbers, whatever its times say.
 * @param entryJsons the entries as they stand, in order
 */
export function clockSetBackAt(entryJsons: Iterable<string>): number[] {
  const found: number[] = [];
  let sequence = 0;
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const text of entryJsons) {
    sequence += 1;
    const timeMs = timeOf(text);
    if (timeMs < beforeMs) found.push(sequence);
    if (!Number.isNaN(timeMs)) beforeMs = timeMs;
  }
  return found;
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
