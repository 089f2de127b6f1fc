import type { Moment } from '../contract/audit-methods.ts';

/** Whether the recorded model still says what is recorded, in a sentence. */
export function recomputedWords(recomputed: Moment['recomputed']): string {
  if (recomputed.kind === 'not') return `Not computed again: ${recomputed.why}`;
  const { probability, difference, equal } = recomputed;
  if (difference === 0) return `Computed again: ${probability}, exactly the recorded one.`;
  const by = difference.toPrecision(2);
  return equal
    ? `Computed again: ${probability}, the recorded one but for ${by}, which rounding explains.`
    : `Computed again: ${probability}, which is not the recorded one: they differ by ${by}.`;
}
