import { findRun, type RunRow } from '../store/training-runs.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** A training run by id. @throws ServiceError `no-run` */
export function requireRun(context: ServiceContext, runId: number): RunRow {
  const run = findRun(context.store.db, runId);
  if (!run) throw new ServiceError('no-run', `There is no training run ${runId} in this project.`);
  return run;
}
