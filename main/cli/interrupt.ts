export interface InterruptOptions {
  /** Called at the first signal. */
  readonly tell: () => void;
  /** Called at a second one. */
  readonly endAtOnce: () => void;
  readonly nowMs: () => number;
}

interface Signals {
  on(name: string, listener: () => void): unknown;
}

/** One Ctrl-C comes from the terminal and again from npm, which hands it on: they are one within this time. */
const SAME_MS = 1000;

/** A signal that is aborted when the process is asked to end; asked again, it means now. */
export function createInterrupt(process: Signals, { tell, endAtOnce, nowMs }: InterruptOptions): AbortSignal {
  const interrupted = new AbortController();
  let firstMs = 0;
  const onSignal = (): void => {
    if (interrupted.signal.aborted) {
      if (nowMs() - firstMs > SAME_MS) endAtOnce();
      return;
    }
    firstMs = nowMs();
    tell();
    interrupted.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, onSignal);
  return interrupted.signal;
}
