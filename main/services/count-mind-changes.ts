import { type MindChanges, mindChanges } from '../../src/review/mind-changes.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { studyReads } from '../../src/review/reads-of-readers.ts';
import { actsAbout } from '../../src/review/settle-slice.ts';
import type { Visibility } from '../../src/review/visibility.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import { readSlices } from './report-on-readers.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Counts changes of mind after the AI was shown, against the labels that came with the data: no reader gave those. For a viewer only over
 * slices whose labels they may see, because a count that moves with each read would tell.
 * @param viewer null for all of them (the command line)
 */
export function countMindChanges(ctx: ServiceContext, viewer: Viewer | null): MindChanges {
  const slices = readSlices(ctx);
  const reads = slices.flatMap(({ sliceId, group, acts }) =>
    studyReads(actsAbout(acts, null)).flatMap(({ readingMode, labelAfter, ...read }) =>
      // Of a table's rows nobody knows what had been seen.
      readingMode === null ? [] : [{ ...read, sliceId, group, label: labelAfter }],
    ),
  );
  const reference = new Map(slices.map(({ sliceId, sourceLabel }) => [sliceId, sourceLabel]));
  const sight = viewer && sightOf(ctx, viewer, [...reference.keys()]);
  const own = readerKey(viewer?.reader ?? '');
  const isOpen = ({ truth, othersReads }: Visibility, reader: string): boolean =>
    readerKey(reader) === own ? truth : othersReads;
  const counted = sight ? reads.filter(({ sliceId, reader }) => isOpen(sight(sliceId), reader)) : reads;
  return mindChanges(counted, (sliceId) => {
    const label = reference.get(sliceId) ?? null;
    return label === null ? null : { label, reader: null };
  });
}
