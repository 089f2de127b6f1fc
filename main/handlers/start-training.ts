import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import type { AppContext } from '../app-context.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { completeSearch } from './search-as-job.ts';

/** Windows in which something that trains is being prepared, so that its job does not run yet. */
const preparing = new WeakSet<AppContext>();

/**
 * Prepares something that trains, after the search for near-duplicates, and starts its job: one at a time, from the first
 * click on, and on the project that was open then.
 * @param prepare checks and stores what is to be trained
 * @param start starts the job; called right after
 * @throws ServiceError `busy` while something trains or is prepared; `project-changed`; what `prepare` throws
 */
export async function startTraining<Prepared, Started>(
  app: AppContext,
  prepare: (project: ServiceContext) => Prepared | Promise<Prepared>,
  start: (project: ServiceContext, prepared: Prepared) => Started,
): Promise<Started> {
  if (preparing.has(app)) throw busy();
  const { context } = app.projects.require();
  requireReady(app, context);
  preparing.add(app);
  try {
    await completeSearch(app);
    requireReady(app, context);
    const prepared = await prepare(context);
    requireReady(app, context);
    return start(context, prepared);
  } finally {
    preparing.delete(app);
  }
}

function requireReady(app: AppContext, project: ServiceContext): void {
  if (app.projects.current()?.context !== project) {
    throw new ServiceError(
      'project-changed',
      'Another project was opened, so nothing was trained. Start it again there.',
    );
  }
  if (TRAINING_JOBS.some(app.jobs.isRunning)) throw busy();
}

function busy(): ServiceError {
  return new ServiceError('busy', 'Networks are being trained already. Wait for them, or stop them first.');
}
