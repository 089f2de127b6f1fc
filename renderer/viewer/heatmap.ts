import { z } from 'zod';
import { heatmapRoute } from '../../src/contract/contract.ts';
import { type HeatmapMethod, heatmapMethodSchema } from '../../src/explanation/heatmap-method.ts';
import { type TrainableLabel, trainableLabelSchema } from '../../src/review/label.ts';
import { CallFailed } from '../api.ts';
import { ByteCache } from './byte-cache.ts';
import { failureOf } from './picture.ts';

/** A heat map in the slice's own pixel geometry. */
export interface Heatmap {
  readonly sliceId: number;
  readonly modelId: number;
  readonly method: HeatmapMethod;
  /** The answer that the map speaks for. */
  readonly answer: TrainableLabel;
  /** Whether full heat is one value for all slices of the model, or the peak of this slice. */
  readonly scale: 'model' | 'slice';
  readonly rows: number;
  readonly columns: number;
  /** 0 to 255 = full heat, row-major. */
  readonly heat: Uint8Array;
  /** 1 inside the head. */
  readonly head: Uint8Array;
}

const headerSchema = z.object({
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  modelId: z.number().int(),
  method: heatmapMethodSchema,
  answer: trainableLabelSchema,
  probability: z.number(),
  scale: z.enum(['model', 'slice']),
});

let kept = new ByteCache<Heatmap>(64 * 1024 * 1024);

/** The heat map of a slice under a model. Throws CallFailed. */
export async function fetchHeatmap(
  sliceId: number,
  modelId: number,
  signal: AbortSignal,
  method: HeatmapMethod = 'grad-cam',
  answer: TrainableLabel = 'haemorrhage',
): Promise<Heatmap> {
  const key = `${sliceId}/${modelId}/${method}/${answer}`;
  const cache = kept;
  const known = cache.get(key);
  if (known) return known;
  const response = await fetch(heatmapRoute(sliceId, modelId, method, answer), { signal, cache: 'no-store' });
  if (!response.ok) throw await failureOf(response, 'The heatmap');
  const header = headerSchema.parse(
    JSON.parse(decodeURIComponent(response.headers.get('x-overread-heatmap') ?? 'null')),
  );
  const { rows, columns, scale } = header;
  const body = new Uint8Array(await response.arrayBuffer());
  const asked = header.modelId === modelId && header.method === method && header.answer === answer;
  if (body.length !== 2 * rows * columns || !asked) {
    throw new CallFailed({ code: 'wrong-size', message: 'The heatmap does not fit its slice.', details: null });
  }
  const heat = body.subarray(0, rows * columns);
  const head = body.subarray(rows * columns);
  const heatmap = { sliceId, modelId, method, answer, scale, rows, columns, heat, head };
  cache.set(key, heatmap, body.length);
  return heatmap;
}

/** Forgets everything; one that is under way goes to the old cache, which nobody asks any more. */
export function clearHeatmaps(): void {
  kept = new ByteCache<Heatmap>(64 * 1024 * 1024);
}
