import { expect, it } from 'vitest';
import { colourHeat } from '../../../renderer/viewer/heat-colours.ts';
import { heatTable } from '../../../src/viewing/heat-colour-maps.ts';

it('looks each byte of heat up in the table', () => {
  const table = heatTable('ember', 0.5);
  const rgba = colourHeat(new Uint8Array([0, 127, 128, 255]), table);
  expect([rgba[3], rgba[7], rgba[15]]).toEqual([0, 0, 255]);
  expect([...rgba.slice(8, 12)]).toEqual([...table.slice(128 * 4, 129 * 4)]);
});
