import { randomUUID } from 'node:crypto';
import type { Job } from '../src/contract/shared.ts';
import { isCancellation, toCallError } from './call-error.ts';

/** What a running job may say of itself. */
export interface JobProgress {
  readonly message?: string | undefined;
  readonly done?: number | undefined;
  /** 0 while it is not known. */
  readonly total?: number | undefined;
  /** Time left in milliseconds where the job knows better than the registry, which goes by the pace so far. */
  readonly etaMs?: number | null | undefined;
}

export interface JobHandle {
  readonly jobId: string;
  readonly signal: AbortSignal;
  progress(progress: JobProgress): void;
}

export interface Jobs {
  /**
   * Starts a job and returns at once. `run` resolves with the closing message (or nothing); a throw is the job's failure,
   * or its cancellation when it was cancelled. `finished` never rejects.
   */
  start(
    kind: Job['kind'],
    message: string,
    // biome-ignore lint/suspicious/noConfusingVoidType: a job that has nothing to say at its end just ends
    run: (handle: JobHandle) => Promise<string | void>,
  ): { readonly jobId: string; readonly finished: Promise<Job> };
  /** Asks a job to end; one that has ended already, or is not known, is left alone. */
  cancel(jobId: string): void;
  cancelAll(): void;
  /** Running jobs first, then those that ended, newest first. */
  list(): Job[];
  isRunning(kind: Job['kind']): boolean;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

export interface JobsOptions {
  readonly emit: (job: Job) => void;
  readonly now?: () => number;
  /** Shortest time between two progress events of one job. */
  readonly everyMs?: number;
  /** An error as it may be told. */
  readonly told?: (error: unknown) => unknown;
  readonly onFailure?: (error: unknown, job: Job) => void;
}

interface Entry {
  job: Job;
  readonly controller: AbortController;
  readonly startedMs: number;
  finished: Promise<Job>;
  emittedMs: number;
  timer: NodeJS.Timeout | null;
}

const KEPT_AFTER_END = 30;

/** Time left at the pace so far; null before there is a pace. */
function etaOf(job: Job, elapsedMs: number): number | null {
  if (job.total <= 0 || job.done <= 0 || job.done > job.total) return null;
  return Math.round((elapsedMs / job.done) * (job.total - job.done));
}

/** The registry of long jobs: progress as events (at most one in `everyMs` for a job), time left, cancel. */
export function createJobs(options: JobsOptions): Jobs {
  const { emit, now = Date.now, everyMs = 100, told = (error) => error, onFailure } = options;
  const entries = new Map<string, Entry>();

  const emitNow = (entry: Entry): void => {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    entry.emittedMs = now();
    emit(entry.job);
  };
  const emitSoon = (entry: Entry): void => {
    if (entry.timer) return;
    const waitMs = entry.emittedMs + everyMs - now();
    if (waitMs <= 0) emitNow(entry);
    else entry.timer = setTimeout(() => emitNow(entry), waitMs).unref();
  };
  const end = (entry: Entry, status: Job['status'], message: string): Job => {
    entry.job = { ...entry.job, status, message, etaMs: null };
    emitNow(entry);
    forgetOldest();
    return entry.job;
  };
  const forgetOldest = (): void => {
    const ended = [...entries.values()].filter((entry) => entry.job.status !== 'running');
    for (const entry of ended.slice(0, Math.max(0, ended.length - KEPT_AFTER_END))) entries.delete(entry.job.jobId);
  };
  const handleOf = (entry: Entry): JobHandle => ({
    jobId: entry.job.jobId,
    signal: entry.controller.signal,
    progress: ({ message, done, total, etaMs }) => {
      if (entry.job.status !== 'running') return;
      const next: Job = {
        ...entry.job,
        message: message ?? entry.job.message,
        done: Math.round(done ?? entry.job.done),
        total: Math.round(total ?? entry.job.total),
      };
      entry.job = { ...next, etaMs: etaMs !== undefined ? etaMs : etaOf(next, now() - entry.startedMs) };
      emitSoon(entry);
    },
  });

  return {
    start(kind, message, run) {
      const jobId = randomUUID();
      const job: Job = { jobId, kind, status: 'running', message, done: 0, total: 0, etaMs: null };
      const entry: Entry = {
        job,
        controller: new AbortController(),
        startedMs: now(),
        finished: Promise.resolve(job),
        emittedMs: Number.NEGATIVE_INFINITY,
        timer: null,
      };
      entries.set(jobId, entry);
      emitNow(entry);
      const running = async (): Promise<Job> => {
        try {
          const closing = await run(handleOf(entry));
          return end(entry, 'done', typeof closing === 'string' ? closing : entry.job.message);
        } catch (error) {
          if (entry.controller.signal.aborted && isCancellation(error)) return end(entry, 'cancelled', 'Cancelled.');
          const failed = end(entry, 'failed', toCallError(told(error)).message);
          onFailure?.(error, failed);
          return failed;
        }
      };
      entry.finished = running();
      return { jobId, finished: entry.finished };
    },
    cancel: (jobId) => entries.get(jobId)?.controller.abort(),
    cancelAll: () => {
      for (const entry of entries.values()) entry.controller.abort();
    },
    list: () => {
      const all = [...entries.values()].map((entry) => entry.job).reverse();
      return [...all.filter((job) => job.status === 'running'), ...all.filter((job) => job.status !== 'running')];
    },
    isRunning: (kind) =>
      [...entries.values()].some((entry) => entry.job.kind === kind && entry.job.status === 'running'),
    idle: async () => {
      await Promise.all([...entries.values()].map((entry) => entry.finished));
    },
  };
}
