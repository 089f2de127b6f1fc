import { backUpProject } from '../services/back-up-project.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, withProject } from './session.ts';

/** `backup --project P`: a consistent copy of the database inside the project, also while the app works on it. */
export function backupCommand(session: CliSession, options: { readonly project: string }): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const made = backUpProject(context);
    session.say(
      `Backed up to ${made.path} (${made.byteLength} bytes). The newest ${made.kept} that were asked for are kept.`,
    );
    session.result(made);
    return EXIT.done;
  });
}
