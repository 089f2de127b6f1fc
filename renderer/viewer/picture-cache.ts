import { ByteCache } from './byte-cache.ts';
import { fetchPicture, type Picture } from './picture.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const PREFETCH_AT_ONCE = 2;

/** Pictures at hand. Each is fetched once at a time, neighbours ahead of need, the oldest leave first. */
export class PictureCache {
  private readonly kept = new ByteCache<Picture>(MAX_BYTES);
  private readonly underway = new Map<number, Promise<Picture>>();
  private ahead: readonly number[] = [];
  private running = 0;
  private readonly fetchOne: (sliceId: number, how: { readonly ahead: boolean }) => Promise<Picture>;

  constructor(fetchOne: (sliceId: number, how: { readonly ahead: boolean }) => Promise<Picture> = fetchPicture) {
    this.fetchOne = fetchOne;
  }

  /** The picture when it is here already. */
  peek(sliceId: number): Picture | undefined {
    return this.kept.get(String(sliceId));
  }

  /** The picture; a failed fetch is not remembered, so that asking again tries again. Throws CallFailed. */
  get(sliceId: number, ahead = false): Promise<Picture> {
    const kept = this.peek(sliceId);
    if (kept) return Promise.resolve(kept);
    const known = this.underway.get(sliceId);
    if (known) return known;
    const fetching = this.fetchOne(sliceId, { ahead })
      .then((picture) => {
        // One that was asked for before a clear belongs to another project by now.
        if (this.underway.get(sliceId) === fetching) {
          this.kept.set(String(sliceId), picture, picture.image.sizeInBytes);
        }
        return picture;
      })
      .finally(() => {
        if (this.underway.get(sliceId) === fetching) this.underway.delete(sliceId);
      });
    this.underway.set(sliceId, fetching);
    return fetching;
  }

  /** Fetches these in the background, in this order; what was asked for before and not begun is forgotten. */
  prefetch(sliceIds: readonly number[]): void {
    this.ahead = sliceIds;
    while (this.running < PREFETCH_AT_ONCE && this.ahead.length > 0) this.prefetchNext();
  }

  /** Forgets everything, also what is under way. Slice ids mean something within one project only. */
  clear(): void {
    this.ahead = [];
    this.underway.clear();
    this.kept.clear();
  }

  private prefetchNext(): void {
    const [sliceId, ...rest] = this.ahead;
    this.ahead = rest;
    if (sliceId === undefined || this.peek(sliceId)) return;
    this.running += 1;
    this.get(sliceId, true)
      // Said when the slice itself is shown.
      .catch(() => undefined)
      .finally(() => {
        this.running -= 1;
        if (this.ahead.length > 0) this.prefetchNext();
      });
  }
}

export const pictures = new PictureCache();
