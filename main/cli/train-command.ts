import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { discardCheckpoint, newestContinuable, prepareContinuation } from '../services/continue-training.ts';
import { storeOwnSplit } from '../services/own-split.ts';
import { type PreparedRun, prepareTraining } from '../services/prepare-training.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { findSourceNamed } from '../services/source-members.ts';
import { trainAndMeasure } from '../services/train-and-measure.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { freezeNow } from './dataset-command.ts';
import { searchNow } from './duplicates-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { evaluationText } from './figures.ts';
import { findDataset } from './find-dataset.ts';
import { type RecipeOptions, recipeChoices } from './recipe-options.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface TrainOptions extends RecipeOptions {
  readonly project: string;
  readonly architecture: ArchitectureName;
  readonly dataset?: string;
  /** A table with a person's own split. */
  readonly split?: string;
  /** Names or numbers of the sources to learn from. */
  readonly source?: readonly string[];
  /** Goes on with a run that was cut off: this one, or (true) the newest. */
  readonly continue?: number | true;
  /** Gives up the checkpoint of such a run. */
  readonly discard?: number | true;
  readonly reader?: string;
}

/**
 * `train --project P`: trains on a data set version; without one named, on the labels as they stand, frozen now. With
 * `--continue` it goes on with a run that was cut off, with `--discard` it gives such a run up.
 */
export function trainCommand(session: CliSession, options: TrainOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    if (options.discard !== undefined) return discard(session, context, options.discard, options.reader);
    const prepared = await prepare(session, context, options);
    for (const remark of prepared.remarks) session.warn(remark);
    const { run, modelId, evaluation, promoted } = await trainAndMeasure(context, session.compute(), prepared, {
      signal: session.signal,
      onProgress: progressLine(session),
    });
    for (const epoch of run.epochs) {
      const validation = epoch.validationAccuracy === null ? '' : `, validation ${epoch.validationAccuracy.toFixed(3)}`;
      const network = epoch.member === undefined ? '' : `Network ${epoch.member}, `;
      session.say(
        `${network}${network ? 'round' : 'Round'} ${epoch.epoch}: loss ${epoch.loss.toFixed(4)}, accuracy ${epoch.accuracy.toFixed(3)}${validation}`,
      );
    }
    const dataset = findDatasetVersion(context.store.db, run.datasetVersionId);
    session.say(`Run ${run.id} ${run.status}${run.reason ? `: ${run.reason}` : ''}.`);
    if (promoted) session.say('It is the first model, so it reads for this project.');
    if (evaluation) session.say(evaluationText(evaluation));
    session.result({
      runId: run.id,
      status: run.status,
      reason: run.reason,
      dataset: { name: dataset?.name, manifestSha256: dataset?.manifestSha256 },
      seed: run.settings.seed,
      recipe: { architecture: run.architecture, preprocessing: run.preprocessing, settings: run.settings },
      epochs: run.epochs,
      modelId,
      promoted,
      remarks: prepared.remarks,
      evaluation,
    });
    return modelId === null ? EXIT.failed : EXIT.done;
  });
}

async function prepare(session: CliSession, context: ServiceContext, options: TrainOptions): Promise<PreparedRun> {
  const reader = readerIn(context, options.reader);
  if (options.continue !== undefined) {
    await searchNow(session, context, options.reader);
    return prepareContinuation(context, { runId: runToContinue(context, options.continue), reader });
  }
  const dataset =
    options.dataset === undefined
      ? await freezeNow(session, context, 'Frozen for training from the command line', options.reader)
      : findDataset(context, options.dataset);
  await searchNow(session, context, options.reader);
  const splitId = await ownSplit(session, context, dataset.id, options.split, reader);
  const { architecture } = options;
  const choices = recipeChoices(options);
  const sourceIds = options.source?.map((given) => findSourceNamed(context, given).id);
  return prepareTraining(context, {
    ...{ datasetId: dataset.id, architecture, sourceIds, reader, splitId },
    ...choices,
  });
}

function discard(
  session: CliSession,
  context: ServiceContext,
  which: number | true,
  reader: string | undefined,
): ExitCode {
  const runId = runToContinue(context, which);
  discardCheckpoint(context, { runId, reader: readerIn(context, reader) });
  session.say(`The checkpoint of run ${runId} is discarded; its record stays.`);
  session.result({ runId });
  return EXIT.done;
}

/** @throws ServiceError `not-continuable` where no run was cut off */
function runToContinue(context: ServiceContext, which: number | true): number {
  if (which !== true) return which;
  const run = newestContinuable(context);
  if (run) return run.id;
  throw new ServiceError('not-continuable', 'No training of this project was cut off. Start a new one.');
}

/** The id of the split in a person's own table; undefined without one. */
async function ownSplit(
  session: CliSession,
  context: ServiceContext,
  datasetId: number,
  file: string | undefined,
  reader: string,
): Promise<number | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(path.resolve(session.cwd, file), 'utf8');
  return storeOwnSplit(context, { datasetId, text, reader });
}
