import { call, messageOf } from '../api.ts';
import { loadDataset } from '../state/dataset-store.ts';
import { loadGroups } from '../state/groups-store.ts';
import { say } from '../state/toast-store.ts';

/** Freezes the labels as they are into a data set version; where the newest holds exactly this, it stays the newest. Says whether it could. */
export async function freezeVersion(note: string): Promise<boolean> {
  try {
    const version = await call('dataset.freeze', { note: note.trim() === '' ? null : note.trim() });
    say('done', `Frozen as ${version.name}.`);
    await Promise.all([loadDataset(), loadGroups()]);
    return true;
  } catch (error) {
    say('problem', messageOf(error));
    return false;
  }
}
