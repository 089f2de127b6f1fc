import { groupKeys } from './split.ts';

/** A slice in its part (or fold), with what ties it to others: `linkedSlices`. */
export interface PlacedSlice {
  /** `sliceKey`. Unique. */
  readonly key: string;
  readonly part: string;
  /** Each with a prefix of its kind: patient:, study:, file:, pixels:, tied:. */
  readonly links: readonly string[];
}

/** Two slices that count as one picture: a near-duplicate that nobody has rejected. */
export interface TiedPair {
  readonly a: string;
  readonly b: string;
  readonly score: number;
}

/** Why two slices hang together; `chain`: through slices that are in neither part. */
export type LeakReason =
  | { readonly kind: 'patient' | 'study' | 'file' | 'pixels' | 'chain' }
  | { readonly kind: 'near-duplicate'; readonly score: number };

/** Two slices that hang together and lie in different parts. */
export interface LeakingPair {
  readonly a: string;
  readonly b: string;
  readonly partOfA: string;
  readonly partOfB: string;
  readonly reason: LeakReason;
}

const LINK_KINDS = ['patient', 'study', 'file', 'pixels'] as const;
type LinkKind = (typeof LINK_KINDS)[number];

/**
 * Pairs of slices that hang together and lie in different parts, with why; none where the parts are clean. Every
 * near-duplicate pair is listed. Of many slices that share one link (a patient's) each that does not lie with the most of
 * them is listed once, beside the first of those, so that the list grows with the slices and not with their square. In
 * the order of the keys.
 */
export function findLeaks(slices: readonly PlacedSlice[], pairs: readonly TiedPair[]): LeakingPair[] {
  const sorted = [...slices].sort((a, b) => (a.key < b.key ? -1 : 1));
  const byKey = new Map(sorted.map((slice) => [slice.key, slice]));
  const found = new Map<string, LeakingPair>();
  const add = (a: PlacedSlice, b: PlacedSlice, reason: LeakReason): void => {
    const [first, second] = a.key < b.key ? [a, b] : [b, a];
    const name = `${first.key} ${second.key}`;
    if (first.part === second.part || found.has(name)) return;
    found.set(name, { a: first.key, b: second.key, partOfA: first.part, partOfB: second.part, reason });
  };
  for (const { a, b, score } of pairs) {
    const [first, second] = [byKey.get(a), byKey.get(b)];
    if (first && second) add(first, second, { kind: 'near-duplicate', score });
  }
  for (const [link, tied] of slicesByLink(sorted)) {
    const kind = kindOf(link);
    if (kind !== null) for (const [a, b] of acrossParts(tied)) add(a, b, { kind });
  }
  for (const [a, b] of chains(sorted, [...found.values()])) add(a, b, { kind: 'chain' });
  return [...found.values()].sort((p, q) => compareText(p.a, q.a) || compareText(p.b, q.b));
}

function kindOf(link: string): LinkKind | null {
  return LINK_KINDS.find((kind) => link.startsWith(`${kind}:`)) ?? null;
}

function slicesByLink(slices: readonly PlacedSlice[]): Map<string, PlacedSlice[]> {
  const byLink = new Map<string, PlacedSlice[]>();
  for (const slice of slices) {
    for (const link of slice.links) {
      const tied = byLink.get(link);
      if (tied) tied.push(slice);
      else byLink.set(link, [slice]);
    }
  }
  return byLink;
}

/** Each slice that lies elsewhere than most of these, with the first of those most. */
function acrossParts(tied: readonly PlacedSlice[]): [PlacedSlice, PlacedSlice][] {
  const counts = new Map<string, number>();
  for (const { part } of tied) counts.set(part, (counts.get(part) ?? 0) + 1);
  if (counts.size < 2) return [];
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0] ?? [];
  const first = tied.find(({ part }) => part === most);
  return first ? tied.filter(({ part }) => part !== most).map((slice) => [first, slice]) : [];
}

/** What hangs together over different parts although no two placed slices say so themselves. */
function chains(slices: readonly PlacedSlice[], known: readonly LeakingPair[]): [PlacedSlice, PlacedSlice][] {
  const told = new Set(known.flatMap(({ a, b }) => [a, b]));
  const groups = new Map<string, PlacedSlice[]>();
  groupKeys(slices).forEach((group, index) => {
    const slice = slices[index];
    if (slice) groups.set(group, [...(groups.get(group) ?? []), slice]);
  });
  return [...groups.values()].flatMap((group) => (group.some(({ key }) => told.has(key)) ? [] : acrossParts(group)));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const REASON_WORDS = {
  patient: 'same patient',
  study: 'same study',
  file: 'same file',
  pixels: 'same pixels',
  chain: 'tied through a slice of neither part',
} as const;

/** Why two slices hang together, for a person. */
export function leakReasonWords(reason: LeakReason): string {
  return reason.kind === 'near-duplicate'
    ? `near-duplicate, score ${reason.score.toFixed(2)}`
    : REASON_WORDS[reason.kind];
}
