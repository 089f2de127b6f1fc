/** How often a window that died is shown again within `WITHIN_MS`, before the person is asked. */
const MOST = 3;
const WITHIN_MS = 60_000;

export interface WindowCrashesOptions {
  readonly reload: () => void;
  /** Says that it happened; waits for nobody. */
  readonly tell: () => void;
  /** Says that the window does not stay and what to do. True: show it once more; false: quit. */
  readonly ask: () => Promise<boolean>;
  readonly quit: () => void;
  readonly nowMs: () => number;
}

/** What follows when the window's process ended by itself: it is shown again, at most three times in a minute. */
export function createWindowCrashes({ reload, tell, ask, quit, nowMs }: WindowCrashesOptions): {
  note(): Promise<void>;
} {
  let crashes: number[] = [];
  return {
    note: async () => {
      const now = nowMs();
      crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now];
      if (crashes.length <= MOST) {
        tell();
        reload();
        return;
      }
      const again = await ask();
      crashes = [];
      if (again) reload();
      else quit();
    },
  };
}
