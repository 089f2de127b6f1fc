import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';
import type { TrainableLabel } from '../review/label.ts';
import { createDisjointSets } from './disjoint-sets.ts';

export const SPLIT_PARTS = ['training', 'validation', 'held-out'] as const;
export type SplitPart = (typeof SPLIT_PARTS)[number];

/** A slice with what ties it to others: slices that share any link never lie in different parts. */
export interface SplitMember {
  /** `sliceKey`: file SHA-256 and frame. Unique. */
  readonly key: string;
  readonly label: TrainableLabel;
  /** Patient, study, file hash and pixel hash, each with a prefix of its kind. */
  readonly links: readonly string[];
}

/** A slice of an earlier split, whether or not it is a member now. */
export interface EarlierMember {
  readonly key: string;
  readonly links: readonly string[];
  readonly part: SplitPart;
}

export interface SplitOptions {
  readonly seed: number;
  /** Share of slices of each label that is held out. */
  readonly heldOutFraction: number;
  /** Share of the rest that the temperature is fitted on; it chooses neither a round nor a threshold. */
  readonly validationFraction: number;
  readonly earlier: readonly EarlierMember[];
}

export interface SplitAssignment {
  readonly key: string;
  /** The smallest key of the slice's group, earlier members included. */
  readonly group: string;
  readonly part: SplitPart;
}

export const DEFAULT_HELD_OUT_FRACTION = 0.25;
export const DEFAULT_VALIDATION_FRACTION = 0.2;

type Counts = Record<TrainableLabel, number>;

interface Group {
  readonly key: string;
  readonly counts: Counts;
  readonly size: number;
  readonly earlierPart: SplitPart | null;
}

/** Of the parts that a group had: held-out wins over validation, validation over training. */
function strongestPart(a: SplitPart | null, b: SplitPart): SplitPart {
  return a === null || SPLIT_PARTS.indexOf(b) > SPLIT_PARTS.indexOf(a) ? b : a;
}

/** Group key of each of `items`: the smallest key among all that hang together through shared links. */
export function groupKeys(items: readonly { readonly key: string; readonly links: readonly string[] }[]): string[] {
  const sets = createDisjointSets(items.length);
  const firstWith = new Map<string, number>();
  items.forEach((item, index) => {
    for (const link of [`slice:${item.key}`, ...item.links]) {
      const first = firstWith.get(link);
      if (first === undefined) firstWith.set(link, index);
      else sets.join(first, index);
    }
  });
  const smallest = new Map<number, string>();
  items.forEach((item, index) => {
    const root = sets.find(index);
    const known = smallest.get(root);
    if (known === undefined || item.key < known) smallest.set(root, item.key);
  });
  return items.map((_, index) => smallest.get(sets.find(index)) ?? '');
}

/** Which of the groups are drawn, so that of each label about `fraction` of all slices counted is drawn. */
function drawGroups(
  groups: readonly Group[],
  drawn: Counts,
  seen: Counts,
  fraction: number,
  seed: number,
): Set<string> {
  const shuffled = createSeededRandom(seed).shuffle(groups);
  const largestFirst = shuffled.sort((a, b) => b.size - a.size);
  const chosen = new Set<string>();
  for (const { key, counts } of largestFirst) {
    let errorIn = 0;
    let errorOut = 0;
    for (const label of ['haemorrhage', 'none'] as const) {
      seen[label] += counts[label];
      const target = fraction * seen[label];
      errorIn += (drawn[label] + counts[label] - target) ** 2;
      errorOut += (drawn[label] - target) ** 2;
    }
    if (errorIn > errorOut + 1e-9) continue;
    chosen.add(key);
    for (const label of ['haemorrhage', 'none'] as const) drawn[label] += counts[label];
  }
  return chosen;
}

function countsOf(groups: readonly Group[]): Counts {
  const sum: Counts = { haemorrhage: 0, none: 0 };
  for (const { counts } of groups) {
    sum.haemorrhage += counts.haemorrhage;
    sum.none += counts.none;
  }
  return sum;
}

function collectGroups(
  members: readonly SplitMember[],
  keys: readonly string[],
  earlierParts: ReadonlyMap<string, SplitPart>,
): Group[] {
  const groups = new Map<string, { counts: Counts; size: number }>();
  members.forEach((member, index) => {
    const key = keys[index] ?? '';
    const group = groups.get(key) ?? { counts: { haemorrhage: 0, none: 0 }, size: 0 };
    group.counts[member.label] += 1;
    group.size += 1;
    groups.set(key, group);
  });
  return [...groups]
    .map(([key, group]) => ({ key, ...group, earlierPart: earlierParts.get(key) ?? null }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Splits slices into training, validation and held-out. Slices that share a patient, study, file or pixels hang together
 * and lie in one part; of each label about `heldOutFraction` is held out and `validationFraction` of the rest validates.
 * The result depends on the members (not on their order) and the seed alone.
 *
 * An earlier split is extended: a group keeps its part, and only groups that are new are dealt out, so that the fractions
 * hold over old and new together. Where a new slice joins groups of different parts, all become held-out if one was held
 * out, else validation: a slice that was ever held out never trains.
 * @throws RangeError for a key that stands twice
 */
export function splitSlices(members: readonly SplitMember[], options: SplitOptions): SplitAssignment[] {
  const sorted = [...members].sort((a, b) => (a.key < b.key ? -1 : 1));
  sorted.forEach((member, index) => {
    if (member.key === sorted[index - 1]?.key) throw new RangeError(`Slice ${member.key} stands twice in the split.`);
  });
  const keys = groupKeys([...sorted, ...options.earlier]);
  const earlierParts = new Map<string, SplitPart>();
  options.earlier.forEach((earlier, index) => {
    const group = keys[sorted.length + index] ?? '';
    earlierParts.set(group, strongestPart(earlierParts.get(group) ?? null, earlier.part));
  });
  const groups = collectGroups(sorted, keys, earlierParts);
  const old = groups.filter((group) => group.earlierPart !== null);
  const fresh = groups.filter((group) => group.earlierPart === null);
  const inPart = (part: SplitPart): Counts => countsOf(old.filter((group) => group.earlierPart === part));

  const { heldOutFraction, validationFraction } = options;
  const seedOf = (draw: string): number => deriveSeed(options.seed, 'split', draw);
  const heldOut = drawGroups(fresh, inPart('held-out'), countsOf(old), heldOutFraction, seedOf('held-out'));
  const oldRest = countsOf(old.filter((group) => group.earlierPart !== 'held-out'));
  const rest = fresh.filter((group) => !heldOut.has(group.key));
  const validation = drawGroups(rest, inPart('validation'), oldRest, validationFraction, seedOf('validation'));

  const partOf = new Map<string, SplitPart>();
  for (const { key, earlierPart } of groups) {
    const dealt = heldOut.has(key) ? 'held-out' : validation.has(key) ? 'validation' : 'training';
    partOf.set(key, earlierPart ?? dealt);
  }
  return sorted.map((member, index) => {
    const group = keys[index] ?? '';
    return { key: member.key, group, part: partOf.get(group) ?? 'training' };
  });
}
