import { endCrossValidation, runningCrossValidationIds } from '../store/cross-validations.ts';
import { endRun, runningRunIds } from '../store/training-runs.ts';
import { hasCheckpoint } from './run-checkpoint.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

const ENDED = 'Overread ended while this run was learning, so it left no model.';

/**
 * Ends the runs and cross-validations that an earlier Overread left running when it crashed or lost power. Called when a project is opened,
 * before any training; a project that is open for reading only is left as it is.
 * @returns how many were ended
 */
export function endInterruptedRuns(context: ServiceContext): number {
  const { store } = context;
  const interrupted = runningRunIds(store.db);
  const crossValidations = runningCrossValidationIds(store.db);
  if (store.readOnly || interrupted.length + crossValidations.length === 0) return 0;
  store.transaction(() => {
    for (const id of crossValidations) endCutOff(context, id);
    for (const run of interrupted) {
      const remedy = hasCheckpoint(context, run)
        ? 'It can be continued from its last checkpoint.'
        : 'Start it again with the same seed.';
      const reason = `${ENDED} ${remedy}`;
      endRun(store.db, run, { status: 'failed', reason, finishedMs: context.clock().getTime() });
      appendEntry(context, {
        event: 'training-ended',
        reader: null,
        run,
        outcome: 'failed',
        reason,
        model: null,
        weightsSha256: null,
      });
    }
  });
  return interrupted.length + crossValidations.length;
}

function endCutOff(context: ServiceContext, id: number): void {
  const reason =
    'Overread ended while the folds were being trained. It can be continued: the folds that are done are kept.';
  endCrossValidation(context.store.db, id, { status: 'failed', reason, finishedMs: context.clock().getTime() });
  appendEntry(context, {
    event: 'cross-validation-ended',
    reader: null,
    crossValidation: id,
    outcome: 'failed',
    reason,
    predictionsSha256: null,
  });
}
