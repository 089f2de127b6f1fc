import { expect, it } from 'vitest';
import { HEAT_COLOUR_MAPS, heatColour, heatTable } from '../../../src/viewing/heat-colour-maps.ts';

const lightness = ([red, green, blue]: readonly number[]): number =>
  0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0);

it.each(HEAT_COLOUR_MAPS)('%s rises in lightness and in opacity, so that it reads without hue', (map) => {
  const table = heatTable(map, 0);
  for (let heat = 8; heat < 256; heat += 8) {
    expect(lightness(heatColour(map, heat / 255))).toBeGreaterThan(lightness(heatColour(map, (heat - 8) / 255)));
    expect(table[heat * 4 + 3]).toBeGreaterThan(table[(heat - 8) * 4 + 3] ?? 0);
  }
});

it('is wholly clear without heat and below the floor, and opaque at full heat', () => {
  const table = heatTable('viridis', 0.4);
  const opacity = Array.from({ length: 256 }, (_, heat) => table[heat * 4 + 3] ?? 0);
  expect(opacity.slice(0, 102).every((alpha) => alpha === 0)).toBe(true);
  expect(opacity.slice(102).every((alpha) => alpha > 0)).toBe(true);
  expect(opacity[255]).toBe(255);
  expect(heatTable('viridis', 0)[3]).toBe(0);
});

it('has the ends and the middle of matplotlib 3.10 (matplotlib.colormaps[name](0), (0.5), (1.0) times 255)', () => {
  expect([0, 0.5, 1].map((share) => heatColour('inferno', share))).toEqual([
    [0, 0, 4],
    [188, 55, 84],
    [252, 255, 164],
  ]);
  expect([0, 0.5, 1].map((share) => heatColour('viridis', share))).toEqual([
    [68, 1, 84],
    [33, 145, 140],
    [253, 231, 37],
  ]);
});
