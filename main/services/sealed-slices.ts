import { unopenedSlices } from '../store/test-sets.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Code of a slice that is not predicted because it is sealed. */
export const SEALED = 'sealed';

/** Why a sealed slice has no prediction, for a person. */
export function sealedWords(testSet: string): string {
  return `Sealed in test set ${testSet}: predicted only when that is opened.`;
}

/**
 * Refuses to ask a model about a slice of a test set that was not opened with it.
 * @throws ServiceError `sealed`
 */
export function requireOpened(context: ServiceContext, sliceId: number, modelId: number): void {
  const testSet = unopenedSlices(context.store.db, modelId).get(sliceId);
  if (testSet !== undefined) throw new ServiceError(SEALED, sealedWords(testSet));
}
