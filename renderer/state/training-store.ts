import { create } from 'zustand';
import type { Model, TrainingRun } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';
import { withRun } from './training-runs.ts';

interface TrainingState {
  readonly runs: Loadable<readonly TrainingRun[]>;
  readonly models: Loadable<readonly Model[]>;
  /** The run whose curves are shown: the one that runs, or the one chosen. */
  readonly shownRunId: number | null;
  readonly etaMs: number | null;
}

const empty = { runs: { kind: 'idle' }, models: { kind: 'idle' }, shownRunId: null, etaMs: null } as const;

export const useTraining = create<TrainingState>()(() => empty);

export function clearTraining(): void {
  useTraining.setState(empty);
}

/** Reads runs and models again; what is on the screen stays until they are here. */
export async function loadTraining(): Promise<void> {
  const here = sameOpening();
  useTraining.setState(({ runs, models }) => ({
    runs: runs.kind === 'ready' ? runs : { kind: 'loading' },
    models: models.kind === 'ready' ? models : { kind: 'loading' },
  }));
  const [runs, models] = await Promise.allSettled([call('training.runs', {}), call('model.list', {})]);
  if (!here()) return;
  useTraining.setState({
    runs:
      runs.status === 'fulfilled'
        ? { kind: 'ready', value: [...runs.value.runs].sort((a, b) => b.startedMs - a.startedMs || b.id - a.id) }
        : { kind: 'failed', message: messageOf(runs.reason) },
    models:
      models.status === 'fulfilled'
        ? { kind: 'ready', value: [...models.value.models].sort((a, b) => b.createdMs - a.createdMs || b.id - a.id) }
        : { kind: 'failed', message: messageOf(models.reason) },
  });
}

/** Takes news of a run; its curves come to the front when it begins. */
export function takeRun(run: TrainingRun, etaMs: number | null): void {
  useTraining.setState((state) => {
    const known = state.runs.kind === 'ready' ? state.runs.value : [];
    const isNew = !known.some(({ id }) => id === run.id);
    return {
      runs: { kind: 'ready', value: withRun(known, run) },
      etaMs: run.status === 'running' ? etaMs : null,
      shownRunId: isNew && run.status === 'running' ? run.id : state.shownRunId,
    };
  });
}
