import path from 'node:path';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import { exportReports } from '../services/export-reports.ts';
import { ServiceError } from '../services/service-error.ts';
import { findSourceNamed } from '../services/source-members.ts';
import { listSources } from '../store/sources.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface ReportOptions {
  readonly project: string;
  readonly out: string;
  readonly source?: string;
  readonly reader?: string;
  readonly identifiers: Identifiers;
}

/** `report --project P --out DIR`: a reader's reads as DICOM Structured Reports, one for each study. */
export function reportCommand(session: CliSession, options: ReportOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const tell = progressLine(session);
    const written = await exportReports(
      context,
      session.compute(),
      {
        sourceId: sourceOf(context, options.source),
        folder: path.resolve(session.cwd, options.out),
        reader: readerIn(context, options.reader),
        identifiers: options.identifiers,
      },
      { signal: session.signal, onProgress: (done, total) => tell({ message: 'Writing reports', done, total }) },
    );
    session.say(`Wrote ${written.reports.length} reports to ${written.folder}.`);
    session.result(written);
    return written.withoutIdentifiers > 0 ? EXIT.refusals : EXIT.done;
  });
}

type Context = Parameters<typeof findSourceNamed>[0];

/** The source named, or the only study there is. */
function sourceOf(context: Context, named: string | undefined): number {
  if (named !== undefined) return findSourceNamed(context, named).id;
  const sources = listSources(context.store.db);
  const [only] = sources;
  if (only && sources.length === 1) return only.id;
  throw new ServiceError(
    'which-source',
    `Say which source with --source: ${sources.map(({ name }) => name).join(', ')}.`,
  );
}
