import { useState } from 'react';
import type { Roles } from '../../src/contract/test-set-methods.ts';
import { reloadWorklist } from '../actions/listing.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { loadGroups } from '../state/groups-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, Segmented, SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './roles-card.module.css';

type Sealable = Roles['sealable'][number];

/** The form as it is typed. */
interface SealForm {
  readonly sourceId: number | null;
  readonly how: 'whole' | 'share';
  readonly percent: string;
  readonly seed: string;
  readonly name: string;
}

/** What is asked of main; null where the form says nothing that can be done. */
function requestOf({ sourceId, how, percent, seed, name }: SealForm) {
  const share = Number(percent) / 100;
  const number = Number(seed);
  const drawn = how === 'share' ? { share, seed: number } : null;
  const shareFits = share > 0 && share <= 1 && /^\d+$/.test(seed.trim()) && number <= 0xffffffff;
  if (drawn !== null ? !shareFits : sourceId === null) return null;
  return { name: name.trim() === '' ? null : name.trim(), sourceId, draw: drawn };
}

function SealFields(props: {
  readonly form: SealForm;
  readonly chosen: Sealable | undefined;
  readonly sealable: readonly Sealable[];
  readonly onChange: (change: Partial<SealForm>) => void;
}) {
  const { form, chosen, sealable, onChange } = props;
  const wholeIsOff = form.sourceId === null || !chosen?.whole;
  return (
    <>
      <SelectField
        label="Slices of"
        value={String(form.sourceId ?? '')}
        onChange={({ target }) =>
          onChange({ sourceId: target.value === '' ? null : Number(target.value), how: 'share' })
        }
      >
        {sealable.map(({ sourceId, name, counts }) => (
          <option key={sourceId ?? 'all'} value={sourceId ?? ''}>
            {name}: {counts.haemorrhage} haemorrhage and {counts.none} none can be sealed
          </option>
        ))}
      </SelectField>
      <Segmented
        label="How much"
        value={form.how}
        options={[
          { value: 'share', word: 'A drawn share' },
          { value: 'whole', word: 'The whole source', disabled: wholeIsOff },
        ]}
        onChange={(how) => onChange({ how })}
      />
      {form.how === 'share' && (
        <div className={styles.fields}>
          <TextField
            label="Share of each label, %"
            type="number"
            min={1}
            max={100}
            value={form.percent}
            onChange={({ target }) => onChange({ percent: target.value })}
          />
          <TextField
            label="Seed of the draw"
            type="number"
            min={0}
            value={form.seed}
            onChange={({ target }) => onChange({ seed: target.value })}
          />
        </div>
      )}
      <TextField
        label="Name (optional)"
        value={form.name}
        maxLength={80}
        placeholder="T1, T2, …"
        onChange={({ target }) => onChange({ name: target.value })}
      />
    </>
  );
}

/** Seals slices into a test set, after a person has said that they know it is for good. */
export function SealDialog({ sealable }: { readonly sealable: readonly Sealable[] }) {
  const [form, setForm] = useState<SealForm>({ sourceId: null, how: 'share', percent: '20', seed: '1', name: '' });
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const request = requestOf(form);
  const seal = async () => {
    if (request === null) return;
    setBusy(true);
    try {
      const { name, counts } = await call('testSet.seal', request);
      say('done', `Sealed ${name}: ${counts.haemorrhage} with haemorrhage, ${counts.none} without.`);
      closeDialog();
      await Promise.all([loadGroups(), reloadWorklist()]);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="Seal a test set"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={busy || !sure || request === null} onClick={() => void seal()}>
            {busy ? 'Sealing…' : 'Seal for good'}
          </Button>
        </>
      }
    >
      <div className={styles.column}>
        <Notice tone="warning">
          Sealing is for good. These slices, and whatever hangs together with them, will never be trained on, validated
          or cross-validated, and no model reads them before you open the test. There is no way to take them out again.
        </Notice>
        <SealFields
          form={form}
          chosen={sealable.find(({ sourceId }) => sourceId === form.sourceId)}
          sealable={sealable}
          onChange={(change) => setForm({ ...form, ...change })}
        />
        <p className={styles.fine}>
          Labels are fixed as they stand now. Slices whose label was given with the AI’s answer in view are left out.
        </p>
        <Checkbox
          label="I know that this cannot be undone"
          checked={sure}
          onChange={({ target }) => setSure(target.checked)}
        />
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
