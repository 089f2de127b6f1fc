import { MOST_MEMBERS } from '../../src/training/ensemble.ts';
import { countParameters } from '../../src/training/layer-shapes.ts';
import { recipeFor } from '../../src/training/recipe.ts';
import { changeRunForm } from '../state/run-form-store.ts';
import { Checkbox, SelectField, TextField } from '../ui/field.tsx';
import {
  answerField,
  answerOf,
  architectureOf,
  choicesOf,
  defaultsOf,
  type RunForm,
  type YesNoField,
} from './run-form.ts';
import styles from './training-screen.module.css';

interface OptionsProps {
  readonly form: RunForm;
}

const MOST_LETTERS = 100;

const NUMBERS = [
  { key: 'seed', label: 'Seed', mode: 'numeric' },
  { key: 'learningRate', label: 'Learning rate', mode: 'decimal' },
  { key: 'batchSize', label: 'Batch size', mode: 'numeric' },
  { key: 'warmUpSteps', label: 'Warm-up steps', mode: 'numeric' },
  { key: 'weightDecay', label: 'Weight decay', mode: 'decimal' },
  { key: 'labelSmoothing', label: 'Label smoothing', mode: 'decimal' },
] as const;

/** How the network learns. */
export function LearningOptions({ form }: OptionsProps) {
  const defaults = defaultsOf(architectureOf(form));
  const placeholder = (key: (typeof NUMBERS)[number]['key']) => (key === 'seed' ? 'drawn' : String(defaults[key] ?? 0));
  const schedule = defaults.learningRateSchedule ?? 'constant';
  return (
    <details className={styles.options}>
      <summary>Learning</summary>
      <div className={styles.pair}>
        {NUMBERS.map(({ key, label, mode }) => (
          <TextField
            key={key}
            label={label}
            inputMode={mode}
            maxLength={MOST_LETTERS}
            value={form[key]}
            placeholder={placeholder(key)}
            onChange={(event) => changeRunForm({ [key]: event.target.value })}
          />
        ))}
        <SelectField
          label="Rate after warm-up"
          value={form.schedule || schedule}
          onChange={({ target }) => changeRunForm({ schedule: target.value === schedule ? '' : target.value })}
        >
          <option value="constant">Constant</option>
          <option value="cosine">Falls to 0</option>
        </SelectField>
        <SelectField
          label="Class weights"
          value={form.classWeights || 'none'}
          onChange={({ target }) => changeRunForm({ classWeights: target.value === 'none' ? '' : target.value })}
        >
          <option value="none">As they are</option>
          <option value="balanced">Balanced</option>
        </SelectField>
      </div>
    </details>
  );
}

const ANSWERS: readonly { readonly field: YesNoField; readonly label: string }[] = [
  { field: 'cropToHead', label: 'Cut to the head' },
  { field: 'pad', label: 'Keep proportions (pad, not stretch)' },
  { field: 'align', label: 'Stand the midline upright' },
  { field: 'standardise', label: 'Brain to 0, bone to 1' },
  { field: 'mirrorDifference', label: 'Add the difference between the sides' },
];

function Answer({ form, field, label }: OptionsProps & { readonly field: YesNoField; readonly label: string }) {
  return (
    <Checkbox
      label={label}
      checked={answerOf(form, field)}
      onChange={({ target }) => changeRunForm(answerField(form, field, target.checked))}
    />
  );
}

/** What is done to a slice before the network sees it. */
export function PictureOptions({ form }: OptionsProps) {
  return (
    <details className={styles.options}>
      <summary>What the network sees</summary>
      <div className={styles.stack}>
        {ANSWERS.map(({ field, label }) => (
          <Answer key={field} form={form} field={field} label={label} />
        ))}
        <TextField
          label="CT windows, width/level in HU"
          hint="For DICOM: each window is a channel. The head is found on the first. A PNG gives its grey in each."
          value={form.ctWindows}
          placeholder="80/40"
          maxLength={MOST_LETTERS}
          onChange={({ target }) => changeRunForm({ ctWindows: target.value })}
        />
      </div>
    </details>
  );
}

/** `0.2 MB`, `451 MB`. */
function megabytesWord(bytes: number): string {
  const megabytes = bytes / 1e6;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** How large the model of a form is, in words. */
function SizeWords({ form }: OptionsProps) {
  const choices = choicesOf(form);
  if (choices.kind === 'bad') return null;
  const { architecture, settings, preprocessing } = choices.value;
  const { ensemble, testTimeFlip } = settings;
  const bytes = 4 * countParameters(recipeFor(architecture, {}, 0, preprocessing).architecture);
  const count = ensemble?.count ?? 1;
  const answers = count * (testTimeFlip ? 2 : 1);
  return (
    <p className={styles.fine}>
      {count === 1
        ? `One network of ${megabytesWord(bytes)}.`
        : `${count} networks of ${megabytesWord(bytes)}: ${megabytesWord(count * bytes)} on disk, and as much in memory while they predict; training takes ${count} times as long.`}
      {answers > 1 && ` Each slice is answered ${answers} times, and the mean counts.`}
    </p>
  );
}

/** One network or several, and whether they answer to the mirror image too. */
export function EnsembleOptions({ form }: OptionsProps) {
  return (
    <details className={styles.options}>
      <summary>Several networks</summary>
      <div className={styles.stack}>
        <div className={styles.pair}>
          <SelectField
            label="Networks"
            value={form.ensembleOf}
            onChange={({ target }) => changeRunForm({ ensembleOf: target.value })}
          >
            <option value="">One</option>
            <option value="seeds">Several seeds</option>
            <option value="folds">Each without a fold</option>
          </SelectField>
          <TextField
            label="How many"
            inputMode="numeric"
            disabled={form.ensembleOf === ''}
            value={form.ensembleCount}
            placeholder={form.ensembleOf === '' ? '1' : '5'}
            title={`2 to ${MOST_MEMBERS}`}
            maxLength={MOST_LETTERS}
            onChange={({ target }) => changeRunForm({ ensembleCount: target.value })}
          />
        </div>
        <Answer form={form} field="testTimeFlip" label="Answer to the mirror image too" />
        <SizeWords form={form} />
      </div>
    </details>
  );
}
