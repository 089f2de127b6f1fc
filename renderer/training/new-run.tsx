import { Play } from 'lucide-react';
import { useState } from 'react';
import type { MethodInput } from '../../src/contract/contract.ts';
import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { loadDataset, useDataset } from '../state/dataset-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { Segmented, SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { defaultsOf, type RunForm, settingsOf } from './run-form.ts';
import styles from './training-screen.module.css';

const AS_NOW = 'as-now';

async function start(
  version: string,
  architecture: ArchitectureName,
  settings: MethodInput<'training.start'>['settings'],
) {
  const datasetId = version === AS_NOW ? (await call('dataset.freeze', { note: null })).id : Number(version);
  const { runId } = await call('training.start', { datasetId, architecture, settings, sourceIds: null });
  useTraining.setState({ shownRunId: runId });
  await Promise.all([loadTraining(), loadDataset()]);
}

/** The versions to choose from; labels that are not frozen yet can be, on the way. */
function useVersions(): { readonly value: string; readonly word: string }[] {
  const draft = loadedValue(useDataset((state) => state.draft));
  const versions = loadedValue(useDataset((state) => state.versions)) ?? [];
  const frozen = versions.map(({ id, name, counts }) => ({
    value: String(id),
    word: `${name} (${counts.haemorrhage} + ${counts.none})`,
  }));
  const asNow = draft && draft.blocked === null && !draft.unchanged;
  return asNow ? [...frozen, { value: AS_NOW, word: 'Labels as they are now (freezes a version)' }] : frozen;
}

interface OptionsProps {
  readonly form: RunForm;
  readonly architecture: ArchitectureName;
  readonly change: (patch: Partial<RunForm>) => void;
}

function Options({ form, architecture, change }: OptionsProps) {
  const defaults = defaultsOf(architecture);
  return (
    <details className={styles.options}>
      <summary>Options</summary>
      <div className={styles.pair}>
        <TextField
          label="Seed"
          inputMode="numeric"
          value={form.seed}
          placeholder="default"
          onChange={(event) => change({ seed: event.target.value })}
        />
        <TextField
          label="Learning rate"
          inputMode="decimal"
          value={form.learningRate}
          placeholder={String(defaults.learningRate)}
          onChange={(event) => change({ learningRate: event.target.value })}
        />
        <TextField
          label="Batch size"
          inputMode="numeric"
          value={form.batchSize}
          placeholder={String(defaults.batchSize)}
          onChange={(event) => change({ batchSize: event.target.value })}
        />
        <TextField
          label="Warm-up steps"
          inputMode="numeric"
          value={form.warmUpSteps}
          placeholder={String(defaults.warmUpSteps)}
          onChange={(event) => change({ warmUpSteps: event.target.value })}
        />
      </div>
    </details>
  );
}

function useWhyNot(versions: number): string | null {
  const { tensorflow, project } = useApp();
  const running = useJobs((state) => state.jobs.some(({ kind }) => TRAINING_JOBS.includes(kind)));
  const blocked = loadedValue(useDataset((state) => state.draft))?.blocked ?? null;
  if (project?.readOnly) return project.readOnlyReason ?? 'This project is open for reading only.';
  if (!tensorflow.ok) return 'Training needs TensorFlow; the bar above says what to do.';
  if (running) return 'A run is under way.';
  if (versions === 0) return blocked ?? 'There are no labels to train on yet.';
  return null;
}

/** What to train on, what to train, how long. */
export function NewRun() {
  const versions = useVersions();
  const whyNot = useWhyNot(versions.length);
  const [chosen, setChosen] = useState<string | null>(null);
  const [architecture, setArchitecture] = useState<ArchitectureName>('lenet');
  const [form, setForm] = useState<RunForm>({ rounds: '', seed: '', learningRate: '', batchSize: '', warmUpSteps: '' });
  const [busy, setBusy] = useState(false);
  const version = versions.find(({ value }) => value === chosen)?.value ?? versions[0]?.value ?? '';
  const settings = settingsOf(form, architecture);
  const change = (patch: Partial<RunForm>) => setForm((before) => ({ ...before, ...patch }));
  const submit = async () => {
    if (settings.kind === 'bad') return;
    setBusy(true);
    try {
      await start(version, architecture, settings.settings);
    } catch (error) {
      say('problem', `Training did not start: ${messageOf(error)}`);
    }
    setBusy(false);
  };
  return (
    <Card title="New run">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SelectField
          label="Data set version"
          value={version}
          disabled={versions.length === 0}
          onChange={(event) => setChosen(event.target.value)}
        >
          {versions.map(({ value, word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </SelectField>
        <div className={styles.architecture}>
          <span className={styles.label}>Architecture</span>
          <Segmented
            label="Architecture"
            value={architecture}
            options={[
              { value: 'lenet', word: 'LeNet 135' },
              { value: 'lenet2', word: 'LeNet2 139, crop 135' },
              { value: 'compact', word: 'Compact 96, aligned head' },
            ]}
            onChange={setArchitecture}
          />
        </div>
        <TextField
          label="Rounds"
          inputMode="numeric"
          value={form.rounds}
          placeholder={String(defaultsOf(architecture).rounds)}
          onChange={(event) => change({ rounds: event.target.value })}
        />
        <Options form={form} architecture={architecture} change={change} />
        {settings.kind === 'bad' && <Notice tone="warning">{settings.why}</Notice>}
        {whyNot && <p className={styles.fine}>{whyNot}</p>}
        <Button
          type="submit"
          look="primary"
          size="l"
          icon={Play}
          disabled={busy || whyNot !== null || settings.kind === 'bad'}
        >
          Start training
        </Button>
      </form>
    </Card>
  );
}
