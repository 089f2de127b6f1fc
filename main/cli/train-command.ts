import type { ArchitectureName } from '../../src/training/architecture.ts';
import { prepareTraining } from '../services/prepare-training.ts';
import { findSourceNamed } from '../services/source-members.ts';
import { trainAndMeasure } from '../services/train-and-measure.ts';
import { freezeNow } from './dataset-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { evaluationText } from './figures.ts';
import { findDataset } from './find-dataset.ts';
import { type CliSession, progressLine, readerName, withProject } from './session.ts';

export interface TrainOptions {
  readonly project: string;
  readonly architecture: ArchitectureName;
  readonly rounds?: number;
  readonly seed?: number;
  readonly dataset?: string;
  /** Names or numbers of the sources to learn from. */
  readonly source?: readonly string[];
  readonly reader?: string;
}

/** `train --project P`: trains on a data set version; without one named, on the labels as they stand, frozen now. */
export function trainCommand(session: CliSession, options: TrainOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const reader = readerName(options.reader);
    const dataset =
      options.dataset === undefined
        ? await freezeNow(session, context, 'Frozen for training from the command line', options.reader)
        : findDataset(context, options.dataset);
    const settings = { rounds: options.rounds, seed: options.seed };
    const { architecture } = options;
    const sourceIds = options.source?.map((given) => findSourceNamed(context, given).id);
    const prepared = prepareTraining(context, { datasetId: dataset.id, architecture, settings, sourceIds, reader });
    const { run, modelId, evaluation, promoted } = await trainAndMeasure(context, session.compute(), prepared, {
      signal: session.signal,
      onProgress: progressLine(session),
    });
    for (const epoch of run.epochs) {
      const validation = epoch.validationAccuracy === null ? '' : `, validation ${epoch.validationAccuracy.toFixed(3)}`;
      session.say(
        `Round ${epoch.epoch}: loss ${epoch.loss.toFixed(4)}, accuracy ${epoch.accuracy.toFixed(3)}${validation}`,
      );
    }
    session.say(`Run ${run.id} ${run.status}${run.reason ? `: ${run.reason}` : ''}.`);
    if (promoted) session.say('It is the first model, so it reads for this project.');
    if (evaluation) session.say(evaluationText(evaluation));
    session.result({
      runId: run.id,
      status: run.status,
      reason: run.reason,
      dataset: { name: dataset.name, manifestSha256: dataset.manifestSha256 },
      seed: run.settings.seed,
      epochs: run.epochs,
      modelId,
      promoted,
      evaluation,
    });
    return modelId === null ? EXIT.failed : EXIT.done;
  });
}
