import { expect, it } from 'vitest';
import { colourHeat, HEAT_COLOURS } from '../../../renderer/viewer/heat-colours.ts';

it('is clear where there is no heat and opaque at full heat', () => {
  const rgba = colourHeat(new Uint8Array([0, 255]));
  expect([rgba[3], rgba[7]]).toEqual([0, 255]);
  expect([...rgba.slice(4, 7)]).toEqual([252, 246, 180]);
});

it('rises in lightness and in opacity, so that it reads without hue', () => {
  const lightness = (heat: number) =>
    [0.299, 0.587, 0.114].reduce((sum, share, at) => sum + share * (HEAT_COLOURS[heat * 4 + at] ?? 0), 0);
  for (let heat = 8; heat < 256; heat += 8) {
    expect(lightness(heat)).toBeGreaterThan(lightness(heat - 8));
    expect(HEAT_COLOURS[heat * 4 + 3]).toBeGreaterThan(HEAT_COLOURS[(heat - 8) * 4 + 3] ?? 0);
  }
});
