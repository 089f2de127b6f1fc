import { heatGrid } from '../../src/explanation/heat-grid.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { heatmapToSlice } from '../../src/prediction/heatmap-geometry.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import type { OperationOutput } from '../compute/protocol.ts';
import { findSlice } from '../store/slices.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { type LoadedModel, loadModel } from './model-reference.ts';
import { requireOpened } from './sealed-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface SliceOfModel {
  readonly sliceId: number;
  /** Null for the project's current model. */
  readonly modelId: number | null;
}

/** The heat of a slice in its own geometry. */
export interface SliceHeat {
  readonly model: LoadedModel;
  readonly rows: number;
  readonly columns: number;
  readonly probability: number;
  /** [rows, columns], not negative, in the method's own unit. */
  readonly values: Float32Array;
  /** 1 inside the head, [rows, columns]. */
  readonly head: Uint8Array;
}

/** Explains slices by any method and remembers what it computed last, on the methods' own small grids. */
export interface SliceExplainer {
  /** For haemorrhage where no answer is named. */
  explain(
    slice: SliceOfModel,
    method: HeatmapMethod,
    signal?: AbortSignal,
    answer?: TrainableLabel,
  ): Promise<SliceHeat>;
  clear(): void;
}

/** Slices whose network input is kept: the three methods of one slice want it in turn. */
const KEPT_INPUTS = 8;
/** Maps that are kept; of the largest network one has 15 kB. */
const KEPT_MAPS = 400;

/** Refuses sealed slices (`sealed`) and those the network may not see (their own code). A file's bytes are what the slice is known by, so what was computed from them stays true. */
export function createSliceExplainer(context: ServiceContext, compute: ComputeClient): SliceExplainer {
  const inputs = new Map<string, OperationOutput<'network-input'>>();
  const maps = new Map<string, OperationOutput<'heatmap'>>();

  const prepare = async (sliceId: number, { row, run }: LoadedModel, signal?: AbortSignal) => {
    const key = `${sliceId}/${row.id}`;
    const known = inputs.get(key);
    if (known) return known;
    const place = locateSlice(context, sliceId);
    const request = { path: place.path, frame: place.frame, preprocessing: run.preprocessing, withHead: true };
    const prepared = await compute.request('network-input', request, { signal });
    requireSameBytes(place, prepared.sha256);
    remember(inputs, key, prepared, KEPT_INPUTS);
    return prepared;
  };
  return {
    explain: async ({ sliceId, modelId }, method, signal, answer = 'haemorrhage') => {
      const model = loadModel(context, modelId);
      requireOpened(context, sliceId, model.row.id);
      requirePredictable(context, sliceId);
      const { input, placement, rows, columns, head = new Uint8Array() } = await prepare(sliceId, model, signal);
      const key = `${sliceId}/${model.row.id}/${method}/${answer}`;
      const request = { model: model.reference, input, method, answer };
      const heat = maps.get(key) ?? (await compute.request('heatmap', request, { signal }));
      remember(maps, key, heat, KEPT_MAPS);
      const { architecture } = model.run;
      const values = heatmapToSlice(heat, architecture, rows, columns, placement, heatGrid(architecture, method));
      return { model, rows, columns, probability: heat.probability, values, head };
    },
    clear: () => {
      inputs.clear();
      maps.clear();
    },
  };
}

function requirePredictable(context: ServiceContext, sliceId: number): void {
  const slice = findSlice(context.store.db, sliceId);
  if (!slice || slice.notPredictableCode === null) return;
  const message = slice.notPredictableMessage ?? 'This slice is shown, not predicted.';
  throw new ServiceError(slice.notPredictableCode, message);
}

/** Keeps a value as the newest of at most `most`. */
function remember<T>(kept: Map<string, T>, key: string, value: T, most: number): void {
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
}
