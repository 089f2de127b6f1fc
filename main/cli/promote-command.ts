import { promoteModel } from '../services/promote-model.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { type CliSession, readerIn, withProject } from './session.ts';

export interface PromoteOptions {
  readonly project: string;
  readonly model: string;
  readonly reader?: string;
  readonly note?: string;
}

/** `promote --project P --model M`: lets a model read for the project. */
export function promoteCommand(session: CliSession, options: PromoteOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const { id } = findModel(context, options.model);
    const reader = readerIn(context, options.reader);
    const model = promoteModel(context, { modelId: id, reader, note: options.note ?? null });
    session.say(`${model.name} now reads for this project.`);
    session.result(model);
    return EXIT.done;
  });
}
