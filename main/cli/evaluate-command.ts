import { withFigures } from '../../src/statistics/with-figures.ts';
import { compareModels } from '../services/compare-models.ts';
import { evaluateModel } from '../services/evaluate-model.ts';
import { evaluateSource } from '../services/evaluate-source.ts';
import { findSourceNamed } from '../services/source-members.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { evaluationText, figuresText } from './figures.ts';
import { findDataset } from './find-dataset.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface EvaluateOptions {
  readonly project: string;
  readonly model?: string;
  readonly baseline?: string;
  readonly prevalence?: number;
  /** Name or number of a source to measure on in place of the held-out slices. */
  readonly source?: string;
  readonly dataset?: string;
  readonly reader?: string;
}

/** `evaluate --project P`: a model on its held-out slices, or two on those of the first. */
export function evaluateCommand(session: CliSession, options: EvaluateOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const modelId = findModel(context, options.model).id;
    const reader = readerIn(context, options.reader);
    const tell = progressLine(session);
    const how = {
      signal: session.signal,
      onProgress: (done: number, total: number) => tell({ message: 'Measuring on the held-out slices', done, total }),
    };
    if (options.baseline !== undefined) {
      const baselineId = findModel(context, options.baseline).id;
      const both = await compareModels(context, session.compute(), { candidateId: modelId, baselineId, reader }, how);
      session.say(evaluationText(both.candidate));
      session.say(evaluationText(both.baseline));
      session.say(both.verdict.words);
      const better = both.flipped.filter((slice) => slice.better).length;
      session.say(
        `${both.flipped.length} calls differ: ${better} for the better, ${both.flipped.length - better} for the worse.`,
      );
      if (both.seenByBaseline > 0) {
        session.say(`${both.seenByBaseline} of these slices taught the baseline: its figures are too kind.`);
      }
      session.result(both);
      return both.candidate.missing.length > 0 ? EXIT.refusals : EXIT.done;
    }
    const measured =
      options.source === undefined
        ? await evaluateModel(context, session.compute(), { modelId, splitId: null, reader }, how)
        : await evaluateSource(
            context,
            session.compute(),
            {
              modelId,
              sourceId: findSourceNamed(context, options.source).id,
              datasetId: findDataset(context, options.dataset).id,
              reader,
            },
            how,
          );
    const evaluation = withFigures(measured, options.prevalence ?? null);
    session.say(evaluationText(evaluation));
    session.say(figuresText(evaluation));
    session.result(evaluation);
    return evaluation.missing.length > 0 ? EXIT.refusals : EXIT.done;
  });
}
