import { replayRun } from '../services/replay-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface ReplayOptions {
  readonly project: string;
  readonly model?: string;
  readonly reader?: string;
}

/** `replay --project P`: trains a model again from its record and compares. Exit code 1 where the bits are not the same. */
export function replayCommand(session: CliSession, options: ReplayOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const modelId = findModel(context, options.model).id;
    const request = { modelId, reader: readerIn(context, options.reader) };
    const replay = await replayRun(context, session.compute(), request, {
      signal: session.signal,
      onProgress: progressLine(session),
    });
    session.say(
      replay.same
        ? `Run ${replay.runId} gave ${replay.model} again, bit for bit (weights ${replay.weightsSha256}).`
        : `Run ${replay.runId} gave other weights than ${replay.model} has: ${replay.replayedSha256}, not ${replay.weightsSha256}. ` +
            'The same processor, thread count and version of Overread are needed for the same bits.',
    );
    if (replay.largestDifference !== null) {
      session.say(`Probabilities of ${replay.compared} slices differ by at most ${replay.largestDifference}.`);
    }
    session.result(replay);
    return replay.same ? EXIT.done : EXIT.refusals;
  });
}
