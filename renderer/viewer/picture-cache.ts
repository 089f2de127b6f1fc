import { ByteCache } from './byte-cache.ts';
import { fetchPicture, type Picture } from './picture.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const PREFETCH_AT_ONCE = 2;
/** So many of the nearest are as urgent as what is on the screen: the reader is at them with the next step. */
const NEAREST = 2;

/** Pictures at hand. Each is fetched once at a time, neighbours ahead of need, the oldest leave first. */
export class PictureCache {
  private readonly kept = new ByteCache<Picture>(MAX_BYTES);
  private readonly underway = new Map<number, Promise<Picture>>();
  private ahead: readonly { readonly sliceId: number; readonly near: boolean }[] = [];
  private running = 0;
  private readonly fetchOne: (sliceId: number, how: { readonly ahead: boolean }) => Promise<Picture>;

  constructor(fetchOne: (sliceId: number, how: { readonly ahead: boolean }) => Promise<Picture> = fetchPicture) {
    this.fetchOne = fetchOne;
  }

  /** Whether the picture is here, which does not count as a use of it. */
  has(sliceId: number): boolean {
    return this.kept.has(String(sliceId));
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
    const missing = sliceIds.map((sliceId, index) => ({ sliceId, near: index < NEAREST }));
    this.ahead = missing.filter(({ sliceId }) => !this.has(sliceId));
    this.fillUp();
  }

  /** Forgets everything, also what is under way. Slice ids mean something within one project only. */
  clear(): void {
    this.ahead = [];
    this.underway.clear();
    this.kept.clear();
  }

  private fillUp(): void {
    while (this.running < PREFETCH_AT_ONCE) {
      const [next, ...rest] = this.ahead;
      if (!next) return;
      this.ahead = rest;
      if (this.has(next.sliceId)) continue;
      this.running += 1;
      this.get(next.sliceId, !next.near)
        // Said when the slice itself is shown.
        .catch(() => undefined)
        .finally(() => {
          this.running -= 1;
          this.fillUp();
        });
    }
  }
}

export const pictures = new PictureCache();
