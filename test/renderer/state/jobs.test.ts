import { expect, it } from 'vitest';
import { applyJob, jobShare } from '../../../renderer/state/jobs.ts';
import type { Job } from '../../../src/contract/shared.ts';

const job: Job = { jobId: 'a', kind: 'predict', status: 'running', message: '', done: 1, total: 4, etaMs: null };

it('adds, updates in place, and drops ended jobs', () => {
  const other = { ...job, jobId: 'b' };
  const both = applyJob(applyJob([], job), other);
  expect(both.map(({ jobId }) => jobId)).toEqual(['a', 'b']);
  expect(applyJob(both, { ...job, done: 3 })[0]?.done).toBe(3);
  for (const status of ['done', 'failed', 'cancelled'] as const)
    expect(applyJob(both, { ...job, status })).toEqual([other]);
});

it('knows no share while the whole is unknown, and never more than all', () => {
  expect(jobShare(job)).toBe(0.25);
  expect(jobShare({ ...job, total: 0 })).toBeNull();
  expect(jobShare({ ...job, done: 9 })).toBe(1);
});
