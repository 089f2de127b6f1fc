import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { type Evaluated, useEvaluation } from '../state/evaluation-store.ts';
import { say } from '../state/toast-store.ts';

type Slice = { readonly sliceId: number; readonly file: string; readonly frame: number };
type Known = ReadonlyMap<number, Slice>;

const named = <T extends Slice>(slice: T, known: Known): T => ({ ...slice, ...known.get(slice.sliceId) });

function measuredWith(measured: MeasuredModel, known: Known): MeasuredModel {
  if (!measured.slices.some(({ sliceId }) => known.has(sliceId))) return measured;
  return { ...measured, slices: measured.slices.map((slice) => named(slice, known)), hidden: [] };
}

function evaluatedWith(evaluated: Evaluated, known: Known): Evaluated {
  if (evaluated.kind === 'measured') return { ...evaluated, measured: measuredWith(evaluated.measured, known) };
  const { result } = evaluated;
  const repeats = result.repeats.map((measured) => measuredWith(measured, known));
  const suspectLabels = result.suspectLabels.map((slice) => named(slice, known));
  return { ...evaluated, result: { ...result, repeats, suspectLabels } };
}

/** Puts on record that the reader wants to see which slices an evaluation hid from them, then names them on the screen. */
export async function unveilSlices(modelId: number | null, hidden: readonly number[]): Promise<void> {
  const { subject } = useEvaluation.getState();
  try {
    const { slices } = await call('evaluation.unveil', { modelId, sliceIds: [...hidden] });
    if (useEvaluation.getState().subject !== subject) return;
    const known = new Map(slices.map(({ alias, ...slice }) => [alias, slice]));
    useEvaluation.setState(({ evaluated, tests }) => {
      if (evaluated.kind !== 'ready') return {};
      const place = subject?.kind === 'test' ? subject.place : -1;
      return {
        evaluated: { kind: 'ready', value: evaluatedWith(evaluated.value, known) },
        tests: tests.map((measured, index) => (index === place ? measuredWith(measured, known) : measured)),
      };
    });
  } catch (error) {
    say('problem', `The slices could not be shown: ${messageOf(error)}`);
  }
}
