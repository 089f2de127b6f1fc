import { create } from 'zustand';
import type { DatasetShortcuts } from '../../src/contract/shortcut-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';
import { say } from './toast-store.ts';

interface ShortcutsState {
  /** The version that is looked at; null before one is. */
  readonly datasetId: number | null;
  /** What was found in it; null where nothing was measured yet. */
  readonly shortcuts: Loadable<DatasetShortcuts | null>;
}

const empty = { datasetId: null, shortcuts: { kind: 'idle' } } as const;

/** What gives the labels of the newest version away. */
export const useShortcuts = create<ShortcutsState>()(() => empty);

export function clearShortcuts(): void {
  useShortcuts.setState(empty);
}

/** Reads what was found in a version; what is on the screen of the same version stays until it is here. */
export async function loadShortcuts(datasetId: number): Promise<void> {
  const here = sameOpening();
  const still = () => here() && useShortcuts.getState().datasetId === datasetId;
  useShortcuts.setState((state) => ({
    datasetId,
    shortcuts:
      state.datasetId === datasetId && state.shortcuts.kind === 'ready' ? state.shortcuts : { kind: 'loading' },
  }));
  try {
    const { shortcuts } = await call('dataset.shortcuts', { datasetId });
    if (still()) useShortcuts.setState({ shortcuts: { kind: 'ready', value: shortcuts } });
  } catch (error) {
    if (still()) useShortcuts.setState({ shortcuts: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Reads again what is looked at, after a measurement has ended. */
export async function reloadShortcuts(): Promise<void> {
  const { datasetId } = useShortcuts.getState();
  if (datasetId !== null) await loadShortcuts(datasetId);
}

/** Starts measuring a version. */
export async function measureShortcuts(datasetId: number): Promise<void> {
  try {
    await call('dataset.audit-shortcuts', { datasetId });
  } catch (error) {
    say('problem', messageOf(error));
  }
}
