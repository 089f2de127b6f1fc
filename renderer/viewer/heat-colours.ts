/** Stops of the heat scale: dark magenta over orange to pale yellow, rising in lightness so that it reads without hue. */
const STOPS: readonly (readonly [number, number, number, number])[] = [
  [0, 60, 12, 90],
  [0.35, 168, 40, 96],
  [0.6, 232, 98, 46],
  [0.82, 250, 176, 52],
  [1, 252, 246, 180],
];

function channel(share: number, index: 1 | 2 | 3): number {
  const upper = STOPS.findIndex(([at]) => at >= share);
  const high = STOPS[Math.max(upper, 1)] ?? [1, 252, 246, 180];
  const low = STOPS[Math.max(upper, 1) - 1] ?? [0, 60, 12, 90];
  const part = high[0] === low[0] ? 1 : (share - low[0]) / (high[0] - low[0]);
  return Math.round(low[index] + (high[index] - low[index]) * part);
}

/** RGBA of each heat 0..255 of the model's one scale. No heat is wholly clear, full heat wholly opaque. */
export const HEAT_COLOURS: Uint8ClampedArray = (() => {
  const table = new Uint8ClampedArray(256 * 4);
  for (let heat = 0; heat < 256; heat += 1) {
    const share = heat / 255;
    table.set([channel(share, 1), channel(share, 2), channel(share, 3), Math.round(255 * share ** 0.8)], heat * 4);
  }
  return table;
})();

/** Colours a heat map: `heat.length` bytes in, four times as many out. */
export function colourHeat(heat: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(heat.length * 4);
  const words = new Uint32Array(rgba.buffer);
  const table = new Uint32Array(HEAT_COLOURS.buffer);
  for (let index = 0; index < heat.length; index += 1) words[index] = table[heat[index] ?? 0] ?? 0;
  return rgba;
}
