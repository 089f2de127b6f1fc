import type { BatchNormPass } from './batch-norm-kernels.ts';
import type { Stage } from './execution-plan.ts';
import type { Kernels } from './kernels.ts';
import type { Tensor } from './load-tensorflow.ts';

/** What a stage's gradient needs of its forward pass. */
export interface StageRecord {
  readonly stage: Stage;
  readonly input: Tensor;
  readonly output: Tensor;
  /** The output of a convolution or batch norm before pool, bias and ramp. */
  readonly convolved: Tensor | null;
  readonly pooled: ReturnType<Kernels['maxPool']> | null;
  /** A batch norm's, in training. */
  readonly normalised: BatchNormPass | null;
  /** What a dropout multiplied by, in training. */
  readonly dropped: Tensor | null;
}

/** The weight at a place among a stage's own. */
export function weightOf(stage: { readonly weightIndex: number }, weights: readonly Tensor[], part = 0): Tensor {
  return weights[stage.weightIndex + part] as Tensor;
}
