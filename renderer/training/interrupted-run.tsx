import { Play, Trash2 } from 'lucide-react';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './training-screen.module.css';

async function then(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    say('problem', messageOf(error));
  }
  await loadTraining();
}

async function goOn(runId: number): Promise<void> {
  useTraining.setState({ shownRunId: runId });
  await then(call('training.continue', { runId }));
}

/** The newest training that was cut off and can be continued, with the choice to do so or to give it up. */
export function InterruptedRun() {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const runs = loadedValue(useTraining((state) => state.runs)) ?? [];
  const run = runs.find(({ continuable }) => continuable);
  if (!run || readOnly) return null;
  // One network is trained at a time.
  const busy = runs.some(({ status }) => status === 'running');
  return (
    <Notice
      tone="warning"
      action={
        <div className={styles.offer}>
          <Button icon={Play} look="primary" disabled={busy} onClick={() => void goOn(run.id)}>
            Continue the training that was interrupted
          </Button>
          <Button
            icon={Trash2}
            title="Removes its checkpoint; the run stays in the table"
            onClick={() => void then(call('training.discard', { runId: run.id }))}
          >
            Discard
          </Button>
        </div>
      }
    >
      Run {run.id} ({run.architecture.name} on {run.datasetName}) was interrupted. What it learnt until its last
      checkpoint is kept.
    </Notice>
  );
}
