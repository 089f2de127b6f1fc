import { setImmediate } from 'node:timers/promises';
import { lookAlikeRuns } from '../../src/duplicates/look-alike-runs.ts';
import { type NearDuplicatePair, searchNearDuplicates } from '../../src/duplicates/near-duplicates.ts';
import { type SliceThumbnail, sliceThumbnail, THUMBNAIL_SIDE } from '../../src/duplicates/thumbnail.ts';
import { seenLevels } from '../../src/prediction/network-input.ts';
import { withoutMissingRows } from '../../src/study/decoded-frame.ts';
import { withFrame } from './decode/decode-frame.ts';
import type { OperationOutput } from './protocol.ts';
import type { OperationContext, ParsedInput } from './serve-operations.ts';

/** The head of one frame of a file as a small square, from the rows that the file has. */
export function thumbnailOfFile(file: string, frame: number): Promise<OperationOutput<'thumbnail'>> {
  return withFrame(file, frame, ({ sha256, pixelSha256, header, image: decoded }) => {
    const image = withoutMissingRows(decoded, header.frames[frame]?.rowsMissing ?? 0);
    const grey = seenLevels(image, header, frame);
    const { rows, columns } = image;
    const thumbnail = sliceThumbnail({ key: '', pixelHash: pixelSha256, rows, columns, grey });
    return { sha256, pixelSha256, rows, columns, box: { ...thumbnail.box }, grey: thumbnail.grey };
  });
}

/** Alignments between two looks at whether the search was given up. */
const STEPS_AT_A_TIME = 32;

/** Near-duplicates among thumbnails; tells how far it is, and ends early when it is given up. */
export async function searchThumbnails(
  input: ParsedInput<'near-duplicates'>,
  { progress, signal }: OperationContext<{ done: number; total: number }>,
): Promise<OperationOutput<'near-duplicates'>> {
  const search = searchNearDuplicates(thumbnailsOf(input));
  let found: readonly NearDuplicatePair[] | null = null;
  for (let steps = 0; found === null; steps += 1) {
    const step = search.next();
    if (step.done) found = step.value;
    else if (steps % STEPS_AT_A_TIME === 0) {
      progress(step.value);
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return { pairs: found.map((pair) => ({ ...pair, changes: [...pair.changes] })) };
}

/** Runs that look like one head, among slices in the order of their files. */
export function findRuns(input: ParsedInput<'look-alike-runs'>): OperationOutput<'look-alike-runs'> {
  return { runs: lookAlikeRuns(thumbnailsOf(input)).map(({ keys, weakest }) => ({ keys: [...keys], weakest })) };
}

function thumbnailsOf({ slices, greys }: ParsedInput<'near-duplicates'>): SliceThumbnail[] {
  const size = THUMBNAIL_SIDE * THUMBNAIL_SIDE;
  return slices.map((slice, index) => ({ ...slice, grey: greys.subarray(index * size, (index + 1) * size) }));
}
