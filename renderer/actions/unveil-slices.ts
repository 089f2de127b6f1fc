import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from '../state/app-store.ts';
import { type Evaluated, type Subject, showAgain, showSubject, useEvaluation } from '../state/evaluation-store.ts';
import { type Loadable, loadedValue } from '../state/loadable.ts';
import { say } from '../state/toast-store.ts';

type Slice = {
  readonly sliceId: number;
  readonly sourceId: number;
  readonly file: string;
  readonly frame: number;
};
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

function hasAny(evaluated: Loadable<Evaluated>, known: Known): boolean {
  const value = loadedValue(evaluated);
  if (value === null) return false;
  const measured = value.kind === 'measured' ? [value.measured] : value.result.repeats;
  return measured.some(({ slices }) => slices.some(({ sliceId }) => known.has(sliceId)));
}

/** Of few hidden slices nothing was in the figures; now that they are open these are made with them. */
async function askAgain(subject: Subject | null): Promise<void> {
  if (subject?.kind !== 'test') return showAgain();
  const still = sameOpening();
  const { evidence } = useEvaluation.getState().tests[subject.place] ?? {};
  if (evidence?.kind !== 'sealed-test') return showAgain();
  const { testSets } = await call('roles.get', {});
  const testSet = testSets.find(({ manifestSha256 }) => manifestSha256 === evidence.testSetSha256);
  if (!testSet) throw new Error('The test set of this look is not there any more.');
  const measured = await call('testSet.look', { testSetId: testSet.id, look: evidence.look });
  if (!still() || useEvaluation.getState().subject !== subject) return;
  useEvaluation.setState(({ tests }) => ({
    tests: tests.map((one, index) => (index === subject.place ? measured : one)),
  }));
  await showSubject(subject);
}

/** Puts on record that the reader wants to see which slices an evaluation hid from them, then names them on the screen. */
export async function unveilSlices(modelId: number | null, hidden: readonly number[]): Promise<void> {
  const { subject } = useEvaluation.getState();
  try {
    const { slices } = await call('evaluation.unveil', { modelId, sliceIds: [...hidden] });
    if (useEvaluation.getState().subject !== subject) return;
    const known = new Map(slices.map(({ alias, ...slice }) => [alias, slice]));
    if (!hasAny(useEvaluation.getState().evaluated, known)) return await askAgain(subject);
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
