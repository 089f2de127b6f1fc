/** How often an awake timer looks at the clock, in milliseconds. */
const TICK_MS = 100;

/**
 * A time limit that counts only the time in which this process was running: what passes while the machine sleeps or the
 * process is suspended is not held against the child that slept with it. (What the system's own timers count differs: on
 * macOS and Windows they run on through sleep.) It may end up to a tick late.
 * @returns stops it
 */
export function startAwakeTimer(boundMs: number, onEnd: () => void): () => void {
  const tickMs = Math.min(TICK_MS, boundMs);
  let awakeMs = 0;
  let last = performance.now();
  const interval = setInterval(() => {
    const now = performance.now();
    // A longer gap was sleep, or a moment in which we were too busy to hear an answer.
    awakeMs += Math.min(now - last, 2 * tickMs);
    last = now;
    if (awakeMs < boundMs) return;
    clearInterval(interval);
    onEnd();
  }, tickMs);
  return () => clearInterval(interval);
}
