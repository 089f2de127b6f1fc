/** What asks all the time is no reason to wait for ever. */
const LONGEST_MS = 20_000;

/** Work that can wait until nobody waits for anything. */
export interface Quiet {
  /** Somebody asked for something. */
  asked(): void;
  /** Acts once, when nothing runs and nothing was asked for in the last `ms`, or for longer than `LONGEST_MS`. */
  once(ms: number, act: () => void): void;
}

/** @param isBusy whether something runs that the person waits for */
export function createQuiet(isBusy: () => boolean): Quiet {
  let askedMs = performance.now();
  return {
    asked: () => {
      askedMs = performance.now();
    },
    once: (ms, act) => {
      const latestMs = performance.now() + LONGEST_MS;
      const look = (): void => {
        const left = isBusy() ? ms : Math.min(askedMs + ms, latestMs) - performance.now();
        if (left > 0) setTimeout(look, left).unref();
        else act();
      };
      setTimeout(look, ms).unref();
    },
  };
}
