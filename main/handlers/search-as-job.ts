import type { AppContext } from '../app-context.ts';
import { findNearDuplicates, isSearched } from '../services/find-near-duplicates.ts';
import { ServiceError } from '../services/service-error.ts';

/** Starts the search for near-duplicates as a job of its own; where nothing is new it ends at once. */
export function startSearch(app: AppContext): ReturnType<AppContext['jobs']['start']> {
  const { context } = app.projects.require();
  const reader = app.preferences.get().readerName;
  return app.jobs.start('find-duplicates', 'Looking for near-duplicates', async ({ signal, progress }) => {
    const { searched, found } = await findNearDuplicates(
      context,
      app.compute,
      { reader },
      { signal, onProgress: progress },
    );
    if (searched === 0) return 'Every slice was searched already.';
    return found === 0
      ? `Searched ${searched} slices: nothing new.`
      : `Searched ${searched} slices: ${found} new pairs.`;
  });
}

/**
 * Has the search completed before something that rests on groups.
 * @throws ServiceError `search-failed` with the job's own words, `cancelled`
 */
export async function completeSearch(app: AppContext): Promise<void> {
  if (isSearched(app.projects.require().context)) return;
  const { status, message } = await startSearch(app).finished;
  if (status === 'cancelled') {
    throw new ServiceError('cancelled', 'The search for near-duplicates was cancelled, so nothing was done after it.');
  }
  if (status === 'failed') throw new ServiceError('search-failed', message);
}
