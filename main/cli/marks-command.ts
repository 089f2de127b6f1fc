import path from 'node:path';
import { exportedMarks, exportMarks } from '../services/export-marks.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';

export interface MarksOptions {
  readonly project: string;
  readonly csv: string;
  readonly of?: string;
  readonly reader?: string;
}

/** `marks --project P --csv F`: the marks that stand, as a table; under `--json` also on stdout. */
export function marksCommand(session: CliSession, options: MarksOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'either', async (context) => {
    const csv = path.resolve(session.cwd, options.csv);
    const of = options.of ?? null;
    const { marks } = exportMarks(context, { csv, json: null, of, reader: readerIn(context, options.reader) });
    session.say(`Wrote ${marks === 1 ? '1 mark' : `${marks} marks`} to ${csv}.`);
    session.result({ csv, marks: exportedMarks(context, of) });
    return EXIT.done;
  });
}
