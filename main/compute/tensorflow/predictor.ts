import type { GradientMethod, HeatmapMethod } from '../../../src/explanation/heatmap-method.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import type { Engine } from './engine.ts';
import { planStages } from './execution-plan.ts';
import { type Explanation, explainHaemorrhage } from './grad-cam.ts';
import { inferProbabilities } from './inference.ts';
import type { NamedWeight } from './initial-weights.ts';
import { occludeHaemorrhage } from './occlusion.ts';

/** A trained network, ready to answer. */
export interface Predictor {
  /** Probability of haemorrhage for each of n inputs [n, resizeSide, resizeSide, channels]. */
  predict(inputs: Float32Array): Float32Array;
  /** Grad-CAM or Grad-CAM++ for each of n inputs. */
  explain(inputs: Float32Array, method?: GradientMethod): Explanation[];
  /** The map of any method for each of n inputs. Throws the signal's reason when aborted. */
  explainBy(method: HeatmapMethod, inputs: Float32Array, signal?: AbortSignal): Promise<Explanation[]>;
  /** Frees the weights. */
  dispose(): void;
}

/** Puts weights (in layer order) into TensorFlow. */
export function createPredictor(
  engine: Engine,
  architecture: Architecture,
  weights: readonly Pick<NamedWeight, 'shape' | 'values'>[],
): Predictor {
  const stages = planStages(architecture);
  const tensors = weights.map(({ shape, values }) => engine.tf.tensor(values, [...shape]));
  const explain = (inputs: Float32Array, method?: GradientMethod): Explanation[] =>
    explainHaemorrhage(engine, architecture, stages, tensors, inputs, method);
  return {
    predict: (inputs) => inferProbabilities(engine, architecture, stages, tensors, inputs),
    explain,
    explainBy: async (method, inputs, signal) =>
      method === 'occlusion'
        ? occludeHaemorrhage(engine, architecture, stages, tensors, inputs, signal)
        : explain(inputs, method),
    dispose: () => engine.tf.dispose(tensors),
  };
}
