import { restartCrossValidation, slicesOfCrossValidation } from '../store/cross-validations.ts';
import { finishedFolds } from './cross-validate.ts';
import { developmentMembers } from './development-slices.ts';
import { type PreparedCrossValidation, requireCrossValidation } from './prepare-cross-validation.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * Sets a cross-validation going again that was stopped or cut off, on the folds and groups that it began with, and says so in
 * the log. Folds that are done are not trained again; the others get the seeds that they would have had.
 * @throws ServiceError `no-cross-validation`, `not-continuable`, `slices-changed` where slices were sealed since
 */
export function prepareCrossValidationAgain(
  context: ServiceContext,
  { id, reader }: { readonly id: number; readonly reader: string | null },
): PreparedCrossValidation {
  const run = requireCrossValidation(context, id);
  if (run.status !== 'stopped' && run.status !== 'failed') {
    throw new ServiceError('not-continuable', `Cross-validation ${id} is ${run.status}: there is nothing to continue.`);
  }
  const rows = slicesOfCrossValidation(context.store.db, id);
  const groups = new Map(rows.map(({ sliceId, group }) => [sliceId, group]));
  const now = developmentMembers(context, run.datasetVersionId);
  if (now.length !== groups.size || !now.every(({ sliceId }) => groups.has(sliceId))) {
    throw new ServiceError(
      'slices-changed',
      'Slices of this cross-validation were sealed since it began, so it cannot be continued. Start a new one.',
    );
  }
  const members = now.map((member) => ({ ...member, group: groups.get(member.sliceId) ?? member.group }));
  const folds = Array.from({ length: run.repeats }, (_, repeat) => {
    const foldOf = new Map(rows.filter((row) => row.repeat === repeat).map(({ sliceId, fold }) => [sliceId, fold]));
    return members.map(({ sliceId }) => foldOf.get(sliceId) ?? 0);
  });
  const foldsDone = finishedFolds(context, id).size;
  return context.store.transaction(() => {
    restartCrossValidation(context.store.db, id);
    appendEntry(context, { event: 'cross-validation-continued', reader, crossValidation: id, foldsDone });
    return { run: requireCrossValidation(context, id), members, folds, reader };
  });
}
