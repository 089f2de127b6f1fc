import type { ComputeClient } from '../compute/compute-client.ts';
import type { Connection } from '../store/connection.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { unsearchedAmong } from '../store/slice-thumbnails.ts';
import { slicePlaces } from '../store/slices.ts';
import { completePixelHashes } from './complete-pixel-hashes.ts';
import type { InputFailure } from './network-inputs.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { failureWords } from './slice-failure.ts';

/**
 * Has every labelled slice known by its pixels and searched for near-duplicates before a freeze. A labelled slice that
 * cannot be read is refused by name instead of left out: a label that somebody gave would be missing from the version with
 * nobody having said so, and the version would not be the labels as they stand. Whoever wants the version without it says so by
 * labelling it excluded, which is on record with a name; from then on nothing needs its pixels, and it stops nothing.
 * @param unread what the search before could not read
 * @param options with `named` false only their number is told: which of the files that cannot be read are excluded is a label
 * @throws ServiceError `slices-unreadable` with the files and what to do; the signal's reason, or ComputeAborted, when cancelled
 */
export async function readyToFreeze(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  unread: readonly InputFailure[],
  options: { readonly signal?: AbortSignal | undefined; readonly named?: boolean } = {},
): Promise<void> {
  const { db } = context.store;
  const undecoded = await completePixelHashes(context, compute, options);
  const failureOf = new Map([...undecoded, ...unread].map((failure) => [failure.sliceId, failure]));
  const kept = labelledSlices(db).filter(({ label }) => label !== 'excluded');
  const unsearched = unsearchedAmong(
    db,
    kept.map(({ sliceId }) => sliceId),
  );
  const blocking = new Set([
    ...kept.flatMap(({ sliceId, pixelSha256 }) => (pixelSha256 === null ? [sliceId] : [])),
    ...unsearched,
  ]);
  if (blocking.size === 0) return;
  const { named = true } = options;
  const [what, them] =
    blocking.size === 1
      ? [
          '1 labelled slice cannot be read, so nobody can tell what it is a copy of',
          'the file back, or label the slice',
        ]
      : [
          `${blocking.size} labelled slices cannot be read, so nobody can tell what they are copies of`,
          'the files back, or label the slices',
        ];
  throw new ServiceError(
    'slices-unreadable',
    `${what}: nothing was frozen. ${named ? namesOf(db, blocking, failureOf) : SEARCH_NAMES} Put ${them} excluded; then freeze again.`,
  );
}

const SEARCH_NAMES = 'The search for near-duplicates names every file that cannot be read.';

/** The files with what is wrong with them. */
function namesOf(
  db: Connection,
  sliceIds: ReadonlySet<number>,
  failureOf: ReadonlyMap<number, Pick<InputFailure, 'file' | 'message'>>,
): string {
  const places = slicePlaces(db, [...sliceIds]);
  const failures = [...sliceIds].map(
    (sliceId) =>
      failureOf.get(sliceId) ?? {
        file: places.get(sliceId)?.file ?? `slice ${sliceId}`,
        message: 'It has not been searched for near-duplicates yet.',
      },
  );
  return failureWords(failures);
}
