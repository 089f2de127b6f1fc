import { useState } from 'react';
import type { Model } from '../../src/contract/training-methods.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { proportionWord } from '../words.ts';
import styles from './compare-dialog.module.css';

async function promote(modelId: number, note: string): Promise<void> {
  const model = await call('model.promote', { modelId, note: note.trim() === '' ? null : note.trim() });
  say('done', `${model.name} reads for this project now.`);
  await loadTraining();
}

/** Makes a model the one that reads, after a person said so once more. */
export function PromoteDialog({ model }: { readonly model: Model }) {
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await promote(model.id, note);
      closeDialog();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Promote ${model.name}?`}
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={busy} onClick={() => void confirm()}>
            Promote
          </Button>
        </>
      }
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <p>It will read every slice of this project from now on. Reads made so far stay as they are.</p>
        {model.accuracy && (
          <p className={styles.fine}>Accuracy on its held-out slices: {proportionWord(model.accuracy)}</p>
        )}
        <TextField
          label="Why (optional)"
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
        {problem && <Notice tone="problem">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
