import type { Page } from '@playwright/test';

const EVENTS = 300;
const EVENTS_PER_S = 60;
/** A frame later than this has missed one of the screen's at 60 a second. */
const LATE_MS = 33;
/** What is on its way when the last event was sent has come by then. */
const SETTLING_MS = 500;

/** A frame of the page's while its list is watched. */
export interface SeenFrame {
  /** Since the frame before. */
  readonly gapMs: number;
  /** Whether the list stood elsewhere than in the frame before. */
  readonly moved: boolean;
  /** Whether a part of the list that was in view had no row when the page had been painted. */
  readonly blank: boolean;
  /** Whether one had none when the list was told that it had moved: the screen may have shown that, until the page was painted. */
  readonly blankBefore: boolean;
}

/** What a list does under a wheel, as its page sees it. */
export interface SeenScroll {
  readonly movedPx: number;
  /** What the page's wheel events come to; several that wait are made one. */
  readonly heardPx: number;
  readonly heardEvents: number;
  readonly frames: readonly SeenFrame[];
  /** Tasks of the page's above 50 ms. */
  readonly longTasksMs: readonly number[];
}

export interface WheelFigures {
  readonly sentPx: number;
  /** Sent and not scrolled; below 0 where the list went farther than it was sent. */
  readonly droppedPx: number;
  /** Sent and not heard by the page. */
  readonly unheardPx: number;
  readonly sentEvents: number;
  readonly heardEvents: number;
  /** From the first frame in which the list had moved to the last. */
  readonly frames: number;
  readonly lateFrames: number;
  readonly blankFrames: number;
  readonly blankBeforeFrames: number;
  readonly longestTaskMs: number;
}

/**
 * Turns the wheel over the list from its top, as real input at a steady rate, whether or not the page keeps up.
 * @param stepPx how far each event scrolls
 */
export async function measureWheel(page: Page, stepPx: number): Promise<WheelFigures> {
  const list = page.getByRole('listbox', { name: 'Slices' });
  await list.evaluate((element) => element.scrollTo(0, 0));
  await page.waitForTimeout(SETTLING_MS);
  await list.hover();
  const watch = await page.evaluateHandle(watchScroll);
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (let event = 0; event < EVENTS; event += 1) {
    const waitMs = begun + (event * 1000) / EVENTS_PER_S - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sent.push(page.mouse.wheel(0, stepPx));
  }
  await Promise.all(sent);
  await page.waitForTimeout(SETTLING_MS);
  return wheelFigures({ events: EVENTS, stepPx }, await watch.evaluate((stop) => stop()));
}

/** Runs in the page: looks at every frame until what it returns is called, which tells what was seen. */
function watchScroll(): () => SeenScroll {
  const list = document.querySelector('[role=listbox]');
  if (!list) throw new Error('There is no list to scroll.');
  const isBlank = () => {
    const view = list.getBoundingClientRect();
    let drawnPx = 0;
    for (const row of list.firstElementChild?.children ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      if (row.firstElementChild) drawnPx += Math.max(0, Math.min(bottom, view.bottom) - Math.max(top, view.top));
    }
    return drawnPx < view.height - 1;
  };
  const fromPx = list.scrollTop;
  const longTasksMs: number[] = [];
  const frames: SeenFrame[] = [];
  const heard = { px: 0, events: 0 };
  let moved = false;
  let blankBefore = false;
  let watching = true;
  const observer = new PerformanceObserver((seen) =>
    longTasksMs.push(...seen.getEntries().map(({ duration }) => duration)),
  );
  observer.observe({ type: 'longtask' });
  const hear = ({ deltaY }: WheelEvent) => {
    heard.px += deltaY;
    heard.events += 1;
  };
  // Before the list hears of it, which then draws other rows.
  const see = () => {
    moved = true;
    blankBefore ||= isBlank();
  };
  window.addEventListener('wheel', hear, { capture: true, passive: true });
  window.addEventListener('scroll', see, { capture: true, passive: true });
  const watchFrames = async () => {
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    while (watching) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const frame = { gapMs: now - last, moved, blankBefore };
      last = now;
      moved = false;
      blankBefore = false;
      // Behind the frame's painting.
      setTimeout(() => frames.push({ ...frame, blank: isBlank() }));
    }
  };
  void watchFrames();
  return () => {
    watching = false;
    observer.disconnect();
    window.removeEventListener('wheel', hear, { capture: true });
    window.removeEventListener('scroll', see, { capture: true });
    const movedPx = list.scrollTop - fromPx;
    return { movedPx, heardPx: heard.px, heardEvents: heard.events, frames, longTasksMs };
  };
}

/** What was seen beside what was sent. */
export function wheelFigures(
  { events, stepPx }: { readonly events: number; readonly stepPx: number },
  { movedPx, heardPx, heardEvents, frames, longTasksMs }: SeenScroll,
): WheelFigures {
  const sentPx = events * stepPx;
  const first = frames.findIndex(({ moved }) => moved);
  if (first < 0) throw new Error('The wheel moved the list in no frame.');
  const scrolling = frames.slice(first, frames.findLastIndex(({ moved }) => moved) + 1);
  const count = (is: (frame: SeenFrame) => boolean): number => scrolling.filter(is).length;
  return {
    sentPx,
    droppedPx: sentPx - movedPx,
    unheardPx: sentPx - heardPx,
    sentEvents: events,
    heardEvents,
    frames: scrolling.length,
    lateFrames: count(({ gapMs }) => gapMs > LATE_MS),
    blankFrames: count(({ blank }) => blank),
    blankBeforeFrames: count(({ blankBefore }) => blankBefore),
    longestTaskMs: Math.max(0, ...longTasksMs),
  };
}
