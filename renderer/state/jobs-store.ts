import { create } from 'zustand';
import type { Job } from '../../src/contract/shared.ts';
import { applyJob } from './jobs.ts';

interface JobsState {
  readonly jobs: readonly Job[];
}

/** The long jobs that run now. */
export const useJobs = create<JobsState>()(() => ({ jobs: [] }));

export function takeJob(job: Job): void {
  useJobs.setState(({ jobs }) => ({ jobs: applyJob(jobs, job) }));
}
