import { create } from 'zustand';
import type { DuplicateReport, NearDuplicate } from '../../src/contract/duplicate-methods.ts';
import type { Roles } from '../../src/contract/test-set-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import { type Loadable, loadedValue } from './loadable.ts';
import { say } from './toast-store.ts';

interface GroupsState {
  readonly duplicates: Loadable<DuplicateReport>;
  readonly roles: Loadable<Roles>;
}

const NOTHING: GroupsState = { duplicates: { kind: 'idle' }, roles: { kind: 'idle' } };

/** Near-duplicates and roles of the open project's slices. */
export const useGroups = create<GroupsState>()(() => NOTHING);

export function clearGroups(): void {
  useGroups.setState(NOTHING);
}

/** Reads pairs and roles again; what is on the screen stays until they are here. */
export async function loadGroups(): Promise<void> {
  const here = sameOpening();
  useGroups.setState(({ duplicates, roles }) => ({
    duplicates: duplicates.kind === 'ready' ? duplicates : { kind: 'loading' },
    roles: roles.kind === 'ready' ? roles : { kind: 'loading' },
  }));
  const [duplicates, roles] = await Promise.allSettled([call('duplicates.list', {}), call('roles.get', {})]);
  if (here()) useGroups.setState({ duplicates: loadable(duplicates), roles: loadable(roles) });
}

function loadable<T>(settled: PromiseSettledResult<T>): Loadable<T> {
  return settled.status === 'fulfilled'
    ? { kind: 'ready', value: settled.value }
    : { kind: 'failed', message: messageOf(settled.reason) };
}

/** Says whether two slices are the same; the pair keeps its place in the list. */
export async function judgePair(pairId: number, verdict: NearDuplicate['status']): Promise<void> {
  try {
    await call('duplicates.judge', { pairId, verdict });
    await loadGroups();
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Starts the search; its job tells how far it is, and its end brings the pairs. */
export async function startSearch(): Promise<void> {
  try {
    await call('duplicates.search', {});
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Reads again once a job that changes groups has ended, where somebody has looked at them. */
export async function reloadShownGroups(): Promise<void> {
  if (loadedValue(useGroups.getState().duplicates) !== null) await loadGroups();
}
