import { type HeatColourMap, heatTable } from '../../src/viewing/heat-colour-maps.ts';

/** Colours a heat map by a table of 256 RGBA colours: `heat.length` bytes in, four times as many out. */
export function colourHeat(heat: Uint8Array, table: Uint8ClampedArray<ArrayBuffer>): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(heat.length * 4);
  const words = new Uint32Array(rgba.buffer);
  const colours = new Uint32Array(table.buffer);
  for (let index = 0; index < heat.length; index += 1) words[index] = colours[heat[index] ?? 0] ?? 0;
  return rgba;
}

/** A heat map as a picture in the slice's own pixels, wholly clear below `floor` (a share of full heat). */
export function heatCanvas(
  { heat, rows, columns }: { readonly heat: Uint8Array; readonly rows: number; readonly columns: number },
  colours: HeatColourMap,
  floor: number,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const picture = new ImageData(colourHeat(heat, heatTable(colours, floor)), columns, rows);
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
  return canvas;
}
