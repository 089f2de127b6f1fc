import { create } from 'zustand';
import { EMPTY_FORM, formOf, type RunForm, rememberedOf } from '../training/run-form.ts';
import { changePreferences, usePreferences } from './preferences-store.ts';

interface RunFormState {
  /** Null until the form is first shown: then it begins with what the last run was started with. */
  readonly form: RunForm | null;
}

const useStored = create<RunFormState>()(() => ({ form: null }));

/** The form of a new run, as it is now. */
export const runFormNow = (): RunForm => useStored.getState().form ?? formOf(usePreferences.getState().newRun);

interface RunMaterial {
  /** The data set version that was chosen, as `runVersions` calls it; null for the first of them. */
  readonly version: string | null;
  /** Sources that the run learns from; null for all. */
  readonly sourceIds: readonly number[] | null;
}

const ALL: RunMaterial = { version: null, sourceIds: null };

/** What of the open project a new run learns from. */
export const useRunMaterial = create<RunMaterial>()(() => ALL);

export function clearRunMaterial(): void {
  useRunMaterial.setState(ALL);
}

/** The form of a new run. */
export function useRunForm(): RunForm {
  const remembered = usePreferences((state) => state.newRun);
  const form = useStored((state) => state.form);
  return form ?? formOf(remembered);
}

export function changeRunForm(patch: Partial<RunForm>): void {
  useStored.setState({ form: { ...runFormNow(), ...patch } });
}

/** Takes everything back that was typed, but for the architecture. */
export function resetRunForm(): void {
  useStored.setState({ form: { ...EMPTY_FORM, architecture: runFormNow().architecture } });
}

/** Keeps the form for the next time that Overread is started. */
export function rememberRunForm(): Promise<void> {
  return changePreferences({ newRun: rememberedOf(runFormNow()) });
}
