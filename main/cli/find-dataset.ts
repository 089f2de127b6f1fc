import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import { listDatasets } from '../services/dataset-labels.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';

/**
 * The data set version of a name or an id; without it the newest.
 * @throws ServiceError `no-dataset`, naming those there are
 */
export function findDataset(context: ServiceContext, given: string | undefined): DatasetVersion {
  const versions = listDatasets(context);
  const found =
    given === undefined ? versions[0] : versions.find(({ id, name }) => name === given || String(id) === given);
  if (found) return found;
  const names = versions.map(({ name }) => name).join(', ');
  throw new ServiceError(
    'no-dataset',
    names === ''
      ? 'No version is frozen yet. Run `dataset freeze` first.'
      : `There is no data set version "${given}". There are: ${names}.`,
  );
}
