import { openDialog } from '../state/dialog-store.ts';
import { useJobs } from '../state/jobs-store.ts';

/**
 * Goes on with what closes the open project: at once, or, where jobs run that closing would end, after the person said so.
 */
export async function leaveProject(go: () => Promise<void>): Promise<void> {
  if (useJobs.getState().jobs.length === 0) return go();
  openDialog({ kind: 'leave-project', go });
}
