/** How many small pictures are asked for at once: enough to fill a screen, too few to stand in the way of the slice's own. */
const MOST_AT_ONCE = 6;

interface Waiting {
  readonly begin: () => void;
}

/** Gives turns to whoever wants to load a small picture: the newest first, for that is what is in view. */
export interface ThumbnailTurns {
  /** Calls `begin` when it is their turn. The answer ends the turn, or the wait for it; ending twice does no harm. */
  take(begin: () => void): () => void;
}

export function createThumbnailTurns(most = MOST_AT_ONCE): ThumbnailTurns {
  const waiting: Waiting[] = [];
  const running = new Set<Waiting>();
  const next = (): void => {
    while (running.size < most) {
      const one = waiting.pop();
      if (!one) return;
      running.add(one);
      one.begin();
    }
  };
  return {
    take: (begin) => {
      const one: Waiting = { begin };
      waiting.push(one);
      // Behind the rows that come into view in the same breath, so that a fast scroll begins nothing on its way.
      queueMicrotask(next);
      return () => {
        const at = waiting.indexOf(one);
        if (at >= 0) waiting.splice(at, 1);
        if (running.delete(one)) next();
      };
    },
  };
}

/** The turns of the whole window. */
export const thumbnailTurns = createThumbnailTurns();
