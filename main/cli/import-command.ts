import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ImportReport } from '../../src/contract/import-methods.ts';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import { checkImport } from '../services/check-import.ts';
import { commitImport } from '../services/commit-import.ts';
import { closeProject, createProject } from '../services/open-project.ts';
import { ServiceError } from '../services/service-error.ts';
import { realFolder } from '../services/walk-folder.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { sealNow } from './seal-command.ts';
import { type CliSession, errorDocument, progressLine, readerIn, withProject } from './session.ts';

export interface ImportOptions {
  readonly project: string;
  readonly name?: string;
  /** How a new project is read. */
  readonly reading?: ReadingMode;
  readonly reader?: string;
  readonly allOrNothing?: boolean;
  /** Name of the test set that the imported slices are sealed into. */
  readonly seal?: string;
}

/** `import DIR --project P`: makes the project where there is none, imports the good slices, lists what is wrong. */
export async function importCommand(session: CliSession, folder: string, options: ImportOptions): Promise<ExitCode> {
  const projectFolder = path.resolve(session.cwd, options.project);
  const setFolder = await realFolder(path.resolve(session.cwd, folder));
  if (!existsSync(path.join(projectFolder, 'project.db'))) {
    const name = options.name ?? path.basename(projectFolder, '.overread');
    const project = { folder: projectFolder, name, ...(options.reading && { readingMode: options.reading }) };
    closeProject(createProject(project, { appVersion: session.appVersion }));
  }
  return withProject(session, projectFolder, 'write', async (context) => {
    const report = await checkImport(
      context,
      session.compute(),
      { folder: setFolder },
      { signal: session.signal, onProgress: progressLine(session) },
    );
    const { token, ...facts } = report;
    for (const problem of report.problems) session.warn(problem.message);
    if (options.allOrNothing && report.problems.length > 0) {
      const message = `Nothing was imported: ${report.problems.length} problems, and --all-or-nothing was asked for.`;
      return nothingImported(session, new ServiceError('problems', message), facts);
    }
    let imported: ReturnType<typeof commitImport>;
    try {
      imported = commitImport(context, { token, reader: readerIn(context, options.reader) });
    } catch (error) {
      if (error instanceof ServiceError) return nothingImported(session, error, facts);
      throw error;
    }
    const { sourceId, slices } = imported;
    session.say(
      `Imported ${slices} slices from ${facts.root}: ${facts.good.haemorrhage} haemorrhage, ${facts.good.none} none` +
        `${report.problems.length > 0 ? `; ${report.problems.length} problems are listed above` : ''}.`,
    );
    const sealed =
      options.seal === undefined
        ? undefined
        : await sealNow(session, context, { sourceId, draw: null, name: options.seal }, options.reader);
    session.result({ project: context.store.folder, sourceId, slices, ...facts, sealed });
    return report.problems.length > 0 ? EXIT.refusals : EXIT.done;
  });
}

/** Says why nothing was imported; the document carries the list of what is wrong as well. */
function nothingImported(session: CliSession, error: ServiceError, facts: Omit<ImportReport, 'token'>): ExitCode {
  session.warn(`overread: ${error.message}`);
  const { code, message } = error;
  session.result({ ...errorDocument({ code, message, details: null }), ...facts });
  return EXIT.failed;
}
