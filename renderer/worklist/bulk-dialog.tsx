import { useEffect, useState } from 'react';
import type { MethodOutput } from '../../src/contract/contract.ts';
import type { Label } from '../../src/review/label.ts';
import { startBulkRead } from '../actions/bulk.ts';
import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { countWord, labelWord } from '../words.ts';

type Preview = MethodOutput<'read.bulk-preview'>;

function previewWords({ unread, unreadNeverShown }: Preview): string {
  if (unread === 0) return 'All of them were read before.';
  const never =
    unreadNeverShown === 0
      ? 'each was shown to you'
      : `${unreadNeverShown.toLocaleString('en-GB')} of them were never shown to you`;
  return `${countWord(unread, 'slice')} ${unread === 1 ? 'is' : 'are'} unread; ${never}.`;
}

/** Says what a bulk label means before it is given: how many are unread, and how many nobody looked at. */
export function BulkDialog({ sliceIds, label }: { readonly sliceIds: readonly number[]; readonly label: Label }) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    call('read.bulk-preview', { sliceIds: [...sliceIds] })
      .then(setPreview)
      .catch((error) => setProblem(messageOf(error)));
  }, [sliceIds]);
  const start = () =>
    startBulkRead(sliceIds, label, reason).catch((error) => setProblem(`Nothing was labelled: ${messageOf(error)}`));
  return (
    <Dialog
      title={`Label ${countWord(sliceIds.length, 'slice')}: ${labelWord(label)}`}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" disabled={preview === null} onClick={() => void start()}>
            Label {countWord(sliceIds.length, 'slice')}
          </Button>
        </>
      }
    >
      <p role="status">{preview === null ? 'Counting…' : previewWords(preview)}</p>
      <p>
        Each gets a read of yours, marked as bulk in the audit log: no showing, no time to decide. Such labels train,
        and are never sealed as test truth. Undo takes all of them back in one step.
      </p>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      <TextField
        label="Reason (kept with each read)"
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}
