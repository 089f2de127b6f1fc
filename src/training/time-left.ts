/**
 * Milliseconds until the last step ends, from the steps done so far.
 * @param recentMsPerStep durations of the last steps, oldest first; their median is used, so that one slow step (the
 *   first, a busy machine) does not shake the figure
 * @returns null when no step has been timed
 */
export function timeLeftMs(recentMsPerStep: readonly number[], stepsLeft: number): number | null {
  if (recentMsPerStep.length === 0) return null;
  const sorted = [...recentMsPerStep].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  return median * Math.max(0, stepsLeft);
}
