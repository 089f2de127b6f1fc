import { Images, Play } from 'lucide-react';
import { useState } from 'react';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { runVersion, runVersions, startRun, whyNoRun } from '../actions/training-run.ts';
import { useApp } from '../state/app-store.ts';
import { useDataset } from '../state/dataset-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { changeRunForm, resetRunForm, useRunForm, useRunMaterial } from '../state/run-form-store.ts';
import { Button } from '../ui/button.tsx';
import { Segmented, SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import { architectureOf, choicesOf, defaultsOf, type RunForm, rememberedOf, wholeAugmentation } from './run-form.ts';
import { EnsembleOptions, LearningOptions, PictureOptions } from './run-options.tsx';
import { SourceOptions } from './source-options.tsx';
import styles from './training-screen.module.css';

const ABOUT: Record<ArchitectureName, string> = {
  lenet: 'The notebook’s LeNet on the whole slice, 135 x 135.',
  lenet2: 'The LeNet on random crops of 135 from 139 x 139.',
  compact: 'Small, made for few slices: the head alone, upright, its two sides compared, 96 x 96.',
};

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

/** Why no run can be started; follows what that goes by. */
function useWhyNoRun(): string | null {
  useApp();
  useJobs();
  useDataset();
  useRunMaterial();
  return whyNoRun();
}

/** What to train on, what to train, how long, and everything else that may be chosen. */
export function NewRun() {
  const versions = runVersions(useDataset());
  const { version: chosen, sourceIds } = useRunMaterial();
  const form = useRunForm();
  const architecture = architectureOf(form);
  const whyNot = useWhyNoRun();
  const [busy, setBusy] = useState(false);
  const version = runVersion(versions, chosen);
  const choices = choicesOf(form);
  const untouched = Object.keys(rememberedOf(form)).length <= 1 && form.seed === '';
  const submit = async () => {
    setBusy(true);
    await startRun();
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
          onChange={(event) => useRunMaterial.setState({ version: event.target.value })}
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
        <SourceOptions chosen={sourceIds} onChange={(chosen) => useRunMaterial.setState({ sourceIds: chosen })} />
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
