import { closeDialog } from '../state/dialog-store.ts';
import { changeRunForm, useRunForm } from '../state/run-form-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './augmentation-dialog.module.css';
import {
  AUGMENTATION_FIELDS,
  AUGMENTATION_GROUPS,
  type AugmentationField,
  storedValue,
  typedWord,
} from './augmentation-fields.ts';
import { AugmentationPreview } from './augmentation-preview.tsx';
import { answerOf, architectureOf, choicesOf, defaultsOf, type RunForm, wholeAugmentation } from './run-form.ts';

function ChangeField({ form, field }: { readonly form: RunForm; readonly field: AugmentationField }) {
  const defaults = defaultsOf(architectureOf(form)).augmentation ?? {};
  const { key, label, unit } = field;
  return (
    <TextField
      label={`${label} (${unit})`}
      inputMode="decimal"
      maxLength={20}
      value={form[key]}
      placeholder={typedWord(field, storedValue(defaults, key))}
      onChange={({ target }) => changeRunForm({ [key]: target.value })}
    />
  );
}

/** Every field set to the same: empty for the architecture's defaults, 0 for no change. */
function setAll(typed: '' | '0'): void {
  const changes = AUGMENTATION_FIELDS.filter(({ key }) => key !== 'elasticSmoothness');
  changeRunForm({ elasticSmoothness: '', ...Object.fromEntries(changes.map(({ key }) => [key, typed])) });
}

/** What training does to the pictures each time that it shows one, beside a slice to see it on. */
export function AugmentationDialog() {
  const form = useRunForm();
  const augmentation = wholeAugmentation(form);
  const choices = choicesOf(form);
  const good = augmentation.kind === 'good' && choices.kind === 'good';
  return (
    <Dialog
      title="Augmentation: how training changes pictures"
      width="l"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={() => setAll('0')}>
            Change nothing
          </Button>
          <Button look="quiet" onClick={() => setAll('')}>
            Defaults
          </Button>
          <Button look="primary" onClick={closeDialog}>
            Done
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <div className={styles.fields}>
          {AUGMENTATION_GROUPS.map(({ title, fields }) => (
            <fieldset key={title} className={styles.group}>
              <legend>{title}</legend>
              <div className={styles.pair}>
                {fields.map((field) => (
                  <ChangeField key={field.key} form={form} field={field} />
                ))}
              </div>
            </fieldset>
          ))}
          {choices.kind === 'bad' && <Notice tone="warning">{choices.why}</Notice>}
        </div>
        <AugmentationPreview
          choices={
            good
              ? {
                  architecture: choices.value.architecture,
                  preprocessing: choices.value.preprocessing,
                  augmentation: augmentation.value,
                }
              : null
          }
          compared={answerOf(form, 'mirrorDifference')}
        />
      </div>
    </Dialog>
  );
}
