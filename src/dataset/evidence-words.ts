/**
 * Heading of figures that were made on development data, by which choices are made: how they were made, and what sealed
 * test there is to make up for that.
 * @param how e.g. "Cross-validated"
 * @param testSets names of the project's sealed test sets
 */
export function developmentHeading(how: string, testSets: readonly string[]): string {
  if (testSets.length === 0) return `${how}, no sealed test`;
  return `${how}; sealed apart: ${testSets.join(', ')}`;
}

/**
 * A heading that also says how many slices make its figures too kind; the heading itself for none.
 * @param where e.g. "across folds"
 */
export function tooKindHeading(heading: string, slices: number, where: string): string {
  return slices === 0 ? heading : `${heading}; too kind: ${slices} slices hang together ${where}`;
}

/** Heading of figures on a sealed test set. `models` are those of all looks so far, this one included, in their order. */
export function sealedTestHeading(testSet: string, look: number, models: readonly string[]): string {
  return `Sealed test ${testSet}, look ${look} (models: ${[...new Set(models)].join(', ')})`;
}
