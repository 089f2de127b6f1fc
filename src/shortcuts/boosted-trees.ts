import { checkFitInput, type FeatureRows, type FittedClassifier, logistic } from './feature-rows.ts';
import { answerOf, growTree, type RegressionTree } from './regression-tree.ts';

export interface BoostingOptions {
  readonly rounds: number;
  /** Share of each tree's answer that is taken, 0..1. */
  readonly rate: number;
  /** Questions from root to answer in each tree. */
  readonly depth: number;
}

/**
 * Gradient-boosted regression trees for the binomial deviance (Friedman, 2001, Ann. Stat. 29:1189-1232, algorithm 5: each
 * tree is grown on the residuals, each answer is one Newton step). All rows and all features in every round, so that
 * nothing is drawn; the same as scikit-learn's GradientBoostingClassifier with criterion squared_error and subsample 1.
 * @param labels 1 for haemorrhage, 0 for none
 * @throws RangeError where one label is missing or a number is not finite
 */
export function fitBoostedTrees(rows: FeatureRows, labels: Uint8Array, options: BoostingOptions): FittedClassifier {
  checkFitInput(rows, labels);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const prior = Math.log(positives / (labels.length - positives));
  const scores = new Float64Array(rows.length).fill(prior);
  const gains = new Array<number>(rows[0]?.length ?? 0).fill(0);
  const trees: RegressionTree[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const probabilities = scores.map(logistic);
    const residuals = Float64Array.from(labels, (label, row) => label - (probabilities[row] as number));
    const tree = growTree(rows, residuals, {
      depth: options.depth,
      answerFor: (members) => newtonStep(members, residuals, probabilities),
      onGain: (feature, gain) => {
        gains[feature] = (gains[feature] ?? 0) + gain;
      },
    });
    trees.push(tree);
    rows.forEach((row, index) => {
      scores[index] = (scores[index] as number) + options.rate * answerOf(tree, row);
    });
  }
  const gained = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    probability: (row) => logistic(trees.reduce((sum, tree) => sum + options.rate * answerOf(tree, row), prior)),
    influence: gains.map((gain) => (gained > 0 ? gain / gained : 0)),
  };
}

function newtonStep(members: readonly number[], residuals: Float64Array, probabilities: Float64Array): number {
  let slope = 0;
  let curvature = 0;
  for (const member of members) {
    const probability = probabilities[member] as number;
    slope += residuals[member] as number;
    curvature += probability * (1 - probability);
  }
  return curvature < 1e-150 ? 0 : slope / curvature;
}
