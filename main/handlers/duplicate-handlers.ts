import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { duplicatesFor, pairFor } from '../services/duplicates-for-reader.ts';
import { judgeNearDuplicate } from '../services/judge-near-duplicate.ts';
import { listNearDuplicates, withPlaces } from '../services/list-near-duplicates.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { startSearch } from './search-as-job.ts';

type DuplicateHandlers = Pick<Handlers, 'duplicates.list' | 'duplicates.search' | 'duplicates.judge'>;

/** Near-duplicates: search, list, judge. */
export function duplicateHandlers(app: AppContext): DuplicateHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  return {
    'duplicates.list': async () => duplicatesFor(context(), viewerOf(app), listNearDuplicates(context())),
    'duplicates.search': async () => {
      if (app.jobs.isRunning('find-duplicates')) throw new ServiceError('busy', 'The search is running already.');
      return { jobId: startSearch(app).jobId };
    },
    'duplicates.judge': async ({ pairId, verdict }) => {
      const reader = app.preferences.get().readerName;
      const [pair] = withPlaces(context(), [judgeNearDuplicate(context(), { pairId, verdict, reader })]);
      if (!pair) throw new ServiceError('no-slice', 'A slice of this pair is listed by no source any more.');
      return pairFor(context(), viewerOf(app), pair);
    },
  };
}
