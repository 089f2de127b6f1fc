import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { newestHeatmapCheck } from '../store/heatmap-checks.ts';
import type { ModelRow } from '../store/models.ts';
import type { ServiceContext } from './service-context.ts';
import type { SliceExplainer, SliceOfModel } from './slice-explainer.ts';

export interface SliceHeatmap {
  readonly metadata: {
    rows: number;
    columns: number;
    modelId: number;
    method: HeatmapMethod;
    answer: TrainableLabel;
    probability: number;
    /** Whether full heat is one value for all slices of the model, or the peak of this slice. */
    scale: 'model' | 'slice';
  };
  /** One byte per pixel of the slice, row-major; 255 is full heat. */
  readonly heat: Uint8Array;
  /** 1 inside the head, for each pixel. */
  readonly head: Uint8Array;
}

/**
 * The map of a slice for an answer under a model, in the slice's own geometry.
 * @throws ServiceError `sealed` for a slice of a test set that was not opened with the model
 */
export async function sliceHeatmap(
  context: ServiceContext,
  explainer: SliceExplainer,
  slice: SliceOfModel,
  method: HeatmapMethod,
  signal?: AbortSignal,
  answer: TrainableLabel = 'haemorrhage',
): Promise<SliceHeatmap> {
  const { model, rows, columns, probability, values, head } = await explainer.explain(slice, method, signal, answer);
  // What is known of a model's heat is of its maps for haemorrhage.
  const modelScale = answer === 'haemorrhage' ? scaleOf(context, model.row, method) : null;
  const full = modelScale ?? (peakOf(values) || 1);
  const scale = modelScale === null ? 'slice' : 'model';
  return {
    metadata: { rows, columns, modelId: model.row.id, method, answer, probability, scale },
    heat: inBytes(values, full),
    head,
  };
}

function peakOf(values: Float32Array): number {
  let peak = 0;
  for (let at = 0; at < values.length; at += 1) peak = Math.max(peak, values[at] as number);
  return peak;
}

function inBytes(values: Float32Array, full: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Math.min(255, Math.round(((values[at] as number) / full) * 255));
  }
  return bytes;
}

/** Full heat for all slices of a model: known for Grad-CAM from training, for the others once the model was checked. */
function scaleOf(context: ServiceContext, row: ModelRow, method: HeatmapMethod): number | null {
  if (method === 'grad-cam') return row.heatmapScale;
  const check = newestHeatmapCheck(context.store.db, row.id);
  return check?.methods.find((checked) => checked.method === method)?.scale ?? null;
}
