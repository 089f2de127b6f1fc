import { MOST_IN_BULK } from '../../src/contract/review-methods.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { queueDoneWord, stillToRead } from '../state/reread-queue.ts';
import { say } from '../state/toast-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { unreadFrom } from '../state/worklist-view.ts';
import { placeInList } from './listing.ts';

/** Jumps that wait for main: each begins where the one before it has ended. */
let jumps: Promise<unknown> = Promise.resolve();

/** Whether the list alone says what is next: in a queue, and where no slice comes again unknown to its reader. */
function listSaysNext(): boolean {
  const { project } = useApp.getState();
  return useWorklist.getState().queue !== null || project === null || project.readOnly || project.readingMode === 'off';
}

/** Goes on to the next slice to read, and says `done` when the list has none (of a queue, what there is to say of it). */
export async function goToNext(done: string): Promise<void> {
  if (listSaysNext()) return jump(done, ([first]) => first ?? null);
  const mine = jumps.then(() => jumpByMain(done));
  jumps = Promise.allSettled([mine]);
  await mine;
}

function jump(done: string, choose: (unread: readonly number[]) => number | null): void {
  const state = useWorklist.getState();
  const next = choose(unreadFrom(state.order, stillToRead(state), placeInList()));
  if (next !== null) selectSlice(next);
  else say('info', state.queue ? queueDoneWord(state) : done);
}

/** Main says which of the unread slices comes next; where the reader has left the slice meanwhile, nothing happens. */
async function jumpByMain(done: string): Promise<void> {
  const before = useWorklist.getState();
  const from = placeInList();
  const unread = unreadFrom(before.order, stillToRead(before), from).slice(0, MOST_IN_BULK);
  const { sliceId } = await call('worklist.next', { from, unread });
  const { sourceId, selectedId } = useWorklist.getState();
  if (sourceId !== before.sourceId || selectedId !== before.selectedId) return;
  jump(done, (listed) => listed.find((one) => one === sliceId) ?? listed[0] ?? null);
}

/** Goes to the next unread slice in the list; says so when there is none. */
export async function goToNextUnread(): Promise<void> {
  try {
    await goToNext('No unread slice is left in this list.');
  } catch (error) {
    say('problem', `The next slice could not be asked for: ${messageOf(error)}`);
  }
}
