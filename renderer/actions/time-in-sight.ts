import { useApp } from '../state/app-store.ts';
import { useReview } from '../state/review-store.ts';

/** A showing, how long it was in sight before, and since when it is again (`performance.now()`); null while it is not. */
interface Timed {
  readonly presentationId: number;
  readonly beforeMs: number;
  readonly sinceMs: number | null;
}

let timed: Timed | null = null;

/** Whether the review is what is on the screen. */
function isInSight(): boolean {
  const { tab, windowShown } = useApp.getState();
  return tab === 'review' && windowShown && document.visibilityState === 'visible';
}

function soFarMs({ beforeMs, sinceMs }: Timed): number {
  return sinceMs === null ? beforeMs : beforeMs + performance.now() - sinceMs;
}

/** Brings the clock up to what is on the screen now: another showing begins at nothing, one out of sight waits. */
function takeTime(): void {
  const { presentation } = useReview.getState();
  const presentationId = presentation.kind === 'shown' ? presentation.presentationId : null;
  const sinceMs = isInSight() ? performance.now() : null;
  if (presentationId === null) timed = null;
  else if (timed?.presentationId !== presentationId) timed = { presentationId, beforeMs: 0, sinceMs };
  else if ((timed.sinceMs === null) !== (sinceMs === null)) timed = { ...timed, beforeMs: soFarMs(timed), sinceMs };
}

/** Milliseconds for which a showing has been in sight so far, by a clock that nobody sets; null for one that is not on. */
export function timeInSight(presentationId: number): number | null {
  return timed?.presentationId === presentationId ? soFarMs(timed) : null;
}

/** Keeps the clock in step with the tab, the window and the slice for as long as the window lives. */
export function followSight(): () => void {
  const stops = [useApp.subscribe(takeTime), useReview.subscribe(takeTime)];
  document.addEventListener('visibilitychange', takeTime);
  takeTime();
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener('visibilitychange', takeTime);
  };
}
