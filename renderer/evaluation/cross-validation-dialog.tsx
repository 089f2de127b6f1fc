import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { GROUPINGS } from '../../src/contract/cross-validation-methods.ts';
import { TRAINING_JOBS } from '../../src/contract/shared.ts';
import { ARCHITECTURE_NAMES, type ArchitectureName } from '../../src/training/architecture.ts';
import { messageOf } from '../api.ts';
import { showTab, useApp, whyReadOnly } from '../state/app-store.ts';
import { loadDataset, useDataset } from '../state/dataset-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { startCrossValidation } from '../state/evaluation-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './cross-validation-dialog.module.css';
import { type CrossValidationForm, checkForm, NEW_CROSS_VALIDATION } from './cross-validation-form.ts';
import { GROUPING_WORDS } from './subject-words.ts';

const ARCHITECTURE_WORDS: Record<ArchitectureName, string> = {
  lenet: 'LeNet',
  lenet2: 'LeNet2',
  compact: 'Compact',
};

interface PartProps {
  readonly form: CrossValidationForm;
  readonly change: (patch: Partial<CrossValidationForm>) => void;
}

function Versions({ form, change }: PartProps) {
  const versions = loadedValue(useDataset((state) => state.versions)) ?? [];
  const newest = versions[0]?.id ?? null;
  useEffect(() => {
    if (form.datasetId === null && newest !== null) change({ datasetId: newest });
  });
  if (newest === null) {
    const goThere = () => {
      closeDialog();
      showTab('dataset');
    };
    return (
      <Notice tone="info" action={<Button onClick={goThere}>Go to Data set</Button>}>
        There is no frozen data set version to cross-validate on yet.
      </Notice>
    );
  }
  return (
    <SelectField
      label="Data set version (its development slices)"
      value={form.datasetId ?? newest}
      onChange={(event) => change({ datasetId: Number(event.target.value) })}
    >
      {versions.map(({ id, name, counts }) => (
        <option key={id} value={id}>
          {name} ({counts.haemorrhage} haemorrhage, {counts.none} none)
        </option>
      ))}
    </SelectField>
  );
}

function Architectures({ form, change }: PartProps) {
  const toggle = (name: ArchitectureName, on: boolean) => {
    const architectures = new Set(form.architectures);
    if (on) architectures.add(name);
    else architectures.delete(name);
    change({ architectures });
  };
  return (
    <fieldset className={styles.architectures}>
      <legend>Architecture</legend>
      <div className={styles.row}>
        {ARCHITECTURE_NAMES.map((name) => (
          <Checkbox
            key={name}
            label={ARCHITECTURE_WORDS[name]}
            checked={form.architectures.has(name)}
            onChange={(event) => toggle(name, event.target.checked)}
          />
        ))}
      </div>
      <p className={styles.fine}>
        {form.architectures.size > 1
          ? 'The better one is chosen inside each fold, by a cross-validation of its own, and judged on slices that had no part in the choice. That takes several times as long.'
          : 'Tick several to have one chosen inside each fold.'}
      </p>
    </fieldset>
  );
}

function Numbers({ form, change }: PartProps) {
  const field = (label: string, key: 'folds' | 'repeats' | 'rounds' | 'seed', placeholder = '') => (
    <TextField
      label={label}
      inputMode="numeric"
      value={form[key]}
      placeholder={placeholder}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
  return (
    <div className={styles.numbers}>
      {field('Folds', 'folds')}
      {field('Repeats', 'repeats')}
      {field('Rounds (optional)', 'rounds', 'default')}
      {field('Seed (optional)', 'seed', 'default')}
    </div>
  );
}

function useWhyNot(): string | null {
  const { tensorflow, project } = useApp();
  const busy = useJobs((state) => state.jobs.some(({ kind }) => TRAINING_JOBS.includes(kind)));
  const readOnly = project && whyReadOnly(project);
  if (readOnly) return readOnly;
  if (!tensorflow.ok) return 'Training needs TensorFlow; the bar above says what to do.';
  return busy ? 'Networks are being trained already. Wait for them, or stop them first.' : null;
}

/** Starts a cross-validation: what to learn from, which architectures, how many folds and repeats, what stays together. */
export function CrossValidationDialog() {
  const [form, setForm] = useState(NEW_CROSS_VALIDATION);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const whyNot = useWhyNot();
  const checked = checkForm(form);
  const change = (patch: Partial<CrossValidationForm>) => setForm((before) => ({ ...before, ...patch }));
  useEffect(() => void loadDataset(), []);
  const start = async () => {
    if (checked.kind === 'bad') return;
    setBusy(true);
    try {
      await startCrossValidation(checked.input);
      closeDialog();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  const off = busy || whyNot !== null || checked.kind === 'bad';
  return (
    <Dialog
      title="New cross-validation"
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" icon={Play} disabled={off} onClick={() => void start()}>
            {busy ? 'Dealing the folds…' : 'Start'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>
          Each slice is judged by a network that saw neither it nor its group. Repeats deal the folds anew; they steady
          the figures and are never counted as more cases.
        </p>
        <Versions form={form} change={change} />
        <Architectures form={form} change={change} />
        <Numbers form={form} change={change} />
        <SelectField
          label="Groups"
          value={form.grouping}
          onChange={(event) =>
            change({ grouping: GROUPINGS.find((name) => name === event.target.value) ?? GROUPINGS[0] })
          }
        >
          {GROUPINGS.map((name) => (
            <option key={name} value={name}>
              {GROUPING_WORDS[name]}
            </option>
          ))}
        </SelectField>
        {checked.kind === 'bad' && form.datasetId !== null && <Notice tone="warning">{checked.why}</Notice>}
        {whyNot && <Notice tone="warning">{whyNot}</Notice>}
        {problem && <Notice tone="problem">It did not start: {problem}</Notice>}
      </div>
    </Dialog>
  );
}
