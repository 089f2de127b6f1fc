import type { FeatureRows } from './feature-rows.ts';

/**
 * Brings each feature to mean 0 and standard deviation 1 (of the population, n in the divisor) over the rows given; a
 * feature that is the same in all of them becomes 0 there. To be made on training rows and applied to others.
 */
export function standardiserOf(rows: FeatureRows): (row: readonly number[]) => number[] {
  const count = rows[0]?.length ?? 0;
  const means = Array.from({ length: count }, (_, feature) => meanOf(rows.map((row) => row[feature] ?? 0)));
  const deviations = means.map((mean, feature) => {
    const variance = meanOf(rows.map((row) => ((row[feature] ?? 0) - mean) ** 2));
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return (row) => row.map((value, feature) => (value - (means[feature] ?? 0)) / (deviations[feature] ?? 1));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
