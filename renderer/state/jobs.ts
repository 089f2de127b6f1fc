import type { Job } from '../../src/contract/shared.ts';

/** Jobs with one added or brought up to date. Ended jobs leave the list. */
export function applyJob(jobs: readonly Job[], job: Job): readonly Job[] {
  if (job.status !== 'running') return jobs.filter(({ jobId }) => jobId !== job.jobId);
  const known = jobs.some(({ jobId }) => jobId === job.jobId);
  return known ? jobs.map((old) => (old.jobId === job.jobId ? job : old)) : [...jobs, job];
}

/** Share done in [0, 1], or null while the whole is not known. */
export function jobShare(job: Job): number | null {
  return job.total > 0 ? Math.min(1, Math.max(0, job.done / job.total)) : null;
}

/** What a kind of job is called on the screen. */
export function jobWord(kind: Job['kind']): string {
  switch (kind) {
    case 'open-study':
      return 'Opening study';
    case 'check-import':
      return 'Checking the set';
    case 'commit-import':
      return 'Importing';
    case 'predict':
      return 'Predicting';
    case 'train':
      return 'Training';
    case 'cross-validate':
      return 'Cross-validating';
    case 'export-dataset':
      return 'Exporting data set';
    case 'audit-shortcuts':
      return 'Looking for shortcuts';
    case 'export-card':
      return 'Writing the model card';
    case 'export-reports':
      return 'Writing structured reports';
    case 'demo':
      return 'Making the demo';
    case 'find-duplicates':
      return 'Search for near-duplicates';
    case 'open-test':
      return 'Opening the test set';
    case 'bulk-read':
      return 'Labelling in bulk';
    case 'verify-audit':
      return 'Verifying the log';
    case 'check-report':
      return 'Checking a report';
    case 'heatmap-check':
      return 'Checking the heatmaps';
  }
}
