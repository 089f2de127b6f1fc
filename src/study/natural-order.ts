const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** Order of file names as people count: 2.png before 10.png. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
