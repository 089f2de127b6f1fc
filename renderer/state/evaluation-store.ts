import { create } from 'zustand';
import type { MethodInput } from '../../src/contract/contract.ts';
import type { CrossValidation, CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { Job } from '../../src/contract/shared.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import type { Outcome } from '../../src/statistics/confusion.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import { type Loadable, loadedValue } from './loadable.ts';
import { say } from './toast-store.ts';

/** What was chosen to be looked at. */
export type Subject =
  /** A model on its held-out slices. */
  | { readonly kind: 'model'; readonly modelId: number }
  /** A model on the labelled slices of a source that it learnt nothing from. */
  | { readonly kind: 'source'; readonly modelId: number; readonly sourceId: number }
  /** One repeat (0-based), or the mean over all for null. */
  | { readonly kind: 'cross-validation'; readonly id: number; readonly repeat: number | null }
  /** A look at a sealed test set that was opened in this window, by its place in `tests`. */
  | { readonly kind: 'test'; readonly place: number };

/** What came for the subject. */
export type Evaluated =
  | { readonly kind: 'measured'; readonly measured: MeasuredModel }
  | { readonly kind: 'cross-validation'; readonly result: CrossValidationResult };

interface EvaluationState {
  readonly subject: Subject | null;
  readonly evaluated: Loadable<Evaluated>;
  readonly runs: Loadable<readonly CrossValidation[]>;
  /** Looks at sealed tests since the project was opened. */
  readonly tests: readonly MeasuredModel[];
  /** Chosen on the screen; null is the stored one. */
  readonly threshold: number | null;
  /** Stated share with haemorrhage, between 0 and 1; null where none is stated. */
  readonly prevalence: number | null;
  /** The cell of the confusion matrix whose slices are listed; null lists both kinds of error. */
  readonly cell: Outcome | null;
}

const untouched = { threshold: null, cell: null } as const;
const empty = {
  subject: null,
  evaluated: { kind: 'idle' },
  runs: { kind: 'idle' },
  tests: [],
  prevalence: null,
  ...untouched,
} as const;

export const useEvaluation = create<EvaluationState>()(() => empty);

export function clearEvaluation(): void {
  useEvaluation.setState(empty);
}

async function fetchSubject(subject: Exclude<Subject, { kind: 'test' }>): Promise<Evaluated> {
  switch (subject.kind) {
    case 'model':
      return { kind: 'measured', measured: await call('model.evaluate', { modelId: subject.modelId }) };
    case 'source': {
      const { modelId, sourceId } = subject;
      return { kind: 'measured', measured: await call('model.evaluateSource', { modelId, sourceId }) };
    }
    case 'cross-validation': {
      const result = await call('crossValidation.result', { id: subject.id, prevalence: null });
      return { kind: 'cross-validation', result };
    }
  }
}

function sameResult(subject: Subject, { evaluated }: EvaluationState): boolean {
  const value = loadedValue(evaluated);
  return (
    subject.kind === 'cross-validation' && value?.kind === 'cross-validation' && value.result.run.id === subject.id
  );
}

/** Shows a model, a cross-validation or a test. An answer for what is no longer chosen, or of another project, is dropped. */
export async function showSubject(subject: Subject): Promise<void> {
  const before = useEvaluation.getState();
  if (subject.kind === 'test') {
    const measured = before.tests[subject.place];
    if (!measured) return;
    return useEvaluation.setState({
      ...untouched,
      subject,
      evaluated: { kind: 'ready', value: { kind: 'measured', measured } },
    });
  }
  if (sameResult(subject, before)) return useEvaluation.setState({ ...untouched, subject });
  useEvaluation.setState({ ...untouched, subject, evaluated: { kind: 'loading' } });
  const here = sameOpening();
  const still = () => here() && useEvaluation.getState().subject === subject;
  try {
    const value = await fetchSubject(subject);
    if (still()) useEvaluation.setState({ evaluated: { kind: 'ready', value } });
  } catch (error) {
    if (still()) useEvaluation.setState({ evaluated: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Measures what is shown anew. */
export async function showAgain(): Promise<void> {
  const { subject } = useEvaluation.getState();
  if (subject === null) return;
  useEvaluation.setState({ evaluated: { kind: 'loading' } });
  await showSubject({ ...subject });
}

/** Puts a look at a sealed test among what can be chosen, and shows it. */
export async function showTest(measured: MeasuredModel): Promise<void> {
  const { tests } = useEvaluation.getState();
  useEvaluation.setState({ tests: [...tests, measured] });
  await showSubject({ kind: 'test', place: tests.length });
}

/** Reads the list of cross-validations, newest first; what is on the screen stays until it is here. */
export async function loadCrossValidations(): Promise<void> {
  const here = sameOpening();
  useEvaluation.setState(({ runs }) => ({ runs: runs.kind === 'ready' ? runs : { kind: 'loading' } }));
  try {
    const { runs } = await call('crossValidation.list', {});
    if (here()) useEvaluation.setState({ runs: { kind: 'ready', value: [...runs].sort((a, b) => b.id - a.id) } });
  } catch (error) {
    if (here()) useEvaluation.setState({ runs: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Starts a cross-validation; it goes on as a job. Throws CallFailed. */
export async function startCrossValidation(input: MethodInput<'crossValidation.start'>): Promise<void> {
  await call('crossValidation.start', input);
  await loadCrossValidations();
}

/** When a cross-validation has ended: brings the list up to date, and shows what it found where it was finished. */
export async function takeCrossValidationJob(job: Job): Promise<void> {
  if (job.kind !== 'cross-validate' || job.status === 'running') return;
  await loadCrossValidations();
  const [newest] = loadedValue(useEvaluation.getState().runs) ?? [];
  if (job.status !== 'done' || newest?.status !== 'finished') return;
  say('done', `Cross-validation ${newest.id} is done. The Evaluation screen shows it.`);
  await showSubject({ kind: 'cross-validation', id: newest.id, repeat: null });
}
