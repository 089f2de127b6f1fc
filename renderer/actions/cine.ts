import { type CinePlace, nextCinePlace } from '../../src/viewing/cine.ts';
import { useApp } from '../state/app-store.ts';
import { useCine } from '../state/cine-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { whenPainted } from '../viewer/when-painted.ts';
import { passSlices } from './reading.ts';

/** With reduced motion asked for, no picture follows faster than this. */
const CALM_FPS = 4;
/** How soon a picture that is not here yet is looked for again. */
const WAIT_MS = 8;

let timer: ReturnType<typeof setTimeout> | null = null;
/** Whether the slice on the screen was painted: what is drawn comes there with the next frame. */
let painted = false;
let callOff = (): void => undefined;
let direction: CinePlace['direction'] = 1;

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The slices of the series on the screen, in acquisition order. */
function seriesOnScreen(): readonly number[] {
  const { stack, items, selectedId } = useWorklist.getState();
  const series = selectedId === null ? undefined : items.get(selectedId)?.seriesIndex;
  return stack.filter((sliceId) => items.get(sliceId)?.seriesIndex === series);
}

/** Whether the slice that was asked for is drawn, or never will be. */
function drawn(): boolean {
  const { picture } = useViewer.getState();
  const settled = picture.kind === 'ready' || picture.kind === 'failed';
  return settled && picture.sliceId === useWorklist.getState().selectedId;
}

/** Takes the slice as painted once a frame with it has gone to the screen. */
function awaitPainted(): void {
  callOff();
  callOff = whenPainted(() => {
    painted = true;
  }, drawn);
}

function step(dueMs: number): void {
  const slices = seriesOnScreen();
  if (useApp.getState().tab !== 'review' || slices.length < 2) stopCine();
  else if (painted) showNext(slices, dueMs);
  else timer = setTimeout(() => step(performance.now()), WAIT_MS);
}

function showNext(slices: readonly number[], dueMs: number): void {
  const { cineFps, cineMode } = usePreferences.getState();
  const index = slices.indexOf(useWorklist.getState().selectedId ?? -1);
  const next = nextCinePlace({ index, direction }, slices.length, cineMode);
  direction = next.direction;
  const sliceId = slices[next.index];
  painted = false;
  if (sliceId !== undefined) selectSlice(sliceId);
  awaitPainted();
  const due = Math.max(performance.now(), dueMs + 1000 / (calm() ? Math.min(cineFps, CALM_FPS) : cineFps));
  timer = setTimeout(() => step(due), due - performance.now());
}

/** Plays the series on the screen. Every slice is drawn: where pictures come slower than asked, the cine is slower. */
function startCine(): void {
  if (seriesOnScreen().length < 2) {
    say('info', 'There is nothing to play: the series has one slice.');
    return;
  }
  if (calm()) say('info', `Your system asks for reduced motion: at most ${CALM_FPS} pictures a second.`);
  direction = 1;
  passSlices(true);
  useCine.setState({ playing: true });
  painted = drawn();
  if (!painted) awaitPainted();
  step(performance.now());
}

/** Stops where it is; that slice is presented from now on. */
export function stopCine(): void {
  if (timer) clearTimeout(timer);
  timer = null;
  callOff();
  if (!useCine.getState().playing) return;
  useCine.setState({ playing: false });
  passSlices(false);
}

export function toggleCine(): void {
  if (useCine.getState().playing) stopCine();
  else startCine();
}

/** Stops the cine at any press or turn of the wheel outside of its own controls. Returns the way to stop listening. */
export function stopCineAtInteraction(): () => void {
  const abort = new AbortController();
  const stop = (event: Event): void => {
    if (!(event.target instanceof Element && event.target.closest('[data-cine]'))) stopCine();
  };
  for (const name of ['pointerdown', 'wheel'] as const) {
    window.addEventListener(name, stop, { capture: true, passive: true, signal: abort.signal });
  }
  return () => abort.abort();
}
