import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { CallFailed, call } from '../api.ts';
import { ByteCache } from './byte-cache.ts';

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

/** Of 300 slices of 512 x 512. */
const MAX_BYTES = 160 * 1024 * 1024;

let kept = new ByteCache<Heatmap>(MAX_BYTES);

const keyOf = (sliceId: number, modelId: number, method: HeatmapMethod, answer: TrainableLabel): string =>
  `${sliceId}/${modelId}/${method}/${answer}`;

/** The heat map where it is at hand. */
export function knownHeatmap(
  sliceId: number,
  modelId: number,
  method: HeatmapMethod,
  answer: TrainableLabel,
): Heatmap | undefined {
  return kept.get(keyOf(sliceId, modelId, method, answer));
}

/** The heat map of a slice under a model. Throws CallFailed. */
export async function fetchHeatmap(
  sliceId: number,
  modelId: number,
  method: HeatmapMethod = 'grad-cam',
  answer: TrainableLabel = 'haemorrhage',
): Promise<Heatmap> {
  const key = keyOf(sliceId, modelId, method, answer);
  const cache = kept;
  const known = cache.get(key);
  if (known) return known;
  const { metadata, heat, head } = await call('slice.heatmap', { sliceId, modelId, method, answer });
  const { rows, columns, scale } = metadata;
  const asked = metadata.modelId === modelId && metadata.method === method && metadata.answer === answer;
  if (heat.length !== rows * columns || head.length !== rows * columns || !asked) {
    throw new CallFailed({ code: 'wrong-size', message: 'The heatmap does not fit its slice.', details: null });
  }
  const heatmap = { sliceId, modelId, method, answer, scale, rows, columns, heat, head };
  cache.set(key, heatmap, heat.length + head.length);
  return heatmap;
}

/** Forgets everything; one that is under way goes to the old cache, which nobody asks any more. */
export function clearHeatmaps(): void {
  kept = new ByteCache<Heatmap>(MAX_BYTES);
}
