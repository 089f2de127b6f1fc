import { create } from 'zustand';
import { EMPTY_FORM, formOf, type RunForm, rememberedOf } from '../training/run-form.ts';
import { changePreferences, usePreferences } from './preferences-store.ts';

interface RunFormState {
  /** Null until the form is first shown: then it begins with what the last run was started with. */
  readonly form: RunForm | null;
}

const useStored = create<RunFormState>()(() => ({ form: null }));

const current = (): RunForm => useStored.getState().form ?? formOf(usePreferences.getState().newRun);

/** The form of a new run. */
export function useRunForm(): RunForm {
  const remembered = usePreferences((state) => state.newRun);
  const form = useStored((state) => state.form);
  return form ?? formOf(remembered);
}

export function changeRunForm(patch: Partial<RunForm>): void {
  useStored.setState({ form: { ...current(), ...patch } });
}

/** Takes everything back that was typed, but for the architecture. */
export function resetRunForm(): void {
  useStored.setState({ form: { ...EMPTY_FORM, architecture: current().architecture } });
}

/** Keeps the form for the next time that Overread is started. */
export function rememberRunForm(): Promise<void> {
  return changePreferences({ newRun: rememberedOf(current()) });
}
