/** What can stand beside a slice. */
export const COMPARE_KINDS = ['mirror', 'difference', 'window', 'previous', 'next', 'other', 'heatmap'] as const;
export type CompareKind = (typeof COMPARE_KINDS)[number];

export const COMPARE_WORDS: Readonly<Record<CompareKind, string>> = {
  mirror: 'Mirror image',
  difference: 'Difference to mirror',
  window: 'Another window',
  previous: 'Previous slice',
  next: 'Next slice',
  other: 'Other slice',
  heatmap: 'Heatmap',
};
