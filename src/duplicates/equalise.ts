const LEVELS = 256;

/**
 * Each level replaced by the share of the counted pixels below it (ties count half), in [0, 1]: what is left is the order
 * of the greys, so that brightness, contrast and gamma fall away. 256 bins over the range of the counted pixels.
 * @param counts which pixels make the distribution; the others are mapped through it as well
 */
export function equalise(levels: Float32Array, counts: Uint8Array): Float32Array {
  let [low, high, total] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let index = 0; index < levels.length; index++) {
    if (counts[index] !== 1) continue;
    const level = levels[index] as number;
    if (level < low) low = level;
    if (level > high) high = level;
    total += 1;
  }
  if (!(high > low)) return new Float32Array(levels.length).fill(0.5);
  const scale = (LEVELS - 1) / (high - low);
  const binOf = (level: number): number => Math.max(0, Math.min(LEVELS - 1, Math.round((level - low) * scale)));
  const bins = new Float64Array(LEVELS);
  for (let index = 0; index < levels.length; index++) {
    if (counts[index] === 1) bins[binOf(levels[index] as number)] = (bins[binOf(levels[index] as number)] ?? 0) + 1;
  }
  let below = 0;
  const shares = bins.map((pixels) => {
    const share = (below + pixels / 2) / total;
    below += pixels;
    return share;
  });
  return levels.map((level) => shares[binOf(level)] as number);
}
