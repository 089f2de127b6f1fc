import type { Proportion } from '../contract/shared.ts';

/** How many false positives a study without haemorrhage is expected to have, with the interval that comes from the specificity's. */
export interface ExpectedFalsePositives {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Slices times (1 - specificity): the mean of a count needs no independence between slices. The interval is that of the
 * specificity, turned round; it says how well the specificity is known, not how the count varies between studies.
 * @param slices predicted slices of a study, were none of them to show haemorrhage
 * @param specificity of the model per slice, on slices that it did not learn from; null where it is not known
 * @returns null without a specificity
 */
export function expectedFalsePositives(slices: number, specificity: Proportion | null): ExpectedFalsePositives | null {
  if (specificity === null) return null;
  const { value, low, high } = specificity;
  if (value === null || low === null || high === null) return null;
  return { expected: slices * (1 - value), low: slices * (1 - high), high: slices * (1 - low) };
}
