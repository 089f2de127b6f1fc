import type { Label } from '../../src/review/label.ts';
import { call } from '../api.ts';
import { mayShow } from '../state/blind.ts';
import { closeDialog, openDialog } from '../state/dialog-store.ts';
import { stillToRead } from '../state/reread-queue.ts';
import { useReview } from '../state/review-store.ts';
import { say } from '../state/toast-store.ts';
import { clearMarks, markAll, useWorklist } from '../state/worklist-store.ts';
import { countWord, labelWord } from '../words.ts';
import { takeBatch } from './reading.ts';

type Marked = Pick<ReturnType<typeof useWorklist.getState>, 'marked' | 'items'>;

/**
 * Why the marked slices get no label in one act, not even exclude; null where they do. Any read opens the AI and the labels of a
 * slice, so that one act would show those of all of them: main refuses it.
 */
export function whyNoBulkRead({ marked, items }: Marked): string | null {
  let blind = 0;
  for (const sliceId of marked) {
    const item = items.get(sliceId);
    if (item && !mayShow(item)) blind += 1;
  }
  if (blind === 0) return null;
  const [are, them] = blind === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${countWord(blind, 'slice')} of the selection ${are} read blind-first: each needs a look of its own, to exclude ${them} too. Select slices that you have read.`;
}

/** Asks before the marked slices are labelled in one act. */
export function askBulkRead(label: Label): void {
  const { marked, order, items } = useWorklist.getState();
  const whyNot = whyNoBulkRead({ marked, items });
  if (whyNot !== null) {
    say('info', whyNot);
    return;
  }
  const sliceIds = order.filter((sliceId) => marked.has(sliceId));
  if (sliceIds.length > 0) openDialog({ kind: 'bulk-read', sliceIds, label });
}

/** Labels slices in one act, in the background. Throws CallFailed. */
export async function startBulkRead(sliceIds: readonly number[], label: Label, reason: string): Promise<void> {
  await call('read.bulk', { sliceIds: [...sliceIds], label, reason: reason.trim() || null });
  closeDialog();
  clearMarks();
}

/** A bulk label is on the disk: the list follows, and undo takes all of it back. */
export async function afterBulkRead(sliceIds: readonly number[], label: Label): Promise<void> {
  await takeBatch(sliceIds, true);
  useReview.setState({ canUndo: true, canRedo: false });
  say('done', `Labelled ${countWord(sliceIds.length, 'slice')}: ${labelWord(label)}. Undo (Z) takes all of them back.`);
}

/** Marks every slice that is listed. */
export function markListed(): void {
  markAll(useWorklist.getState().order);
}

/** Marks what is listed and still to be read. */
export function markUnread(): void {
  const state = useWorklist.getState();
  const unread = state.order.filter(stillToRead(state));
  if (unread.length === 0) say('info', 'No unread slice is left in this list.');
  else markAll(unread);
}
