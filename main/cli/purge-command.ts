import path from 'node:path';
import type { ProjectLoss, StudyLoss } from '../../src/contract/purge-methods.ts';
import { openRecentProjects } from '../recent-projects.ts';
import { projectLoss, purgeProject } from '../services/purge-project.ts';
import { purgeStudy, studyLoss } from '../services/purge-study.ts';
import { requireTyped } from '../services/require-typed.ts';
import { thumbnailFolder, userDataFolder } from '../user-data.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerIn, withProject } from './session.ts';

export interface PurgeOptions {
  readonly project: string;
  readonly study?: string;
  readonly confirm?: string;
  /** The app's own folder of this account. */
  readonly userData?: string;
  readonly reader?: string;
}

/**
 * `purge --project P [--study S] [--confirm TEXT]`. Asked without `--confirm` it says what would be lost and deletes nothing;
 * the second time the study's pseudonym, or the project's name, stands there.
 */
export function purgeCommand(session: CliSession, options: PurgeOptions): Promise<ExitCode> {
  return options.study === undefined ? purgeWhole(session, options) : purgeOne(session, options, options.study);
}

const FILES_STAY =
  'The files of the pictures in their own folders, and what was exported before, stay: delete them yourself.';

function studyText({ study, source, slices, predictions, labels, reads, marks, versions, backups }: StudyLoss): string {
  return [
    `Study ${study} in "${source}": ${slices} slices, ${predictions} predictions, ${labels} labels, names and headers are deleted for good.`,
    `${reads} acts of readers and ${marks} acts on marks stay in the log and the database, by pseudonym and hash, with the words that readers typed.`,
    ...(versions.length === 0
      ? []
      : [
          `${versions.join(', ')} hold its slices and can be trained on, measured or exported in full no more. Trained models stay.`,
        ]),
    ...(backups === 0 ? [] : [`${backups} backups of the project hold it, and are deleted.`]),
    FILES_STAY,
  ].join('\n');
}

function projectText({ name, folder, entries, sources, slices, reads, models, backups }: ProjectLoss): string {
  return [
    `Project "${name}" in ${folder}: its log of ${entries} entries, ${sources} sources with ${slices} slices, ${reads} acts of readers, ` +
      `${models} models and ${backups} backups are deleted for good.`,
    FILES_STAY,
  ].join('\n');
}

function purgeOne(session: CliSession, options: PurgeOptions, study: string): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const loss = studyLoss(context, study);
    session.say(studyText(loss));
    if (options.confirm === undefined) return askAgain(session, loss, study);
    requireTyped(options.confirm, study);
    const purged = await purgeStudy(context, {
      study,
      reader: readerIn(context, options.reader),
      thumbnailFolder: thumbnailFolder(options.userData ?? userDataFolder()),
    });
    if (!purged.scrubbed) session.warn(NOT_SCRUBBED);
    session.say(`Purged ${purged.slices} slices.`);
    session.result(purged);
    return purged.scrubbed ? EXIT.done : EXIT.refusals;
  });
}

const NOT_SCRUBBED =
  'Somebody else reads this project, so what was deleted still lies in project.db-wal. Close the project there, then open and close it once here.';

async function purgeWhole(session: CliSession, options: PurgeOptions): Promise<ExitCode> {
  const loss = await withProject(session, options.project, 'read', async (context) => projectLoss(context));
  session.say(projectText(loss));
  if (options.confirm === undefined) return askAgain(session, loss, loss.name);
  requireTyped(options.confirm, loss.name);
  const folder = path.resolve(session.cwd, options.project);
  const userData = options.userData ?? userDataFolder();
  const left = await purgeProject(
    { folder, thumbnailFolder: thumbnailFolder(userData) },
    { appVersion: session.appVersion },
  );
  openRecentProjects(userData).forget(folder);
  for (const file of left) session.warn(`${file} could not be deleted. Delete it yourself.`);
  session.say(left.length === 0 ? 'Nothing is left of the project.' : 'Parts of the project are left.');
  session.result({ left });
  return left.length === 0 ? EXIT.done : EXIT.refusals;
}

function askAgain(session: CliSession, loss: StudyLoss | ProjectLoss, confirm: string): ExitCode {
  session.say(`Nothing was deleted. To delete, run it again with --confirm "${confirm}".`);
  session.result({ loss, confirm });
  return EXIT.refusals;
}
