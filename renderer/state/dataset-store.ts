import { create } from 'zustand';
import type { MethodOutput } from '../../src/contract/contract.ts';
import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';

export type DatasetDraft = MethodOutput<'dataset.draft'>;

export interface DatasetState {
  readonly draft: Loadable<DatasetDraft>;
  readonly versions: Loadable<readonly DatasetVersion[]>;
}

export const useDataset = create<DatasetState>()(() => ({ draft: { kind: 'idle' }, versions: { kind: 'idle' } }));

export function clearDataset(): void {
  useDataset.setState({ draft: { kind: 'idle' }, versions: { kind: 'idle' } });
}

/** Reads the draft and the frozen versions again; what is on the screen stays until they are here. */
export async function loadDataset(): Promise<void> {
  const here = sameOpening();
  useDataset.setState(({ draft, versions }) => ({
    draft: draft.kind === 'ready' ? draft : { kind: 'loading' },
    versions: versions.kind === 'ready' ? versions : { kind: 'loading' },
  }));
  const [draft, list] = await Promise.allSettled([call('dataset.draft', {}), call('dataset.list', {})]);
  if (!here()) return;
  useDataset.setState({
    draft:
      draft.status === 'fulfilled'
        ? { kind: 'ready', value: draft.value }
        : { kind: 'failed', message: messageOf(draft.reason) },
    versions:
      list.status === 'fulfilled'
        ? { kind: 'ready', value: [...list.value.versions].sort((a, b) => b.createdMs - a.createdMs) }
        : { kind: 'failed', message: messageOf(list.reason) },
  });
}
