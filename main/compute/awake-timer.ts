/** How often an awake timer looks at the clock, in milliseconds. */
const TICK_MS = 100;
/** What a gap between two looks counts at most: a busy machine makes gaps of this size, sleep makes longer ones. */
const LONGEST_GAP_MS = 1000;

/**
 * A time limit that counts only the time in which this process was running: what passes while the machine sleeps or the
 * process is suspended is not held against the child that slept with it. (What the system's own timers count differs: on
 * macOS and Windows they run on through sleep.) It may end up to a tick late, and sleep counts for a second.
 * @returns stops it
 */
export function startAwakeTimer(boundMs: number, onEnd: () => void): () => void {
  const tickMs = Math.min(TICK_MS, boundMs);
  let awakeMs = 0;
  let last = performance.now();
  const interval = setInterval(() => {
    const now = performance.now();
    awakeMs += Math.min(now - last, LONGEST_GAP_MS);
    last = now;
    if (awakeMs < boundMs) return;
    clearInterval(interval);
    onEnd();
  }, tickMs);
  return () => clearInterval(interval);
}
