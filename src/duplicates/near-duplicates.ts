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
 * Pairs that agree at least this well are candidates: between copies (.95) and slices 3 mm apart (.81) of 24 phantoms. It
 * was .90 until the published slices were looked at; lowering it added one pair of those (.896). On 40 other phantoms all 560 copies of
 * those were found (resized, stretched, windowed, gamma, cropped, padded, recompressed; .96 and more, but .92 after heavy
 * compression and .90 in a window that cuts off most greys), no two heads were mistaken, and slices of one head 2, 3 and
 * 5 mm apart reached at most .88, .81 and .73. Of slices 1 mm apart a few pass (.92 at most), which is right: they tell a
 * network as much as a copy does.
 */
export const NEAR_DUPLICATE_THRESHOLD = 0.88;

/** Partners looked at for each slice. Exact copies are put aside first, so that they do not use these up. */
const PARTNERS = 10;

/**
 * Near-duplicates among slices, by their pixels alone: exact copies by hash, and copies that were resized, stretched,
 * windowed, flipped, turned by quarters, cropped, padded or recompressed. Best score first, then by keys; the order of the
 * slices does not matter. Many exact copies of one slice are each paired with the first by key.
 *
 * Time grows with n^2 / 2 products of short vectors (a few seconds for 2,000 slices) and with at most 10 n alignments, of
 * about half a millisecond, or three where heads are so alike that their detail is compared: 150 slices take 1.5 s, 2,000
 * between 15 s and a minute.
 * @throws RangeError for a key that stands twice
 */
export function findNearDuplicates(
  thumbnails: readonly SliceThumbnail[],
  threshold: number = NEAR_DUPLICATE_THRESHOLD,
): NearDuplicatePair[] {
  const search = searchNearDuplicates(thumbnails, threshold);
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
  }
}

/** `findNearDuplicates` in steps, each after one alignment (`done` of `total`), so that whoever runs it can stop in between. */
export function* searchNearDuplicates(
  thumbnails: readonly SliceThumbnail[],
  threshold: number = NEAR_DUPLICATE_THRESHOLD,
): Generator<{ readonly done: number; readonly total: number }, NearDuplicatePair[]> {
  const { distinct, pairs } = exactCopies(sortedByKey(thumbnails));
  const heads = distinct.map(orderedHead);
  let template: { readonly first: number; readonly of: HeadTemplate } | undefined;
  const candidates = candidatePairs(heads.map(coarseVectors), PARTNERS);
  for (const [done, { first, second, orientation }] of candidates.entries()) {
    yield { done, total: candidates.length };
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
