import { startAwakeTimer } from './awake-timer.ts';
import type { ComputeChild, UpMessage } from './compute-child.ts';
import { ComputeAborted, ComputeRefusal } from './compute-errors.ts';
import { crashOf, timedOut } from './job-failures.ts';

/** What a person waits for, what a job of theirs is made of, and what is only nice to have soon; most urgent first. */
const PRIORITIES = ['interactive', 'background', 'idle'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface Job {
  readonly operation: string;
  readonly input: unknown;
  /** Whether it reads a file of the person's, so that it is the file that is to blame where it fails. */
  readonly ofFile: boolean;
  readonly signal: AbortSignal | undefined;
  readonly priority: Priority;
  /** Bound from dispatch to answer, or null. Sleep does not count. */
  readonly timeoutMs: number | null;
  /** Whether what the job has when it is given up is wanted, where the pool can stop a job. */
  readonly keepsWhenStopped: boolean;
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
  /**
   * `drop`: an aborted job rejects at once, and a child that still works on it after `boundMs` is ended. `stop`: the child
   * leaves off within `boundMs`, then has `keepBoundMs` to put away what it has; it is ended where it does not.
   */
  readonly onAbort:
    | { readonly kind: 'drop'; readonly boundMs: number }
    | { readonly kind: 'stop'; readonly boundMs: number; readonly keepBoundMs: number };
  /** Ends the child after each job and gives its memory back. */
  readonly endChildAfterJob?: boolean;
}

export interface HostPool {
  add(job: Job): void;
  /** Starts a child, where none runs, before anybody waits for it. */
  warmUp(): void;
  /** Nobody waits: starts the others, and tells all of them (see DownMessage). */
  makeReady(): void;
  close(): void;
}

/** After so many others a job of the least urgent kind has its turn, so that none waits for the end of a long import. */
const TURN_AFTER = 32;

/** How long a kept child waits for the job that was to follow. */
const KEPT_CHILD_MS = 30_000;

interface Slot {
  child: ComputeChild | null;
  running: RunningJob | null;
  /** Whether the child has answered anything, so that what it needs to start is loaded. */
  warm: boolean;
}

interface RunningJob {
  readonly id: number;
  readonly job: Job;
  readonly attempt: number;
  /** Why we are ending its child, when we are. */
  endedBecause: Error | null;
  settled: boolean;
  /** Whether its child has nothing left but to put away what it has. */
  leftOff: boolean;
  /** Stop the time limits. */
  limits: (() => void)[];
  unlisten: () => void;
}

interface Waiting {
  readonly job: Job;
  readonly attempt: number;
  unlisten: () => void;
}

/** A queue of jobs over a few child processes of one kind. */
export function createHostPool(options: HostPoolOptions): HostPool {
  const slots: Slot[] = Array.from({ length: options.size }, () => ({
    child: null,
    running: null,
    warm: false,
  }));
  const waiting: Waiting[] = [];
  let nextId = 1;
  /** Jobs since one of the least urgent kind that waits was taken. */
  let passedOver = 0;
  let closed = false;

  const settle = (running: RunningJob, settleJob: (job: Job) => void): void => {
    running.unlisten();
    for (const stop of running.limits.splice(0)) stop();
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
    slot.warm = false;
    return child;
  };

  const receive = (slot: Slot, message: UpMessage): void => {
    const running = slot.running;
    if (!running || message.id !== running.id) return;
    if (message.kind === 'progress') {
      if (!running.settled) running.job.onProgress(message.progress);
      return;
    }
    if (message.kind === 'stopping') {
      running.leftOff = true;
      if (running.job.signal?.aborted) limitKeeping(slot, running);
      return;
    }
    slot.warm = true;
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
      const crash = crashOf(running.job, description, running.attempt + 1);
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

  const endAfter = (slot: Slot, running: RunningJob, boundMs: number, reason: Error): void => {
    running.limits.push(startAwakeTimer(boundMs, () => endRunning(slot, running, reason)));
  };

  const abortRunning = (slot: Slot, running: RunningJob): void => {
    const { job } = running;
    const { onAbort } = options;
    if (running.settled) return;
    slot.child?.send({ kind: 'cancel', id: running.id });
    const givenUp = new ComputeAborted(`The job "${job.operation}" was given up.`);
    if (onAbort.kind === 'stop' && job.keepsWhenStopped && running.leftOff) {
      limitKeeping(slot, running);
      return;
    }
    if (onAbort.kind === 'stop' && job.keepsWhenStopped) {
      const words = `The process for "${job.operation}" did not stop within ${onAbort.boundMs / 1000} s and was ended.`;
      endAfter(slot, running, onAbort.boundMs, new ComputeAborted(words));
      return;
    }
    running.settled = true;
    job.reject(givenUp);
    if (onAbort.kind === 'stop') endRunning(slot, running, givenUp);
    // Who moves on to the next slice while the child still loads TensorFlow must not have it start over each time.
    else if (slot.warm || job.priority !== 'interactive') endAfter(slot, running, onAbort.boundMs, givenUp);
  };

  const limitKeeping = (slot: Slot, running: RunningJob): void => {
    if (options.onAbort.kind !== 'stop') return;
    for (const stop of running.limits.splice(0)) stop();
    const { keepBoundMs } = options.onAbort;
    const words = `What "${running.job.operation}" had when it was stopped was not put away within ${keepBoundMs / 1000} s.`;
    endAfter(slot, running, keepBoundMs, new ComputeAborted(words));
  };

  const run = (slot: Slot, { job, attempt }: Waiting): void => {
    const running: RunningJob = {
      id: nextId++,
      job,
      attempt,
      endedBecause: null,
      settled: false,
      leftOff: false,
      limits: [],
      unlisten: () => undefined,
    };
    slot.running = running;
    const { signal, timeoutMs } = job;
    if (timeoutMs !== null) endAfter(slot, running, timeoutMs, timedOut(job, timeoutMs));
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

  /** Behind those that are as urgent, before those that are less. */
  const placeFor = (job: Job): number => {
    const rank = PRIORITIES.indexOf(job.priority);
    const firstBelow = waiting.findIndex((entry) => PRIORITIES.indexOf(entry.job.priority) > rank);
    return firstBelow < 0 ? waiting.length : firstBelow;
  };

  /** The most urgent that waits; once in `TURN_AFTER`, where no person waits for one, the first of the least urgent kind. */
  const next = (): Waiting | undefined => {
    const last = waiting.at(-1)?.job.priority;
    passedOver = waiting[0]?.job.priority === last ? 0 : passedOver + 1;
    if (passedOver < TURN_AFTER || waiting[0]?.job.priority === 'interactive') return waiting.shift();
    passedOver = 0;
    const [entry] = waiting.splice(
      waiting.findIndex(({ job }) => job.priority === last),
      1,
    );
    return entry;
  };

  const dispatch = (): void => {
    while (!closed && waiting.length > 0) {
      // A running child is taken before a new one is started.
      const slot = slots.find((s) => !s.running && s.child) ?? slots.find((s) => !s.running);
      const entry = slot && next();
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
      const [first] = slots;
      if (first && !closed && slots.every(({ child }) => child === null)) startChild(first);
    },
    makeReady() {
      if (closed) return;
      for (const slot of slots) {
        try {
          (slot.child ?? startChild(slot)).send({ kind: 'make-ready' });
        } catch {
          // It has ended, and is started for the next job.
        }
      }
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
