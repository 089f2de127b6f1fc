import type { ComputeChild, UpMessage } from './compute-child.ts';
import { ComputeAborted, ComputeCrashed, ComputeRefusal, ComputeTimedOut } from './compute-errors.ts';

export interface Job {
  readonly operation: string;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
  readonly priority: 'interactive' | 'background';
  /** Bound from dispatch to answer, or null. */
  readonly timeoutMs: number | null;
  /** More of its kind follow: the child stays, warm, where it would be ended after the job. */
  readonly keepChild: boolean;
  onProgress(progress: unknown): void;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

export interface HostPoolOptions {
  readonly start: () => ComputeChild;
  /** Children at most; each has one job at a time, so that a child's end costs no other job. */
  readonly size: number;
  /** How often a job is given to a fresh child after a crash. */
  readonly retries: number;
  /** `drop`: an aborted job rejects at once, its child is free when it answers. `stop`: the child answers within a bound. */
  readonly onAbort: { readonly kind: 'drop' } | { readonly kind: 'stop'; readonly boundMs: number };
  /** Ends the child after each job and gives its memory back. */
  readonly endChildAfterJob?: boolean;
}

export interface HostPool {
  add(job: Job): void;
  /** Starts the children that do not run yet, before anybody waits for one. */
  warmUp(): void;
  close(): void;
}

/** How long a kept child waits for the job that was to follow. */
const KEPT_CHILD_MS = 30_000;

interface Slot {
  child: ComputeChild | null;
  running: RunningJob | null;
}

interface RunningJob {
  readonly id: number;
  readonly job: Job;
  readonly attempt: number;
  /** Why we are ending its child, when we are. */
  endedBecause: Error | null;
  settled: boolean;
  timers: NodeJS.Timeout[];
  unlisten: () => void;
}

interface Waiting {
  readonly job: Job;
  readonly attempt: number;
  unlisten: () => void;
}

/** A queue of jobs over a few child processes of one kind. */
export function createHostPool(options: HostPoolOptions): HostPool {
  const slots: Slot[] = Array.from({ length: options.size }, () => ({ child: null, running: null }));
  const waiting: Waiting[] = [];
  let nextId = 1;
  let closed = false;

  const settle = (running: RunningJob, settleJob: (job: Job) => void): void => {
    running.unlisten();
    for (const timer of running.timers.splice(0)) clearTimeout(timer);
    if (running.settled) return;
    running.settled = true;
    settleJob(running.job);
  };

  const startChild = (slot: Slot): ComputeChild => {
    const child = options.start();
    child.onMessage((message) => {
      if (slot.child === child) receive(slot, message as UpMessage);
    });
    child.onExit((description) => {
      if (slot.child === child) childEnded(slot, description);
    });
    slot.child = child;
    return child;
  };

  const receive = (slot: Slot, message: UpMessage): void => {
    const running = slot.running;
    if (!running || message.id !== running.id) return;
    if (message.kind === 'progress') {
      if (!running.settled) running.job.onProgress(message.progress);
      return;
    }
    slot.running = null;
    settle(running, (job) => {
      if (message.kind === 'result') job.resolve(message.output);
      else job.reject(new ComputeRefusal(message.code, message.message));
    });
    if (options.endChildAfterJob) {
      if (running.job.keepChild) dropChildLater(slot);
      else dropChild(slot);
    }
    dispatch();
  };

  const childEnded = (slot: Slot, description: string): void => {
    slot.child = null;
    const running = slot.running;
    slot.running = null;
    if (running) {
      const crash = new ComputeCrashed(`The process for "${running.job.operation}" ${description}`);
      if (!running.settled && !running.endedBecause && running.attempt < options.retries) {
        settle(running, (job) => enqueue({ job, attempt: running.attempt + 1, unlisten: () => undefined }, 'front'));
      } else {
        settle(running, (job) => job.reject(running.endedBecause ?? crash));
      }
    }
    dispatch();
  };

  /** Forgets the child, and ends it: what it still says is not heard. */
  const dropChild = (slot: Slot): void => {
    const child = slot.child;
    slot.child = null;
    child?.kill();
  };

  const dropChildLater = (slot: Slot): void => {
    const { child } = slot;
    const drop = (): void => {
      if (slot.child === child && !slot.running) dropChild(slot);
    };
    setTimeout(drop, KEPT_CHILD_MS).unref();
  };

  const endRunning = (slot: Slot, running: RunningJob, reason: Error): void => {
    if (slot.running !== running) return;
    running.endedBecause = reason;
    dropChild(slot);
    childEnded(slot, reason.message);
  };

  const abortRunning = (slot: Slot, running: RunningJob): void => {
    slot.child?.send({ kind: 'cancel', id: running.id });
    if (options.onAbort.kind === 'drop') {
      // The time limit stays: a child that never answers must not keep its place.
      if (running.settled) return;
      running.settled = true;
      running.job.reject(new ComputeAborted(`The job "${running.job.operation}" was given up.`));
      return;
    }
    const { boundMs } = options.onAbort;
    const late = new ComputeTimedOut(
      `The process for "${running.job.operation}" did not stop within ${boundMs / 1000} s and was ended.`,
    );
    running.timers.push(setTimeout(() => endRunning(slot, running, late), boundMs));
  };

  const run = (slot: Slot, { job, attempt }: Waiting): void => {
    const running: RunningJob = {
      id: nextId++,
      job,
      attempt,
      endedBecause: null,
      settled: false,
      timers: [],
      unlisten: () => undefined,
    };
    slot.running = running;
    const { signal, timeoutMs } = job;
    if (timeoutMs !== null) {
      const late = new ComputeTimedOut(`"${job.operation}" took longer than ${timeoutMs / 1000} s and was ended.`);
      running.timers.push(setTimeout(() => endRunning(slot, running, late), timeoutMs));
    }
    if (signal) {
      const onAbort = (): void => abortRunning(slot, running);
      signal.addEventListener('abort', onAbort, { once: true });
      running.unlisten = () => signal.removeEventListener('abort', onAbort);
    }
    try {
      const child = slot.child ?? startChild(slot);
      child.send({ kind: 'request', id: running.id, operation: job.operation, input: job.input });
    } catch (error) {
      dropChild(slot);
      childEnded(slot, `could not be reached: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const enqueue = (entry: Waiting, where: 'front' | 'back'): void => {
    const { job } = entry;
    if (job.signal?.aborted) {
      job.reject(new ComputeAborted(`The job "${job.operation}" was given up.`));
      return;
    }
    const onAbort = (): void => {
      const place = waiting.indexOf(entry);
      if (place >= 0) waiting.splice(place, 1);
      job.reject(new ComputeAborted(`The job "${job.operation}" was given up.`));
    };
    job.signal?.addEventListener('abort', onAbort, { once: true });
    entry.unlisten = () => job.signal?.removeEventListener('abort', onAbort);
    const behind = where === 'front' ? 0 : placeFor(job);
    waiting.splice(behind, 0, entry);
  };

  /** Behind all others for a background job; behind the interactive ones for an interactive job. */
  const placeFor = (job: Job): number => {
    if (job.priority === 'background') return waiting.length;
    const firstBackground = waiting.findIndex((entry) => entry.job.priority === 'background');
    return firstBackground < 0 ? waiting.length : firstBackground;
  };

  const dispatch = (): void => {
    while (!closed && waiting.length > 0) {
      // A running child is taken before a new one is started.
      const slot = slots.find((s) => !s.running && s.child) ?? slots.find((s) => !s.running);
      const entry = slot && waiting.shift();
      if (!slot || !entry) return;
      entry.unlisten();
      run(slot, entry);
    }
  };

  return {
    add(job) {
      enqueue({ job, attempt: 0, unlisten: () => undefined }, 'back');
      dispatch();
    },
    warmUp() {
      for (const slot of slots) if (!closed && !slot.child && !slot.running) startChild(slot);
    },
    close() {
      closed = true;
      const reason = new ComputeAborted('Overread is closing.');
      for (const entry of waiting.splice(0)) {
        entry.unlisten();
        entry.job.reject(reason);
      }
      for (const slot of slots) {
        const running = slot.running;
        slot.running = null;
        dropChild(slot);
        if (running) settle(running, (job) => job.reject(reason));
      }
    },
  };
}
