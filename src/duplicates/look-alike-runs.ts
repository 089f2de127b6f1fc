import { compareHeads, createHeadTemplate } from './compare-heads.ts';
import { orderedHead } from './ordered-head.ts';
import type { SliceThumbnail } from './thumbnail.ts';

/** Slices that follow each other and look like one head; offered as a coarser grouping, which is a judgement by eye. */
export interface LookAlikeRun {
  /** Two or more keys, in the order given. */
  readonly keys: readonly string[];
  /** The lowest likeness of two neighbours in the run, in [-1, 1]. */
  readonly weakest: number;
}

/**
 * Aligned neighbours that correlate at least this well (rank correlation at 32 x 32, skull and all) may be one head. Of
 * phantom slices 5 mm apart nine in ten do, and of other heads at a like height about one in eight: it is an offer.
 */
export const LOOK_ALIKE_THRESHOLD = 0.77;

/** Heads whose ratios of length to width differ by more than this (natural logarithm) are different ones. */
const SAME_SHAPE = 0.06;

/**
 * Cut slices, in the order of their files or positions, into runs of neighbours that look like one head: near in shape and
 * in the order of their greys once aligned. Slices that resemble neither neighbour are in no run. One alignment for
 * each pair of neighbours: 2,000 slices take about a second.
 */
export function lookAlikeRuns(
  thumbnails: readonly SliceThumbnail[],
  threshold: number = LOOK_ALIKE_THRESHOLD,
): LookAlikeRun[] {
  const runs: { keys: string[]; weakest: number }[] = [];
  let open: { keys: string[]; weakest: number } | undefined;
  thumbnails.forEach((thumbnail, index) => {
    const previous = thumbnails[index - 1];
    const likeness = previous ? headLikeness(previous, thumbnail) : -1;
    if (!previous || likeness < threshold) {
      open = undefined;
    } else if (open) {
      open.keys.push(thumbnail.key);
      open.weakest = Math.min(open.weakest, likeness);
    } else {
      open = { keys: [previous.key, thumbnail.key], weakest: likeness };
      runs.push(open);
    }
  });
  return runs;
}

function headLikeness(a: SliceThumbnail, b: SliceThumbnail): number {
  if (a.pixelHash === b.pixelHash) return 1;
  const shapes = Math.log((a.box.rows / a.box.columns) * (b.box.columns / b.box.rows));
  if (Math.abs(shapes) > SAME_SHAPE) return -1;
  return compareHeads(createHeadTemplate(orderedHead(a)), orderedHead(b)).likeness;
}
