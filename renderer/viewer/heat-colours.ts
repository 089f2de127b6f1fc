import { type HeatColourMap, heatTable } from '../../src/viewing/heat-colour-maps.ts';

/** Colours a heat map by a table of 256 RGBA colours: `heat.length` bytes in, four times as many out, into `rgba` where it is given. */
export function colourHeat(
  heat: Uint8Array,
  table: Uint8ClampedArray<ArrayBuffer>,
  rgba = new Uint8ClampedArray(heat.length * 4),
): Uint8ClampedArray<ArrayBuffer> {
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, heat.length);
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
  if (scratch?.width !== columns || scratch.height !== rows) scratch = new ImageData(columns, rows);
  colourHeat(heat, heatTable(colours, floor), scratch.data);
  canvas.getContext('2d')?.putImageData(scratch, 0, 0);
  return canvas;
}

/** Where pixels stand on their way into a canvas: a megabyte that is not made anew for each slice. */
let scratch: ImageData | null = null;
