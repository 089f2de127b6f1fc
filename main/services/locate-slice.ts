import { statSync } from 'node:fs';
import { containedPath } from '../store/contained-path.ts';
import { locationsOf } from '../store/files.ts';
import { isPurged } from '../store/purge.ts';
import { findSlice } from '../store/slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Where a slice's bytes are expected. Whoever reads them compares the hash of what was read with `sha256`. */
export interface SlicePlace {
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly frame: number;
  readonly sha256: string;
  /** Relative to its source's root, for the screen. */
  readonly file: string;
}

/** The slice's file is at none of the places where it was seen. */
export class SliceNotFound extends ServiceError {
  /** Relative to its source's root; null where no source lists the slice any more. */
  readonly file: string | null;

  constructor(file: string | null, message: string) {
    super('not-found', message);
    this.name = 'SliceNotFound';
    this.file = file;
  }
}

/**
 * Finds a slice's file among all places where its bytes were seen: the first that is there with the right length counts,
 * else the first that is there at all (then the hash tells that it has changed).
 * @throws SliceNotFound naming the file and what to do; ServiceError `no-slice` for an id that does not exist
 */
export function locateSlice(context: ServiceContext, sliceId: number): SlicePlace {
  const slice = findSlice(context.store.db, sliceId);
  if (!slice) throw new ServiceError('no-slice', `There is no slice ${sliceId} in this project.`);
  const locations = locationsOf(context.store.db, slice.sha256);
  const there = locations.flatMap((location) => {
    const absolute = containedPath(location.root, location.relativePath);
    const stats = absolute === null ? undefined : statSync(absolute, { throwIfNoEntry: false });
    return absolute !== null && stats?.isFile()
      ? [{ absolute, location, sameLength: stats.size === location.byteLength }]
      : [];
  });
  const best = there.find((place) => place.sameLength) ?? there[0];
  if (best) {
    return { path: best.absolute, frame: slice.frame, sha256: slice.sha256, file: best.location.relativePath };
  }
  if (isPurged(context.store.db, sliceId)) {
    throw new SliceNotFound(null, 'The study of this slice was purged from the project, so it cannot be shown.');
  }
  const [first] = locations;
  throw new SliceNotFound(
    first?.relativePath ?? null,
    first
      ? `"${first.relativePath}" is not in "${first.root}" any more. Put it back, or point the source to its new folder.`
      : 'This file was replaced by another one. Put the original back, and open its folder again.',
  );
}

/** Refuses bytes that are not those the slice is known by. */
export function requireSameBytes(place: SlicePlace, sha256: string): void {
  if (sha256 === place.sha256) return;
  throw new ServiceError(
    'changed',
    `"${place.file}" has changed since it was opened. Put the original back, or open its folder again.`,
  );
}
