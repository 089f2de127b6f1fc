import { create } from 'zustand';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';

export type Outcome = MeasuredModel['slices'][number]['outcome'];

interface EvaluationState {
  readonly modelId: number | null;
  readonly evaluation: Loadable<MeasuredModel>;
  /** The cell of the confusion matrix whose slices are listed; null lists both kinds of error. */
  readonly cell: Outcome | null;
  /** While blind: whether the person asked to see the slices. */
  readonly slicesShown: boolean;
}

const empty = { modelId: null, evaluation: { kind: 'idle' }, cell: null, slicesShown: false } as const;

export const useEvaluation = create<EvaluationState>()(() => empty);

export function clearEvaluation(): void {
  useEvaluation.setState(empty);
}

/** Measures a model on its held-out slices. An answer for a model that is no longer chosen, or of another project, is dropped. */
export async function evaluateModel(modelId: number): Promise<void> {
  useEvaluation.setState({ modelId, evaluation: { kind: 'loading' }, cell: null, slicesShown: false });
  const here = sameOpening();
  const still = () => here() && useEvaluation.getState().modelId === modelId;
  try {
    const value = await call('model.evaluate', { modelId });
    if (still()) useEvaluation.setState({ evaluation: { kind: 'ready', value } });
  } catch (error) {
    if (still()) useEvaluation.setState({ evaluation: { kind: 'failed', message: messageOf(error) } });
  }
}
