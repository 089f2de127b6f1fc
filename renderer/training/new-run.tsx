import { Images, Play } from 'lucide-react';
import { useState } from 'react';
import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { loadDataset, useDataset } from '../state/dataset-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { changeRunForm, rememberRunForm, resetRunForm, useRunForm } from '../state/run-form-store.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { Segmented, SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import {
  architectureOf,
  choicesOf,
  defaultsOf,
  type RunChoices,
  type RunForm,
  rememberedOf,
  wholeAugmentation,
} from './run-form.ts';
import { EnsembleOptions, LearningOptions, PictureOptions } from './run-options.tsx';
import { SourceOptions } from './source-options.tsx';
import styles from './training-screen.module.css';

const AS_NOW = 'as-now';

const ABOUT: Record<ArchitectureName, string> = {
  lenet: 'The notebook’s LeNet on the whole slice, 135 x 135.',
  lenet2: 'The LeNet on random crops of 135 from 139 x 139.',
  compact: 'Small, made for few slices: the head alone, upright, its two sides compared, 96 x 96.',
};

async function start(version: string, choices: RunChoices, sourceIds: readonly number[] | null) {
  const datasetId = version === AS_NOW ? (await call('dataset.freeze', { note: null })).id : Number(version);
  const { runId } = await call('training.start', { datasetId, ...choices, sourceIds: sourceIds && [...sourceIds] });
  void rememberRunForm();
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

/** What training does to the pictures, in short, and the way to see and change it. */
function Changes({ form }: { readonly form: RunForm }) {
  const augmentation = wholeAugmentation(form);
  const count = augmentation.kind === 'good' ? Object.keys(augmentation.value).length : 0;
  return (
    <div className={styles.changes}>
      <span className={styles.label}>
        {count === 0 ? 'Pictures unchanged in training' : `${countWord(count, 'kind')} of change in training`}
      </span>
      <Button icon={Images} onClick={() => openDialog({ kind: 'augmentation' })}>
        Augmentation
      </Button>
    </div>
  );
}

function useWhyNot(versions: number, noSource: boolean): string | null {
  const { tensorflow, project } = useApp();
  const running = useJobs((state) => state.jobs.some(({ kind }) => TRAINING_JOBS.includes(kind)));
  const blocked = loadedValue(useDataset((state) => state.draft))?.blocked ?? null;
  if (project?.readOnly) return project.readOnlyReason ?? 'This project is open for reading only.';
  if (!tensorflow.ok) return 'Training needs TensorFlow; the bar above says what to do.';
  if (running) return 'A run is under way.';
  if (versions === 0) return blocked ?? 'There are no labels to train on yet.';
  if (noSource) return 'Choose at least one source to learn from.';
  return null;
}

/** What to train on, what to train, how long, and everything else that may be chosen. */
export function NewRun() {
  const versions = useVersions();
  const [chosen, setChosen] = useState<string | null>(null);
  const form = useRunForm();
  const architecture = architectureOf(form);
  const [sourceIds, setSourceIds] = useState<readonly number[] | null>(null);
  const whyNot = useWhyNot(versions.length, sourceIds?.length === 0);
  const [busy, setBusy] = useState(false);
  const version = versions.find(({ value }) => value === chosen)?.value ?? versions[0]?.value ?? '';
  const choices = choicesOf(form);
  const untouched = Object.keys(rememberedOf(form)).length <= 1 && form.seed === '';
  const submit = async () => {
    if (choices.kind === 'bad') return;
    setBusy(true);
    try {
      await start(version, choices.value, sourceIds);
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
              { value: 'compact', word: 'Compact 96' },
              { value: 'lenet', word: 'LeNet 135' },
              { value: 'lenet2', word: 'LeNet2 139' },
            ]}
            onChange={(name) => changeRunForm({ architecture: name })}
          />
          <p className={styles.fine}>{ABOUT[architecture]}</p>
        </div>
        <TextField
          label="Rounds"
          inputMode="numeric"
          value={form.rounds}
          placeholder={String(defaultsOf(architecture).rounds)}
          onChange={(event) => changeRunForm({ rounds: event.target.value })}
        />
        <SourceOptions chosen={sourceIds} onChange={setSourceIds} />
        <Changes form={form} />
        <PictureOptions form={form} />
        <LearningOptions form={form} />
        <EnsembleOptions form={form} />
        {choices.kind === 'bad' && <Notice tone="warning">{choices.why}</Notice>}
        {whyNot && <p className={styles.fine}>{whyNot}</p>}
        <div className={styles.buttons}>
          <Button
            type="submit"
            look="primary"
            size="l"
            icon={Play}
            disabled={busy || whyNot !== null || choices.kind === 'bad'}
          >
            Start training
          </Button>
          <Button
            size="l"
            disabled={untouched}
            title="Back to the defaults of this architecture"
            onClick={resetRunForm}
          >
            Reset
          </Button>
        </div>
      </form>
    </Card>
  );
}
