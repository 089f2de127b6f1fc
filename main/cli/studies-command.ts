import path from 'node:path';
import { exportStudyCalls } from '../services/export-study-calls.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';

export interface StudiesOptions {
  readonly project: string;
  readonly csv: string;
  readonly reader?: string;
}

/** `studies --project P --csv F`. */
export function studiesCommand(session: CliSession, options: StudiesOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const file = path.resolve(session.cwd, options.csv);
    const exported = exportStudyCalls(context, { path: file, reader: readerIn(context, options.reader) });
    session.say(`Wrote ${exported.calls} study ${exported.calls === 1 ? 'call' : 'calls'} to ${exported.path}.`);
    session.result(exported);
    return EXIT.done;
  });
}
