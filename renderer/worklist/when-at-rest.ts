/** The act follows when the reader rests so long; while they go through a stack each following would hold up a picture. */
const REST_MS = 80;
/** And at the latest so long after it was to follow: a dozen rows are made anew at each following. */
const FOLLOW_MS = 1000;
/** Who takes a step after so long a rest goes step by step, and is followed at once. */
const STEPPING_MS = 250;

/**
 * An act that is done at once after a rest of `STEPPING_MS`, else once nobody has asked for it for `REST_MS`, or since `FOLLOW_MS`,
 * and then as it is by then.
 */
export function whenAtRest(act: () => void): { readonly soon: () => void; readonly drop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sinceMs: number | null = null;
  // What is new comes in with its first rows, and is not stepped through.
  let askedMs = performance.now();
  const drop = (): void => {
    clearTimeout(timer);
    sinceMs = null;
  };
  const run = (): void => {
    sinceMs = null;
    act();
  };
  const soon = (): void => {
    const nowMs = performance.now();
    const restedMs = nowMs - askedMs;
    askedMs = nowMs;
    const waitingSinceMs = sinceMs ?? nowMs;
    drop();
    if (restedMs >= STEPPING_MS) run();
    else {
      sinceMs = waitingSinceMs;
      timer = setTimeout(run, Math.min(REST_MS, waitingSinceMs + FOLLOW_MS - nowMs));
    }
  };
  return { soon, drop };
}
