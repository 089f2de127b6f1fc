import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import { takeProject } from './folders.ts';
import { askingWhoReads } from './readers.ts';
import { openLastPlace } from './resume.ts';

/** Backs the open project up and says where. */
export async function backUp(): Promise<void> {
  try {
    const { path, kept } = await call('backup.make', {});
    say('done', `Backed up to ${path}. The newest ${kept} that were asked for are kept.`);
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Takes a project back to a backup and opens it as it was then. Throws CallFailed. */
export async function restoreBackup(folder: string, name: string): Promise<void> {
  const { project, kept, salvaged } = await call('backup.restore', { folder, name });
  closeDialog();
  // Nothing on the screen is of the restored state.
  takeProject(null);
  takeProject(project);
  say('done', `Restored.${keptWords(kept, salvaged)}`);
  await askingWhoReads(openLastPlace());
}

function keptWords(kept: string | null, salvaged: number | null): string {
  if (kept === null) return '';
  if (salvaged === null) return ` What the project was before is the backup ${kept}.`;
  return ` The damaged database is in ${kept}, with ${salvaged} entries of its log in salvaged-log.csv.`;
}
