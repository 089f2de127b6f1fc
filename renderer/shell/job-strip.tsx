import { X } from 'lucide-react';
import type { Job } from '../../src/contract/shared.ts';
import { call, messageOf } from '../api.ts';
import { jobShare, jobWord } from '../state/jobs.ts';
import { useJobs } from '../state/jobs-store.ts';
import { say } from '../state/toast-store.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { durationWord } from '../words.ts';
import styles from './job-strip.module.css';

async function cancel(job: Job): Promise<void> {
  try {
    await call('job.cancel', { jobId: job.jobId });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

function progressWord(job: Job): string {
  const parts = job.total > 0 ? [`${job.done} / ${job.total}`] : [];
  if (job.etaMs !== null) parts.push(`${durationWord(job.etaMs)} left`);
  return parts.join(', ');
}

function JobItem({ job }: { readonly job: Job }) {
  return (
    <li className={styles.job} title={job.message}>
      <div className={styles.words}>
        <span className={styles.kind}>{jobWord(job.kind)}</span>
        <span className={styles.progress}>{progressWord(job) || job.message}</span>
      </div>
      <Progress share={jobShare(job)} label={`${jobWord(job.kind)}: ${job.message}`} />
      <IconButton
        icon={X}
        label={`Cancel ${jobWord(job.kind).toLowerCase()}`}
        className={styles.cancel}
        onClick={() => void cancel(job)}
      />
    </li>
  );
}

/** The long jobs that run now, each with a way to end it. */
export function JobStrip() {
  const jobs = useJobs((state) => state.jobs);
  return (
    <ul className={styles.strip} aria-label="Jobs">
      {jobs.slice(0, 2).map((job) => (
        <JobItem key={job.jobId} job={job} />
      ))}
      {jobs.length > 2 && <li className={styles.more}>+{jobs.length - 2}</li>}
    </ul>
  );
}
