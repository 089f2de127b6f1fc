import type { FeatureRows } from './feature-rows.ts';

/** A regression tree: a question (value of a feature at most the threshold?) or an answer. */
export type RegressionTree =
  | {
      readonly kind: 'question';
      readonly feature: number;
      readonly threshold: number;
      readonly yes: RegressionTree;
      readonly no: RegressionTree;
    }
  | { readonly kind: 'answer'; readonly value: number };

export interface TreeOptions {
  /** Questions from the root to an answer, at most. */
  readonly depth: number;
  /** The answer for the rows (by index) that end in one place. */
  readonly answerFor: (members: readonly number[]) => number;
  /** Told of each question: its feature, and by how much it lessens the sum of squares. */
  readonly onGain: (feature: number, gain: number) => void;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly gain: number;
}

/** Values closer than this are not told apart. */
const SMALLEST_STEP = 1e-7;

/**
 * Grows a tree that lessens the sum of squared differences between `targets` and their means the most at each question
 * (CART: Breiman, Friedman, Olshen & Stone, 1984). Thresholds lie halfway between neighbouring values. Between equals the first
 * feature and the lowest threshold win, so the same rows give the same tree.
 */
export function growTree(rows: FeatureRows, targets: Float64Array, options: TreeOptions): RegressionTree {
  const grow = (members: readonly number[], depth: number): RegressionTree => {
    const split = depth > 0 && !allAlike(targets, members) ? bestSplit(rows, targets, members) : null;
    if (split === null) return { kind: 'answer', value: options.answerFor(members) };
    const { feature, threshold, gain } = split;
    options.onGain(feature, gain);
    const isYes = (member: number): boolean => (rows[member]?.[feature] ?? 0) <= threshold;
    return {
      kind: 'question',
      feature,
      threshold,
      yes: grow(members.filter(isYes), depth - 1),
      no: grow(
        members.filter((member) => !isYes(member)),
        depth - 1,
      ),
    };
  };
  return grow([...rows.keys()], options.depth);
}

/** What the tree answers for a row. */
export function answerOf(tree: RegressionTree, row: readonly number[]): number {
  let node = tree;
  while (node.kind === 'question') node = (row[node.feature] ?? 0) <= node.threshold ? node.yes : node.no;
  return node.value;
}

function allAlike(targets: Float64Array, members: readonly number[]): boolean {
  const first = targets[members[0] ?? 0];
  return members.every((member) => targets[member] === first);
}

function bestSplit(rows: FeatureRows, targets: Float64Array, members: readonly number[]): Split | null {
  const total = members.reduce((sum, member) => sum + (targets[member] ?? 0), 0);
  const whole = (total * total) / members.length;
  let best: Split | null = null;
  const features = rows[0]?.length ?? 0;
  for (let feature = 0; feature < features; feature += 1) {
    const value = (member: number): number => rows[member]?.[feature] ?? 0;
    const ordered = [...members].sort((a, b) => value(a) - value(b) || a - b);
    let left = 0;
    for (let count = 1; count < ordered.length; count += 1) {
      const [before, after] = [ordered[count - 1] as number, ordered[count] as number];
      left += targets[before] ?? 0;
      const [low, high] = [value(before), value(after)];
      if (high - low <= SMALLEST_STEP) continue;
      const right = total - left;
      const gain = (left * left) / count + (right * right) / (ordered.length - count) - whole;
      if (best === null || gain > best.gain) best = { feature, threshold: (low + high) / 2, gain };
    }
  }
  return best;
}
