import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkImport } from '../services/check-import.ts';
import { commitImport } from '../services/commit-import.ts';
import { closeProject, createProject } from '../services/open-project.ts';
import { ServiceError } from '../services/service-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, progressLine, readerName, withProject } from './session.ts';

export interface ImportOptions {
  readonly project: string;
  readonly name?: string;
  readonly reader?: string;
  readonly allOrNothing?: boolean;
}

/** `import DIR --project P`: makes the project where there is none, imports the good slices, lists what is wrong. */
export async function importCommand(session: CliSession, folder: string, options: ImportOptions): Promise<ExitCode> {
  const projectFolder = path.resolve(session.cwd, options.project);
  if (!existsSync(path.join(projectFolder, 'project.db'))) {
    const name = options.name ?? path.basename(projectFolder, '.overread');
    closeProject(createProject({ folder: projectFolder, name }, { appVersion: session.appVersion }));
  }
  return withProject(session, projectFolder, 'write', async (context) => {
    const report = await checkImport(
      context,
      session.compute(),
      { folder: path.resolve(session.cwd, folder) },
      { signal: session.signal, onProgress: progressLine(session) },
    );
    const { token, ...facts } = report;
    for (const problem of report.problems) session.warn(problem.message);
    if (options.allOrNothing && report.problems.length > 0) {
      const count = report.problems.length;
      throw new ServiceError(
        'problems',
        `Nothing was imported: ${count} problems, and --all-or-nothing was asked for.`,
      );
    }
    const { sourceId, slices } = commitImport(context, { token, reader: readerName(options.reader) });
    session.say(
      `Imported ${slices} slices from ${facts.root}: ${facts.good.haemorrhage} haemorrhage, ${facts.good.none} none` +
        `${report.problems.length > 0 ? `; ${report.problems.length} problems are listed above` : ''}.`,
    );
    session.result({ project: context.store.folder, sourceId, slices, ...facts });
    return report.problems.length > 0 ? EXIT.refusals : EXIT.done;
  });
}
