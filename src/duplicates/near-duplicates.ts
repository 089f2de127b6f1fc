import { candidatePairs } from './candidate-pairs.ts';
import { compareHeads, createHeadTemplate, type HeadTemplate } from './compare-heads.ts';
import { type CopyChange, copyChanges } from './copy-changes.ts';
import { coarseVectors, orderedHead, orientHead } from './ordered-head.ts';
import type { SliceThumbnail } from './thumbnail.ts';

/** Two slices that seem to be one picture; a person confirms or rejects it, and until then they count as one group. */
export interface NearDuplicatePair {
  /** Keys of the slices, a < b. */
  readonly a: string;
  readonly b: string;
  /** 'exact' for the same pixels, else the most telling change. */
  readonly kind: 'exact' | CopyChange;
  /** All that was done between them; empty for exact copies. */
  readonly changes: readonly CopyChange[];
  /** Agreement of the brains' detail once aligned (`detailAgreement`), at most 1; 1 for exact copies. */
  readonly score: number;
}

/**
 * Pairs that agree at least this well are candidates. Chosen on phantoms: copies (resized, windowed, gamma, flipped, turned,
 * cropped, padded, recompressed) score .95 and more, slices of one head 1, 2, 3 and 5 mm apart at most .90, .85, .81
 * and .71, other heads at most .51. This is half way between copies and slices 3 mm apart; of slices nearer than
 * that a few pass, which is right: they tell a network as much as a copy does.
 */
export const NEAR_DUPLICATE_THRESHOLD = 0.88;

/** Partners looked at for each slice. Exact copies are put aside first, so that they do not use these up. */
const PARTNERS = 10;

/**
 * Near-duplicates among slices, by their pixels alone: exact copies by hash, and copies that were resized, stretched,
 * windowed, flipped, turned by quarters, cropped, padded or recompressed. Best score first, then by keys; the order of the
 * slices does not matter. Many exact copies of one slice are each paired with the first by key.
 *
 * n slices cost n^2 / 2 products of short vectors (2,000 slices: some seconds) and at most 10 n alignments of about half a
 * millisecond.
 * @throws RangeError for a key that stands twice
 */
export function findNearDuplicates(
  thumbnails: readonly SliceThumbnail[],
  threshold: number = NEAR_DUPLICATE_THRESHOLD,
): NearDuplicatePair[] {
  const { distinct, pairs } = exactCopies(sortedByKey(thumbnails));
  const heads = distinct.map(orderedHead);
  let template: { readonly first: number; readonly of: HeadTemplate } | undefined;
  for (const { first, second, orientation } of candidatePairs(heads.map(coarseVectors), PARTNERS)) {
    const [a, b, headA, headB] = [distinct[first], distinct[second], heads[first], heads[second]];
    if (!a || !b || !headA || !headB) continue;
    if (template?.first !== first) template = { first, of: createHeadTemplate(headA) };
    const { agreement, alignedGrey, warp } = compareHeads(template.of, orientHead(headB, orientation));
    if (!alignedGrey || agreement < threshold) continue;
    const changes = copyChanges({ a, b, orientation, warp, alignedGrey });
    pairs.push({ a: a.key, b: b.key, kind: changes[0] ?? 'recompressed', changes, score: Math.min(1, agreement) });
  }
  return pairs.sort((p, q) => q.score - p.score || compareText(p.a, q.a) || compareText(p.b, q.b));
}

function sortedByKey(thumbnails: readonly SliceThumbnail[]): readonly SliceThumbnail[] {
  const sorted = [...thumbnails].sort((a, b) => compareText(a.key, b.key));
  sorted.forEach((thumbnail, index) => {
    if (thumbnail.key === sorted[index + 1]?.key)
      throw new RangeError(`Slice ${thumbnail.key} stands twice in the search.`);
  });
  return sorted;
}

/** The first slice with each pixel hash, and a pair with it for each further one. */
function exactCopies(sorted: readonly SliceThumbnail[]) {
  const firstWith = new Map<string, SliceThumbnail>();
  const pairs: NearDuplicatePair[] = [];
  for (const thumbnail of sorted) {
    const first = firstWith.get(thumbnail.pixelHash);
    if (first) pairs.push({ a: first.key, b: thumbnail.key, kind: 'exact', changes: [], score: 1 });
    else firstWith.set(thumbnail.pixelHash, thumbnail);
  }
  return { distinct: [...firstWith.values()], pairs };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
