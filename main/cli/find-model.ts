import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { currentModel, findModelByName, listModelRows, type ModelRow } from '../store/models.ts';

/**
 * The model of a name or an id.
 * @param given without it the model that reads for the project
 * @throws ServiceError `no-model`, naming those there are
 */
export function findModel(context: ServiceContext, given: string | undefined): ModelRow {
  const { db } = context.store;
  const models = listModelRows(db);
  const model =
    given === undefined
      ? currentModel(db)
      : (findModelByName(db, given) ?? models.find((row) => String(row.id) === given) ?? null);
  if (model) return model;
  const names = models.map((row) => row.name).join(', ');
  if (models.length === 0) throw new ServiceError('no-model', 'This project has no model yet. Run `train` first.');
  throw new ServiceError(
    'no-model',
    given === undefined
      ? `No model reads for this project yet. Run \`promote --model\` with one of: ${names}.`
      : `There is no model "${given}" in this project. There are: ${names}.`,
  );
}
