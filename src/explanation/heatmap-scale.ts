/**
 * The heat that is drawn as full for all slices of a model: the 99th percentile (nearest rank) of the slices' highest
 * heats. Null when no slice has any heat.
 */
export function heatmapScaleOf(maps: readonly { readonly values: Float32Array }[]): number | null {
  const peaks = maps.map(({ values }) => values.reduce((a, b) => Math.max(a, b), 0)).sort((a, b) => a - b);
  const peak = peaks[Math.ceil(0.99 * peaks.length) - 1] ?? 0;
  return peak > 0 ? peak : null;
}
