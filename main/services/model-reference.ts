import { existsSync } from 'node:fs';
import type { Model } from '../../src/contract/training-methods.ts';
import type { OperationInput } from '../compute/protocol.ts';
import { containedPath } from '../store/contained-path.ts';
import { currentModel, findModel, type ModelRow } from '../store/models.ts';
import type { RunRow } from '../store/training-runs.ts';
import { requireRun } from './require-run.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** A model as the compute children need it, with the run that made it. */
export interface LoadedModel {
  readonly row: ModelRow;
  readonly run: RunRow;
  readonly reference: OperationInput<'predict'>['model'];
}

/** A model's weights file; null where it is not in the project's folder (any more). */
export function weightsPath(folder: string, { weightsFile }: Pick<ModelRow, 'weightsFile'>): string | null {
  const file = containedPath(folder, weightsFile.replaceAll('\\', '/'));
  return file !== null && existsSync(file) ? file : null;
}

/**
 * A model by id, or the project's current one for null.
 * @throws ServiceError `no-model` when there is none, `weights-missing` when its file is gone
 */
export function loadModel(context: ServiceContext, modelId: number | null): LoadedModel {
  const row = modelId === null ? currentModel(context.store.db) : findModel(context.store.db, modelId);
  if (!row) {
    const message =
      modelId === null
        ? 'This project has no model yet. Train one, and promote it.'
        : `There is no model ${modelId} in this project.`;
    throw new ServiceError('no-model', message);
  }
  const run = requireRun(context, row.runId);
  const file = weightsPath(context.store.folder, row);
  if (file === null) {
    throw new ServiceError(
      'weights-missing',
      `The weights of model ${row.name} are gone (${row.weightsFile}). Put the file back from a copy of the project’s folder, or train again with the same recipe and seed.`,
    );
  }
  return {
    row,
    run,
    reference: {
      weightsPath: file,
      weightsSha256: row.weightsSha256,
      architecture: run.architecture,
      testTimeFlip: run.settings.testTimeFlip,
    },
  };
}

/** The id of the model that reads for the project, null before the first promotion. */
export function currentModelId(context: ServiceContext): number | null {
  return currentModel(context.store.db)?.id ?? null;
}

/** A model's temperature with what it was fitted on; null for a model without one. */
export function temperatureFacts({ temperature, temperatureFit }: ModelRow): Model['temperature'] {
  if (temperature === null || !temperatureFit) return null;
  const { n, haemorrhages, atLimit } = temperatureFit;
  return { temperature, n, haemorrhages, atLimit };
}
