import { X } from 'lucide-react';
import { call, messageOf } from '../api.ts';
import { jobShare } from '../state/jobs.ts';
import { useJobs } from '../state/jobs-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/page.tsx';
import { Progress } from '../ui/progress.tsx';
import { durationWord } from '../words.ts';
import styles from './cross-validation-parts.module.css';

async function cancel(jobId: string): Promise<void> {
  try {
    await call('job.cancel', { jobId });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** How far the cross-validation is that runs; nothing when none does. Its result is shown when it ends. */
export function CrossValidationProgress() {
  const job = useJobs((state) => state.jobs.find(({ kind }) => kind === 'cross-validate'));
  if (!job) return null;
  const left = job.etaMs === null ? '' : `, ${durationWord(job.etaMs)} left`;
  const done = job.total > 0 ? `: ${job.done} of ${job.total}${left}` : '';
  return (
    <Card
      title="A cross-validation is running"
      aside={
        <Button icon={X} onClick={() => void cancel(job.jobId)}>
          Cancel
        </Button>
      }
    >
      <p className={styles.progress} role="status" aria-label="Cross-validation">
        {job.message}
        {done}
      </p>
      <Progress share={jobShare(job)} label="Cross-validation" />
    </Card>
  );
}
