import { app } from 'electron';

interface Preventable {
  preventDefault(): void;
}

export interface ShutDown {
  onBeforeQuit(event: Preventable): void;
  onWindowClose(event: Preventable): void;
  /** Ends without asking: the system wants it so. */
  now(): void;
}

export interface ShutDownOptions {
  readonly isTraining: () => boolean;
  readonly confirm: () => Promise<boolean>;
  /** Stops the work, closes the project and the children. */
  readonly end: () => Promise<void>;
}

/** Longest time that the end of the work may take before the app goes anyway; the database is safe at any moment. */
const END_BOUND_MS = 15_000;

/** Quits in order: asks when a network is being trained, lets it keep what it learnt, closes the database, then goes. */
export function createShutDown({ isTraining, confirm, end }: ShutDownOptions): ShutDown {
  let state: 'open' | 'asking' | 'ending' | 'ended' = 'open';

  const finish = async (): Promise<void> => {
    state = 'ending';
    const bound = new Promise<void>((resolve) => setTimeout(resolve, END_BOUND_MS).unref());
    await Promise.race([end().catch(() => undefined), bound]);
    state = 'ended';
    app.quit();
  };
  const ask = async (): Promise<void> => {
    if (state !== 'open') return;
    if (isTraining()) {
      state = 'asking';
      if (!(await confirm())) {
        state = 'open';
        return;
      }
    }
    await finish();
  };
  const hold = (event: Preventable): void => {
    if (state === 'ended') return;
    event.preventDefault();
    void ask();
  };
  return {
    onBeforeQuit: hold,
    onWindowClose: hold,
    now: () => {
      if (state === 'open' || state === 'asking') void finish();
    },
  };
}
