import { call, messageOf } from '../api.ts';
import { sameOpening, useApp } from '../state/app-store.ts';
import { say } from '../state/toast-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { reloadWorklist } from './listing.ts';
import { present } from './reading.ts';

/** Sets the width of the zone of doubt; the list and the slice on the screen follow. False where it was not kept. */
export async function setDoubt(width: number): Promise<boolean> {
  const here = sameOpening();
  try {
    const project = await call('project.setDoubt', { width });
    if (!here()) return false;
    useApp.setState({ project });
    await reloadWorklist();
    present(useWorklist.getState().selectedId);
    return true;
  } catch (error) {
    say('problem', `The zone was not kept: ${messageOf(error)}`);
    return false;
  }
}
