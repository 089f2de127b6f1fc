import { closeDialog } from '../state/dialog-store.ts';
import { jobWord } from '../state/jobs.ts';
import { useJobs } from '../state/jobs-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Asks before a project closes while jobs of it run. */
export function LeaveDialog({ go }: { readonly go: () => Promise<void> }) {
  const jobs = useJobs((state) => state.jobs);
  const training = jobs.some(({ kind }) => kind === 'train' || kind === 'demo');
  return (
    <Dialog
      title="Close this project?"
      width="s"
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>Stay</Button>
          <Button
            look="primary"
            onClick={() => {
              closeDialog();
              void go();
            }}
          >
            End it and go on
          </Button>
        </>
      }
    >
      <p>
        {jobs.length === 0
          ? 'What was running has ended.'
          : `Still running: ${jobs.map(({ kind }) => jobWord(kind).toLowerCase()).join(', ')}. It ends when the project closes.`}
      </p>
      {training && (
        <p>To keep what the network has learnt so far, stay, and choose Stop and keep on the Training screen.</p>
      )}
    </Dialog>
  );
}
