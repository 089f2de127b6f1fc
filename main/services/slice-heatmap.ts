import { heatmapToSlice } from '../../src/prediction/heatmap-geometry.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { loadModel } from './model-reference.ts';
import { requireOpened } from './sealed-slices.ts';
import type { ServiceContext } from './service-context.ts';

export interface SliceHeatmap {
  readonly metadata: { rows: number; columns: number; modelId: number; probability: number };
  /** One byte per pixel of the slice, row-major; 255 is the model's full heat, on one scale for all its slices. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Grad-CAM of a slice for haemorrhage under a model, in the slice's own geometry.
 * @param modelId null for the project's current model
 * @throws ServiceError `sealed` for a slice of a test set that was not opened with the model
 */
export async function sliceHeatmap(
  context: ServiceContext,
  compute: ComputeClient,
  request: { readonly sliceId: number; readonly modelId: number | null },
  signal?: AbortSignal,
): Promise<SliceHeatmap> {
  const { row, run, reference } = loadModel(context, request.modelId);
  requireOpened(context, request.sliceId, row.id);
  const place = locateSlice(context, request.sliceId);
  const prepared = await compute.request(
    'network-input',
    { path: place.path, frame: place.frame, preprocessing: run.preprocessing },
    { signal },
  );
  requireSameBytes(place, prepared.sha256);
  const heat = await compute.request('heatmap', { model: reference, input: prepared.input }, { signal });
  const { rows, columns, placement } = prepared;
  const values = heatmapToSlice(heat, run.architecture, rows, columns, placement);
  return {
    metadata: { rows, columns, modelId: row.id, probability: heat.probability },
    body: Uint8Array.from(values, (value) => Math.min(255, Math.round((value / row.heatmapScale) * 255))),
  };
}
