import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';
import type { TrainableLabel } from '../review/label.ts';

/** A slice that is dealt into a fold. */
export interface FoldMember {
  /** Unique among the members. */
  readonly key: string;
  readonly label: TrainableLabel;
  /** Slices of one group (patient, study, near-duplicate cluster) lie in one fold. */
  readonly group: string;
}

interface Group {
  readonly members: FoldMember[];
  readonly counts: Record<TrainableLabel, number>;
}

/**
 * Deals slices into k folds so that groups stay whole and each fold has about its share of each label. Groups go largest
 * first, equal ones in seeded random order, each to the fold where the counts of both labels stay closest to even;
 * between equals to the smallest fold, then the first. Single slices come out within one of the exact share. (The greedy
 * rule of scikit-learn's StratifiedGroupKFold, with a seeded order.) Depends on the members, not on their order.
 * @param options.folds k, 2 or more
 * @param options.repeat 0-based; each repeat of one seed is another deal
 * @returns the fold (0 .. k - 1) of each member by key
 * @throws RangeError for fewer than 2 folds, fewer groups of a label than folds, or a key that stands twice
 */
export function dealFolds(
  members: readonly FoldMember[],
  options: { readonly folds: number; readonly seed: number; readonly repeat?: number },
): Map<string, number> {
  const { folds, seed, repeat = 0 } = options;
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError(`${folds} folds are no cross-validation.`);
  const groups = groupsOf(members);
  for (const label of ['haemorrhage', 'none'] as const) {
    const holding = groups.filter(({ counts }) => counts[label] > 0).length;
    if (holding < folds) {
      throw new RangeError(
        `Only ${holding} groups have slices labelled ${label}; ${folds} folds need at least ${folds} of them.`,
      );
    }
  }
  const random = createSeededRandom(deriveSeed(seed, 'folds', repeat));
  const ordered = random.shuffle(groups).sort((a, b) => b.members.length - a.members.length);
  const dealt = Array.from({ length: folds }, () => ({ haemorrhage: 0, none: 0 }));
  const totals = dealtTotals(ordered);
  const foldOf = new Map<string, number>();
  for (const group of ordered) {
    const fold = bestFold(dealt, group, totals);
    for (const { key, label } of group.members) {
      foldOf.set(key, fold);
      const counts = dealt[fold];
      if (counts) counts[label] += 1;
    }
  }
  return foldOf;
}

type Counts = Record<TrainableLabel, number>;

function dealtTotals(groups: readonly Group[]): Counts {
  const totals = { haemorrhage: 0, none: 0 };
  for (const { counts } of groups) {
    totals.haemorrhage += counts.haemorrhage;
    totals.none += counts.none;
  }
  return totals;
}

function groupsOf(members: readonly FoldMember[]): Group[] {
  const sorted = [...members].sort((a, b) => (a.key < b.key ? -1 : 1));
  const groups = new Map<string, Group>();
  sorted.forEach((member, index) => {
    if (member.key === sorted[index - 1]?.key) throw new RangeError(`Slice ${member.key} stands twice in the folds.`);
    const group = groups.get(member.group) ?? { members: [], counts: { haemorrhage: 0, none: 0 } };
    group.members.push(member);
    group.counts[member.label] += 1;
    groups.set(member.group, group);
  });
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Where the shares of both labels, over all folds, come out with the smallest sum of squares. */
function bestFold(dealt: readonly Counts[], { counts }: Group, totals: Counts): number {
  let best = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  let bestSize = Number.POSITIVE_INFINITY;
  dealt.forEach((fold, index) => {
    let cost = 0;
    for (const label of ['haemorrhage', 'none'] as const) {
      const share = counts[label] / totals[label];
      // The change of the sum of squared shares when this fold takes the group.
      cost += share * (share + (2 * fold[label]) / totals[label]);
    }
    const size = fold.haemorrhage + fold.none;
    if (cost < bestCost - 1e-12 || (cost < bestCost + 1e-12 && size < bestSize)) {
      best = index;
      bestCost = cost;
      bestSize = size;
    }
  });
  return best;
}
