import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { findNearDuplicates, isSearched, type SearchOutcome } from '../services/find-near-duplicates.ts';
import type { InputFailure } from '../services/network-inputs.ts';
import { nameless } from '../services/neutral-names.ts';
import { ServiceError } from '../services/service-error.ts';
import { failureWords } from '../services/slice-failure.ts';

type StartedSearch = ReturnType<AppContext['jobs']['start']> & {
  /** What could not be read, once the job is finished. */
  readonly failures: readonly InputFailure[];
};

/** Starts the search for near-duplicates as a job of its own; where nothing is new it ends at once. */
export function startSearch(app: AppContext): StartedSearch {
  const { context } = app.projects.require();
  const reader = app.preferences.get().readerName;
  const failures: InputFailure[] = [];
  const job = app.jobs.start('find-duplicates', 'Looking for near-duplicates', async ({ signal, progress }) => {
    const options = { signal, onProgress: progress };
    const outcome = await findNearDuplicates(context, app.compute, { reader }, options);
    failures.push(...outcome.failures);
    return outcomeWords(outcome, nameless(context, viewerOf(app), failureWords(outcome.failures)));
  });
  return { ...job, failures };
}

/** @param unread what could not be read: the counts beside it are no names of files, however those are called */
function outcomeWords({ searched, found, failures }: SearchOutcome, unread: string): string {
  const nothing = failures.length === 0 ? 'Every slice was searched already.' : 'No other slice is new.';
  const pairs = found === 0 ? 'nothing new' : `${found} new pairs`;
  const words = searched === 0 ? nothing : `Searched ${searched} slices: ${pairs}.`;
  return failures.length === 0 ? words : `${words} ${failures.length} could not be read and were left out. ${unread}`;
}

/**
 * Has the search completed before something that rests on groups.
 * @returns the slices that could not be read, and so were not searched
 * @throws ServiceError `search-failed` with the job's own words, `cancelled`
 */
export async function completeSearch(app: AppContext): Promise<readonly InputFailure[]> {
  if (isSearched(app.projects.require().context)) return [];
  const { finished, failures } = startSearch(app);
  const { status, message } = await finished;
  if (status === 'cancelled') {
    throw new ServiceError('cancelled', 'The search for near-duplicates was cancelled, so nothing was done after it.');
  }
  if (status === 'failed') throw new ServiceError('search-failed', message);
  return failures;
}
