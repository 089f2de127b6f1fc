import { z } from 'zod';
import { heatmapRoute } from '../../src/contract/contract.ts';
import { CallFailed } from '../api.ts';
import { ByteCache } from './byte-cache.ts';
import { colourHeat } from './heat-colours.ts';
import { failureOf } from './picture.ts';

/** A heat map as a canvas in the slice's own pixel geometry. */
export interface Heatmap {
  readonly sliceId: number;
  readonly modelId: number;
  readonly canvas: HTMLCanvasElement;
}

const headerSchema = z.object({
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  modelId: z.number().int(),
  probability: z.number(),
});

let kept = new ByteCache<Heatmap>(64 * 1024 * 1024);

function canvasOf(heat: Uint8Array, rows: number, columns: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(colourHeat(heat), columns, rows), 0, 0);
  return canvas;
}

/** The heat map of a slice under a model. Throws CallFailed. */
export async function fetchHeatmap(sliceId: number, modelId: number, signal: AbortSignal): Promise<Heatmap> {
  const key = `${sliceId}/${modelId}`;
  const cache = kept;
  const known = cache.get(key);
  if (known) return known;
  const response = await fetch(heatmapRoute(sliceId, modelId), { signal, cache: 'no-store' });
  if (!response.ok) throw await failureOf(response, 'The heatmap');
  const header = headerSchema.parse(
    JSON.parse(decodeURIComponent(response.headers.get('x-overread-heatmap') ?? 'null')),
  );
  const heat = new Uint8Array(await response.arrayBuffer());
  if (heat.length !== header.rows * header.columns || header.modelId !== modelId) {
    throw new CallFailed({ code: 'wrong-size', message: 'The heatmap does not fit its slice.', details: null });
  }
  const heatmap = { sliceId, modelId, canvas: canvasOf(heat, header.rows, header.columns) };
  cache.set(key, heatmap, heat.length * 4);
  return heatmap;
}

/** Forgets everything; one that is under way goes to the old cache, which nobody asks any more. */
export function clearHeatmaps(): void {
  kept = new ByteCache<Heatmap>(64 * 1024 * 1024);
}
