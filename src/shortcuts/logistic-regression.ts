import { checkFitInput, type FeatureRows, type FittedClassifier, logistic } from './feature-rows.ts';
import { standardiserOf } from './standardise-features.ts';

export interface LogisticOptions {
  /** C of the penalty: the smaller, the closer to 0 the weights are held. */
  readonly inverseStrength: number;
}

/** Weights of features as they were given; `intercept` is not penalised. */
export interface LogisticWeights {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const MOST_STEPS = 100;
const SMALLEST_GRADIENT = 1e-9;

/**
 * Logistic regression with an L2 penalty, the features standardised on the rows that it is fitted to.
 * @param labels 1 for haemorrhage, 0 for none
 * @throws RangeError where one label is missing or a number is not finite
 */
export function fitLogisticClassifier(
  rows: FeatureRows,
  labels: Uint8Array,
  options: LogisticOptions,
): FittedClassifier {
  checkFitInput(rows, labels);
  const standardise = standardiserOf(rows);
  const { intercept, weights } = fitLogisticRegression(rows.map(standardise), labels, options);
  return {
    probability: (row) => logistic(intercept + dot(weights, standardise(row))),
    influence: weights,
  };
}

/**
 * The weights that minimise C * sum of log losses + half the sum of squared weights (the objective of scikit-learn's
 * LogisticRegression), by Newton's method (iteratively reweighted least squares: Hastie, Tibshirani & Friedman, 2009, The
 * Elements of Statistical Learning, 4.4.1) with the step halved while it does not improve. Deterministic.
 * @throws RangeError where one label is missing or a number is not finite
 */
export function fitLogisticRegression(
  rows: FeatureRows,
  labels: Uint8Array,
  { inverseStrength }: LogisticOptions,
): LogisticWeights {
  checkFitInput(rows, labels);
  const design = rows.map((row) => [1, ...row]);
  let weights = new Array<number>(design[0]?.length ?? 1).fill(0);
  let loss = penalisedLoss(design, labels, weights, inverseStrength);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, hessian } = derivatives(design, labels, weights, inverseStrength);
    if (Math.max(...gradient.map(Math.abs)) < SMALLEST_GRADIENT) break;
    const direction = solveSymmetric(hessian, gradient);
    const better = lineSearch(weights, direction, loss, (at) => penalisedLoss(design, labels, at, inverseStrength));
    if (better === null) break;
    weights = better.weights;
    loss = better.loss;
  }
  const [intercept = 0, ...rest] = weights;
  return { intercept, weights: rest };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function penalisedLoss(
  design: FeatureRows,
  labels: Uint8Array,
  weights: readonly number[],
  inverseStrength: number,
): number {
  const penalty = weights.slice(1).reduce((sum, weight) => sum + weight * weight, 0) / 2;
  const loss = design.reduce((sum, row, index) => {
    const margin = (labels[index] === 1 ? 1 : -1) * dot(row, weights);
    return sum + (margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin)));
  }, 0);
  return inverseStrength * loss + penalty;
}

function derivatives(
  design: FeatureRows,
  labels: Uint8Array,
  weights: readonly number[],
  inverseStrength: number,
): { readonly gradient: number[]; readonly hessian: number[][] } {
  const gradient = weights.map((weight, index) => (index === 0 ? 0 : weight));
  const hessian = weights.map((_, row) => weights.map((__, column) => (row === column && row > 0 ? 1 : 0)));
  design.forEach((row, slice) => {
    const probability = logistic(dot(row, weights));
    const error = inverseStrength * (probability - (labels[slice] as number));
    const curvature = inverseStrength * probability * (1 - probability);
    row.forEach((value, i) => {
      gradient[i] = (gradient[i] as number) + error * value;
      const line = hessian[i] as number[];
      for (let j = 0; j < row.length; j += 1) {
        line[j] = (line[j] as number) + curvature * value * (row[j] as number);
      }
    });
  });
  return { gradient, hessian };
}

/** Half steps until the loss falls; null where none of them makes it fall, which is at the minimum. */
function lineSearch(
  weights: readonly number[],
  direction: readonly number[],
  loss: number,
  lossAt: (weights: readonly number[]) => number,
): { readonly weights: number[]; readonly loss: number } | null {
  for (let share = 1; share > 1e-8; share /= 2) {
    const tried = weights.map((weight, index) => weight - share * (direction[index] ?? 0));
    const triedLoss = lossAt(tried);
    if (triedLoss < loss) return { weights: tried, loss: triedLoss };
  }
  return null;
}

/** Solves A x = b for a symmetric positive definite A (Cholesky), a tiny ridge added where rounding took it away. */
function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const lower = matrix.map(() => new Array<number>(n).fill(0));
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k);
      (lower[i] as number[])[j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  }
  const halfway: number[] = [];
  for (let i = 0; i < n; i += 1) {
    const sum = halfway.reduce((rest, value, k) => rest - at(i, k) * value, right[i] ?? 0);
    halfway.push(sum / at(i, i));
  }
  const solution = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = halfway[i] ?? 0;
    for (let k = i + 1; k < n; k += 1) sum -= at(k, i) * (solution[k] ?? 0);
    solution[i] = sum / at(i, i);
  }
  return solution;
}
