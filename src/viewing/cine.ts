export const CINE_MODES = ['loop', 'bounce'] as const;
export type CineMode = (typeof CINE_MODES)[number];

export const LEAST_FPS = 1;
export const MOST_FPS = 60;

/** Where a cine is: place in the stack, and which way it goes. */
export interface CinePlace {
  readonly index: number;
  readonly direction: 1 | -1;
}

/**
 * The next picture of a cine over `count` slices: from the last to the first again, or back and forth. The ends are shown
 * once per pass.
 */
export function nextCinePlace({ index, direction }: CinePlace, count: number, mode: CineMode): CinePlace {
  if (count < 2) return { index: 0, direction };
  const next = index + direction;
  if (next >= 0 && next < count) return { index: next, direction };
  if (mode === 'loop') return { index: (next + count) % count, direction };
  return { index: index - direction, direction: direction === 1 ? -1 : 1 };
}

/** A speed as it may be, in pictures per second. */
export function clampFps(fps: number): number {
  return Number.isFinite(fps) ? Math.min(MOST_FPS, Math.max(LEAST_FPS, Math.round(fps))) : LEAST_FPS;
}
