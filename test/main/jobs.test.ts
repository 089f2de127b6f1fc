import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createJobs, type Jobs } from '../../main/jobs.ts';
import type { Job } from '../../src/contract/shared.ts';

function jobsWithEvents(everyMs = 20): { jobs: Jobs; events: Job[] } {
  const events: Job[] = [];
  return { jobs: createJobs({ emit: (job) => events.push(job), everyMs }), events };
}

test('tells of start, progress and end, and forgets no last figure', async () => {
  const { jobs, events } = jobsWithEvents();
  const { jobId, finished } = jobs.start('predict', 'Predicting', async ({ progress }) => {
    for (let done = 1; done <= 100; done += 1) progress({ done, total: 100 });
    return 'Predicted 100 slices.';
  });
  expect(events).toMatchObject([{ jobId, kind: 'predict', status: 'running', done: 0, total: 0, etaMs: null }]);
  expect(await finished).toMatchObject({ status: 'done', message: 'Predicted 100 slices.', done: 100, total: 100 });
  expect(events.length).toBeLessThanOrEqual(3);
  expect(events.at(-1)).toMatchObject({ status: 'done', done: 100, etaMs: null });
});

test('sends at most one progress event in the time given, and the newest one in the end', async () => {
  const { jobs, events } = jobsWithEvents(50);
  const { finished } = jobs.start('train', 'Training', async ({ progress }) => {
    for (let done = 1; done <= 20; done += 1) {
      progress({ done, total: 40 });
      await wait(10);
    }
  });
  await finished;
  const running = events.filter((job) => job.status === 'running');
  expect(running.length).toBeGreaterThan(2);
  expect(running.length).toBeLessThan(10);
  expect(running.at(-1)?.etaMs).toBeGreaterThan(0);
});

test('takes the time left from the pace, or from the job where it knows better', async () => {
  let nowMs = 1000;
  const events: Job[] = [];
  const jobs = createJobs({ emit: (job) => events.push(job), now: () => nowMs, everyMs: 0 });
  const { finished } = jobs.start('train', 'Training', async ({ progress }) => {
    nowMs += 2000;
    progress({ done: 1, total: 4 });
    progress({ done: 2, total: 4, etaMs: 77 });
    progress({ etaMs: null });
  });
  await finished;
  expect(events.map((job) => job.etaMs)).toEqual([null, 6000, 77, null, null]);
});

test('cancelling aborts the signal and ends as cancelled; a failure is told in a sentence', async () => {
  const { jobs } = jobsWithEvents();
  const cancelled = jobs.start('check-import', 'Checking', async ({ signal }) => {
    await wait(10_000, undefined, { signal });
  });
  const failed = jobs.start('demo', 'Demo', async () => {
    throw Object.assign(new Error('No place for the demo.'), { code: 'no-place' });
  });
  expect(jobs.isRunning('check-import')).toBe(true);
  jobs.cancel(cancelled.jobId);
  expect(await cancelled.finished).toMatchObject({ status: 'cancelled' });
  expect(await failed.finished).toMatchObject({ status: 'failed', message: 'No place for the demo.' });
  expect(jobs.isRunning('check-import')).toBe(false);
  jobs.cancel('not a job');
});

test('a job that ends well although it was asked to stop is done, not cancelled', async () => {
  const { jobs } = jobsWithEvents();
  const { jobId, finished } = jobs.start('train', 'Training', async ({ signal }) => {
    while (!signal.aborted) await wait(5);
    return 'Stopped; what was learnt is kept.';
  });
  jobs.cancel(jobId);
  expect(await finished).toMatchObject({ status: 'done', message: 'Stopped; what was learnt is kept.' });
});

test('lists running jobs first and forgets old ones', async () => {
  const { jobs } = jobsWithEvents();
  for (let n = 0; n < 60; n += 1) await jobs.start('predict', `job ${n}`, async () => undefined).finished;
  const running = jobs.start('train', 'Training', ({ signal }) => wait(10_000, undefined, { signal }));
  const list = jobs.list();
  expect(list[0]).toMatchObject({ kind: 'train', status: 'running' });
  expect(list.length).toBeLessThanOrEqual(32);
  expect(list[1]?.message).toBe('job 59');
  jobs.cancelAll();
  await jobs.idle();
  expect((await running.finished).status).toBe('cancelled');
});
