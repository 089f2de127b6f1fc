import type { Evaluation } from '../../src/contract/training-methods.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import type { RunRow } from '../store/training-runs.ts';
import { evaluateModel } from './evaluate-model.ts';
import type { PreparedRun } from './prepare-training.ts';
import { promoteFirstModel } from './promote-model.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { runTraining, type TrainOptions } from './train-network.ts';

export interface TrainedModel {
  readonly run: RunRow;
  /** Null when the run was stopped before it had learnt anything, or diverged. */
  readonly modelId: number | null;
  readonly evaluation: Evaluation | null;
  /** Whether the model now reads for the project, because it had none before. */
  readonly promoted: boolean;
}

/**
 * Trains, lets a project's first model read, and measures the model on its held-out slices. After a stop the model that
 * was kept is measured too.
 * @throws ServiceError `training-failed` with the run's reason
 */
export async function trainAndMeasure(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  options: TrainOptions = {},
): Promise<TrainedModel> {
  const { run, modelId } = await runTraining(context, compute, prepared, options);
  if (run.status === 'failed') throw new ServiceError('training-failed', run.reason ?? 'The training failed.');
  if (modelId === null) return { run, modelId, evaluation: null, promoted: false };
  const promoted = promoteFirstModel(context, modelId, prepared.reader ?? '');
  const message = 'Measuring on the held-out slices';
  const evaluation = await evaluateModel(
    context,
    compute,
    { modelId, splitId: null, reader: prepared.reader },
    { onProgress: (done, total) => options.onProgress?.({ message, done, total, etaMs: null }) },
  );
  return { run, modelId, evaluation, promoted };
}
