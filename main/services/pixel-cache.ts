import type { OperationOutput } from '../compute/protocol.ts';

/** A slice's frame as the viewer draws it, with the hashes of the bytes that it comes from. */
export type DecodedSlice = OperationOutput<'shown-slice'>;
export type Priority = 'interactive' | 'background';

/** Where a slice's bytes lie. The file's hash names the picture, so that a file that was moved still hits. */
export interface SliceLocation {
  readonly sha256: string;
  readonly path: string;
  readonly frame: number;
}

export interface PixelCache {
  /**
   * The decoded frame, from memory or decoded now. Requests for one slice at one time share one decode; one that a person
   * waits for lifts a decode that was asked for in the background. Rejects with whatever the decoder says.
   */
  get(location: SliceLocation, priority?: Priority): Promise<DecodedSlice>;
  clear(): void;
  readonly bytes: number;
}

export interface PixelCacheOptions {
  readonly decode: (location: SliceLocation, priority: Priority, signal: AbortSignal) => Promise<DecodedSlice>;
  readonly maxBytes?: number;
}

interface Pending {
  priority: Priority;
  controller: AbortController;
  promise: Promise<DecodedSlice>;
  attempt: () => void;
}

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;

/** Decoded frames, least recently used out first, bounded in bytes. */
export function createPixelCache({ decode, maxBytes = DEFAULT_MAX_BYTES }: PixelCacheOptions): PixelCache {
  const kept = new Map<string, DecodedSlice>();
  const pending = new Map<string, Pending>();
  let bytes = 0;
  let generation = 0;

  const keep = ({ sha256, frame }: SliceLocation, slice: DecodedSlice): void => {
    const key = `${sha256} ${frame}`;
    const size = slice.body.byteLength;
    // A file that has changed is handed over for whoever compares the hash, and is not kept under the old one's name.
    if (size > maxBytes || kept.has(key) || slice.sha256 !== sha256) return;
    kept.set(key, slice);
    bytes += size;
    for (const [oldKey, old] of kept) {
      if (bytes <= maxBytes) break;
      kept.delete(oldKey);
      bytes -= old.body.byteLength;
    }
  };

  const begin = (location: SliceLocation, key: string, priority: Priority): Pending => {
    const startedIn = generation;
    const entry: Pending = {
      priority,
      controller: new AbortController(),
      promise: Promise.resolve() as never,
      attempt: () => undefined,
    };
    entry.promise = new Promise((resolve, reject) => {
      entry.attempt = () => {
        const { controller } = entry;
        // What a lifted attempt still says is not heard.
        const settle = (how: () => void): void => {
          if (entry.controller !== controller) return;
          if (pending.get(key) === entry) pending.delete(key);
          how();
        };
        decode(location, entry.priority, controller.signal).then(
          (slice) =>
            settle(() => {
              if (generation === startedIn) keep(location, slice);
              resolve(slice);
            }),
          (error: unknown) => settle(() => reject(error)),
        );
      };
    });
    pending.set(key, entry);
    entry.attempt();
    return entry;
  };

  const lift = (entry: Pending): void => {
    const waitingInBackground = entry.controller;
    entry.priority = 'interactive';
    entry.controller = new AbortController();
    waitingInBackground.abort();
    entry.attempt();
  };

  return {
    get(location, priority = 'interactive') {
      const key = `${location.sha256} ${location.frame}`;
      const found = kept.get(key);
      if (found) {
        kept.delete(key);
        kept.set(key, found);
        return Promise.resolve(found);
      }
      const running = pending.get(key);
      if (running) {
        if (priority === 'interactive' && running.priority === 'background') lift(running);
        return running.promise;
      }
      return begin(location, key, priority).promise;
    },
    clear() {
      generation += 1;
      kept.clear();
      pending.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
  };
}
