/**
 * Colour maps for heat. `ember`: our own, dark magenta over orange to pale yellow. `viridis` and `inferno`: perceptually
 * uniform maps of matplotlib (S. van der Walt and N. Smith, 2015, CC0), sampled at nine places. `blue`: one hue.
 */
export const HEAT_COLOUR_MAPS = ['ember', 'inferno', 'viridis', 'blue'] as const;
export type HeatColourMap = (typeof HEAT_COLOUR_MAPS)[number];

export const HEAT_COLOUR_WORDS: Readonly<Record<HeatColourMap, string>> = {
  ember: 'Ember',
  inferno: 'Inferno',
  viridis: 'Viridis',
  blue: 'Blue (one hue)',
};

/** A place on the map from 0 to 1 with its red, green and blue. */
type Stop = readonly [at: number, red: number, green: number, blue: number];

const evenly = (...colours: readonly (readonly [number, number, number])[]): Stop[] =>
  colours.map(([red, green, blue], index) => [index / (colours.length - 1), red, green, blue]);

/** All rise in lightness, so that they read without hue. */
const STOPS: Readonly<Record<HeatColourMap, readonly Stop[]>> = {
  ember: [
    [0, 60, 12, 90],
    [0.35, 168, 40, 96],
    [0.6, 232, 98, 46],
    [0.82, 250, 176, 52],
    [1, 252, 246, 180],
  ],
  inferno: evenly(
    [0, 0, 4],
    [33, 12, 74],
    [87, 16, 110],
    [138, 34, 106],
    [188, 55, 84],
    [228, 90, 49],
    [249, 142, 9],
    [249, 203, 53],
    [252, 255, 164],
  ),
  viridis: evenly(
    [68, 1, 84],
    [71, 45, 123],
    [59, 82, 139],
    [44, 114, 142],
    [33, 145, 140],
    [40, 174, 128],
    [94, 201, 98],
    [173, 220, 48],
    [253, 231, 37],
  ),
  blue: evenly([8, 24, 58], [22, 82, 158], [92, 158, 222], [222, 240, 255]),
};

/** The colour of a share of full heat, 0 to 1: red, green and blue 0..255, linear between the map's stops. */
export function heatColour(map: HeatColourMap, share: number): readonly [number, number, number] {
  const stops = STOPS[map];
  const upper = Math.max(
    1,
    stops.findIndex(([at]) => at >= share),
  );
  const [from, to] = [stops[upper - 1], stops[upper]];
  if (!from || !to) return [0, 0, 0];
  const part = (share - from[0]) / (to[0] - from[0]);
  const between = (at: 1 | 2 | 3): number => Math.round(from[at] + (to[at] - from[at]) * part);
  return [between(1), between(2), between(3)];
}

/**
 * RGBA of each heat 0..255. What is below `floor` (a share of full heat) is wholly clear, no heat as well; full heat is
 * wholly opaque.
 */
export function heatTable(map: HeatColourMap, floor: number): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(256 * 4);
  for (let heat = 1; heat < 256; heat += 1) {
    const share = heat / 255;
    if (share < floor) continue;
    table.set([...heatColour(map, share), Math.round(255 * share ** 0.8)], heat * 4);
  }
  return table;
}
