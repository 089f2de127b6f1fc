import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import { call, messageOf } from '../api.ts';
import { useApp, whyReadOnly } from '../state/app-store.ts';
import { type DatasetState, loadDataset, useDataset } from '../state/dataset-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { rememberRunForm, runFormNow, useRunMaterial } from '../state/run-form-store.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { choicesOf } from '../training/run-form.ts';

const AS_NOW = 'as-now';

interface VersionChoice {
  readonly value: string;
  readonly word: string;
}

/** The versions to choose from; labels that are not frozen yet can be, on the way. */
export function runVersions(dataset: DatasetState): readonly VersionChoice[] {
  const draft = loadedValue(dataset.draft);
  const frozen = (loadedValue(dataset.versions) ?? []).map(({ id, name, counts }) => ({
    value: String(id),
    word: `${name} (${counts.haemorrhage} + ${counts.none})`,
  }));
  const asNow = draft && draft.blocked === null && !draft.unchanged;
  return asNow ? [...frozen, { value: AS_NOW, word: 'Labels as they are now (freezes a version)' }] : frozen;
}

/** The version that a run learns from: the chosen one, else the newest; empty where there is none. */
export function runVersion(versions: readonly VersionChoice[], chosen: string | null): string {
  return versions.find(({ value }) => value === chosen)?.value ?? versions[0]?.value ?? '';
}

/** Why no run can be started now, whatever its options are; null when one can. */
export function whyNoRun(): string | null {
  const { tensorflow, project } = useApp.getState();
  if (!project) return 'No project is open.';
  const readOnly = whyReadOnly(project);
  if (readOnly !== null) return readOnly;
  if (!tensorflow.ok) return 'Training needs TensorFlow; the bar above says what to do.';
  if (useJobs.getState().jobs.some(({ kind }) => TRAINING_JOBS.includes(kind))) return 'A run is under way.';
  const dataset = useDataset.getState();
  if (runVersions(dataset).length === 0) {
    return loadedValue(dataset.draft)?.blocked ?? 'There are no labels to train on yet.';
  }
  if (useRunMaterial.getState().sourceIds?.length === 0) return 'Choose at least one source to learn from.';
  return null;
}

/** Starts a run as the form of a new run has it; says why where it cannot. */
export async function startRun(): Promise<void> {
  if (useDataset.getState().versions.kind !== 'ready') await loadDataset();
  const why = whyNoRun();
  if (why !== null) return say('info', why);
  const choices = choicesOf(runFormNow());
  if (choices.kind === 'bad') return say('problem', `Training did not start: ${choices.why}`);
  const { version: chosen, sourceIds } = useRunMaterial.getState();
  const version = runVersion(runVersions(useDataset.getState()), chosen);
  try {
    const datasetId = version === AS_NOW ? (await call('dataset.freeze', { note: null })).id : Number(version);
    const { runId } = await call('training.start', {
      datasetId,
      ...choices.value,
      sourceIds: sourceIds && [...sourceIds],
    });
    void rememberRunForm();
    useTraining.setState({ shownRunId: runId });
    await Promise.all([loadTraining(), loadDataset()]);
  } catch (error) {
    say('problem', `Training did not start: ${messageOf(error)}`);
  }
}
