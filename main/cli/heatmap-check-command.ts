import type { HeatmapCheck, MethodCheck } from '../../src/contract/heatmap-methods.ts';
import { HEATMAP_METHOD_WORDS } from '../../src/explanation/heatmap-method.ts';
import { randomisationVerdict, similarityWord, verdictWord } from '../../src/explanation/randomisation-check.ts';
import { checkHeatmaps } from '../services/check-heatmaps.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface HeatmapCheckOptions {
  readonly project: string;
  readonly model?: string;
  readonly slices?: number;
  readonly seed?: number;
  readonly reader?: string;
}

/** `heatmap-check --project P`: compares a model's heatmaps with those of the same network under random weights. */
export function heatmapCheckCommand(session: CliSession, options: HeatmapCheckOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const { seed, slices } = options;
    const modelId = findModel(context, options.model).id;
    const tell = progressLine(session);
    const check = await checkHeatmaps(
      context,
      session.compute(),
      { modelId, seed, slices, reader: readerIn(context, options.reader) },
      {
        signal: session.signal,
        onProgress: (done, total) => tell({ message: 'Comparing with random weights', done, total }),
      },
    );
    session.say(checkText(check));
    session.result({ ...check, methods: check.methods.map(withVerdict) });
    return check.missing > 0 ? EXIT.refusals : EXIT.done;
  });
}

const withVerdict = (checked: MethodCheck) => {
  const after = checked.steps.at(-1)?.similarity;
  return { ...checked, verdict: after ? randomisationVerdict(after) : 'unsettled' };
};

function checkText({ modelName, slices, missing, seed, methods }: HeatmapCheck): string {
  const unread = missing > 0 ? ` ${missing} more could not be read.` : '';
  return [
    `Model ${modelName} on ${slices} held-out slices, seed ${seed}: rank correlation of each map with that under random weights.${unread}`,
    ...methods.flatMap(({ method, steps }) => {
      const after = steps.at(-1)?.similarity;
      const verdict = after ? verdictWord(randomisationVerdict(after)) : '';
      return [
        `  ${HEATMAP_METHOD_WORDS[method]}: ${verdict}.`,
        ...steps.map(({ block, similarity }) => `    down to ${block.padEnd(16)} ${similarityWord(similarity)}`),
      ];
    }),
  ].join('\n');
}
