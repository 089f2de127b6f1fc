import type { Prediction } from '../../src/contract/shared.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { type PredictionRow, predictionsOfSource } from '../store/predictions.ts';
import { doubtWidth } from '../store/project.ts';
import { markNotPredictable, predictableSlicesOf } from '../store/slices.ts';
import { findSource } from '../store/sources.ts';
import { unopenedSlices } from '../store/test-sets.ts';
import { judgeLikeness } from './judge-likeness.ts';
import { loadModel } from './model-reference.ts';
import type { InputFailure } from './network-inputs.ts';
import { predictSlices } from './predict-slices.ts';
import { presentPrediction } from './present-prediction.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface PredictSourceRequest {
  readonly sourceId: number;
  /** Null for the project's current model. */
  readonly modelId: number | null;
  readonly reader: string | null;
}

export interface PredictSourceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Failures that may be over the next time. After any other the slice is marked in the worklist as not to be predicted. */
const TRANSIENT_CODES = new Set(['not-found', 'changed', 'crashed', 'timed-out']);

/**
 * Predicts every slice of a source that may be predicted (sealed ones may not) and has not been by this model, in reading order, and tells
 * the window batch by batch. One audit entry at the end, also when cancelled after some were stored.
 */
export async function predictSource(
  context: ServiceContext,
  compute: ComputeClient,
  request: PredictSourceRequest,
  options: PredictSourceOptions = {},
): Promise<{ modelId: number; predicted: number; failures: InputFailure[] }> {
  const source = findSource(context.store.db, request.sourceId);
  if (!source) throw new ServiceError('no-source', `There is no source ${request.sourceId} in this project.`);
  const model = loadModel(context, request.modelId);
  const known = predictionsOfSource(context.store.db, model.row.id, source.id);
  const sealed = unopenedSlices(context.store.db, model.row.id);
  const wanted = predictableSlicesOf(context.store.db, source.id).filter(
    (sliceId) => !known.has(sliceId) && !sealed.has(sliceId),
  );
  const doubt = doubtWidth(context.store.db);
  let predicted = 0;
  const failures: InputFailure[] = [];
  try {
    await predictSlices(context, compute, model, wanted, {
      signal: options.signal,
      onBatch: (batch) => {
        predicted += batch.predictions.length;
        failures.push(...batch.failures);
        options.onProgress?.(batch.done, batch.total);
        const predictions = batch.predictions.map((row) => ({
          sliceId: row.sliceId,
          prediction: toPrediction(row, model.row.name, doubt),
        }));
        context.notify({ kind: 'predicted', sourceId: source.id, predictions });
      },
    });
  } finally {
    if (wanted.length > 0 && !context.store.readOnly) {
      context.store.transaction(() => {
        for (const failure of failures) {
          if (!TRANSIENT_CODES.has(failure.code))
            markNotPredictable(context.store.db, failure.sliceId, failure.code, failure.message);
        }
        appendEntry(context, {
          event: 'slices-predicted',
          reader: request.reader,
          model: model.row.name,
          weightsSha256: model.row.weightsSha256,
          sourcePseudonym: source.pseudonym,
          slices: predicted,
          failed: failures.length,
        });
      });
    }
  }
  await judgeLikeness(context, compute, model, source.id, { signal: options.signal });
  return { modelId: model.row.id, predicted, failures };
}

function toPrediction(row: PredictionRow, modelName: string, doubt: number): Prediction {
  return presentPrediction({ ...row, modelName }, doubt);
}
