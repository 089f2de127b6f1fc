import { useState } from 'react';
import { recordRead, setReader } from '../actions/reading.ts';
import { closeDialog } from '../state/dialog-store.ts';
import type { Intent } from '../state/review-store.ts';
import { say } from '../state/toast-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';

/** Asks who reads before the first read, then goes on with it. */
export function ReaderDialog({ intent }: { readonly intent: Intent }) {
  const [name, setName] = useState('');
  const ready = name.trim() !== '';
  const keep = async () => {
    const { selectedId } = useWorklist.getState();
    await setReader(name.trim());
    closeDialog();
    if (useWorklist.getState().selectedId === selectedId) return recordRead(intent);
    say('info', 'You had left the project at this slice, which is shown now. Nothing was saved.');
  };
  return (
    <Dialog
      title="Who is reading?"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="primary" disabled={!ready} onClick={() => void keep()}>
            Keep and save the read
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void keep();
        }}
      >
        <TextField
          label="Your name"
          hint="It stands beside each of your reads in the audit log."
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
