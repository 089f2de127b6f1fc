/** Work that can wait until nobody waits for anything. */
export interface Quiet {
  /** Somebody asked for something. */
  asked(): void;
  /** Acts once, when nothing was asked for in the last `ms` and nothing runs. */
  once(ms: number, act: () => void): void;
}

/**
 * @param isBusy whether something runs that the person waits for
 * @param nowMs a clock that never goes back
 */
export function createQuiet(isBusy: () => boolean, nowMs: () => number = () => performance.now()): Quiet {
  let askedMs = nowMs();
  return {
    asked: () => {
      askedMs = nowMs();
    },
    once: (ms, act) => {
      const look = (): void => {
        const left = isBusy() ? ms : askedMs + ms - nowMs();
        if (left > 0) setTimeout(look, left).unref();
        else act();
      };
      setTimeout(look, ms).unref();
    },
  };
}
