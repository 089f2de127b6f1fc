import { notePixelHash } from '../store/slices.ts';
import type { ServiceContext } from './service-context.ts';

/** Notes the pixel hashes of slices that were shown, many in one transaction and not while the next one is waited for. */
export interface PixelHashNotes {
  add(sliceId: number, pixelSha256: string): void;
  /** Forgets what is not written yet: it is computed again when it is needed. */
  clear(): void;
}

const WAIT_MS = 500;

export function createPixelHashNotes({ store }: Pick<ServiceContext, 'store'>): PixelHashNotes {
  const waiting = new Map<number, string>();
  const written = new Set<number>();
  let timer: NodeJS.Timeout | null = null;

  const write = (): void => {
    timer = null;
    const notes = [...waiting];
    waiting.clear();
    try {
      store.transaction(() => {
        for (const [sliceId, pixelSha256] of notes) notePixelHash(store.db, sliceId, pixelSha256);
      });
      for (const [sliceId] of notes) written.add(sliceId);
    } catch {
      // The project was closed meanwhile, or its disk is full: a hash that is not noted is computed again.
    }
  };

  return {
    add(sliceId, pixelSha256) {
      if (store.readOnly || written.has(sliceId)) return;
      waiting.set(sliceId, pixelSha256);
      timer ??= setTimeout(write, WAIT_MS);
    },
    clear() {
      if (timer) clearTimeout(timer);
      timer = null;
      waiting.clear();
      written.clear();
    },
  };
}
