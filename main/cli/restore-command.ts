import path from 'node:path';
import type { BackupChoice } from '../../src/contract/backup-methods.ts';
import { restoreChoices, restoreProject } from '../services/restore-project.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type CliSession, readerName } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface RestoreOptions {
  readonly project: string;
  readonly backup?: string;
  readonly confirm?: boolean;
  readonly reader?: string;
}

/** `restore --project P`: lists the backups; with `--backup NAME --confirm` it takes the project back to one. */
export async function restoreCommand(session: CliSession, options: RestoreOptions): Promise<ExitCode> {
  const choices = restoreChoices(path.resolve(session.cwd, options.project));
  if (options.backup === undefined) {
    if (choices.fault !== null) session.say(`The database is damaged: ${choices.fault}`);
    for (const each of choices.backups) session.say(`${each.name}: ${describe(each)}`);
    if (choices.backups.length === 0) session.say('There is no backup of this project.');
    session.result(choices);
    return EXIT.done;
  }
  const chosen = choices.backups.find(({ name }) => name === options.backup);
  if (chosen && !options.confirm) {
    throw new WrongUse(
      `${describe(chosen)}. The state of now is backed up first. Add --confirm to restore ${chosen.name}.`,
    );
  }
  const request = { folder: choices.folder, backup: options.backup, reader: readerName(options.reader) };
  const restored = restoreProject(request, { appVersion: session.appVersion });
  const { kept, salvaged } = restored;
  const how =
    salvaged === null ? 'is the backup' : `is in the folder, with ${salvaged} entries of its log in salvaged-log.csv,`;
  session.say(`Restored ${request.backup}.${kept === null ? '' : ` What the project was before ${how} ${kept}.`}`);
  session.result({ ...restored, backup: request.backup });
  return EXIT.done;
}

function describe({ usable, entries, lost }: BackupChoice): string {
  if (!usable) return 'cannot be used: it is damaged, or of another project';
  if (lost === null)
    return `holds ${entries} entries of the log; what is lost cannot be told, because the project cannot be read`;
  return `holds ${entries} entries of the log; ${lost.entries} made since would be undone, ${lost.acts} of them reads, marks or study calls`;
}
