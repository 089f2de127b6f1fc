import { endRun, runningRunIds } from '../store/training-runs.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

const REASON = 'Overread ended while this run was learning, so it left no model. Start it again with the same seed.';

/**
 * Ends the runs that an earlier Overread left running when it crashed or lost power. Called when a project is opened,
 * before any training; a project that is open for reading only is left as it is.
 * @returns how many runs were ended
 */
export function endInterruptedRuns(context: ServiceContext): number {
  const { store } = context;
  const interrupted = runningRunIds(store.db);
  if (store.readOnly || interrupted.length === 0) return 0;
  store.transaction(() => {
    for (const run of interrupted) {
      endRun(store.db, run, { status: 'failed', reason: REASON, finishedMs: context.clock().getTime() });
      appendEntry(context, {
        event: 'training-ended',
        reader: null,
        run,
        outcome: 'failed',
        reason: REASON,
        model: null,
        weightsSha256: null,
      });
    }
  });
  return interrupted.length;
}
