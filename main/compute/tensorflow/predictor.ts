import type { GradientMethod, HeatmapMethod } from '../../../src/explanation/heatmap-method.ts';
import type { TrainableLabel } from '../../../src/review/label.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import type { Engine } from './engine.ts';
import { planStages } from './execution-plan.ts';
import { type Explanation, explainByGradient } from './grad-cam.ts';
import { inferProbabilities } from './inference.ts';
import type { NamedWeight } from './initial-weights.ts';
import { explainByOcclusion } from './occlusion.ts';

/** A trained network, ready to answer. */
export interface Predictor {
  /** Probability of haemorrhage for each of n inputs [n, resizeSide, resizeSide, channels]. */
  predict(inputs: Float32Array): Float32Array;
  /** Grad-CAM or Grad-CAM++ for each of n inputs, for haemorrhage where no answer is named. */
  explain(inputs: Float32Array, method?: GradientMethod, answer?: TrainableLabel): Explanation[];
  /** The map of any method for each of n inputs. Throws the signal's reason when aborted. */
  explainBy(
    method: HeatmapMethod,
    inputs: Float32Array,
    signal?: AbortSignal,
    answer?: TrainableLabel,
  ): Promise<Explanation[]>;
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
  const explain: Predictor['explain'] = (inputs, method, answer) =>
    explainByGradient(engine, architecture, stages, tensors, inputs, method, answer);
  return {
    predict: (inputs) => inferProbabilities(engine, architecture, stages, tensors, inputs),
    explain,
    explainBy: async (method, inputs, signal, answer) =>
      method === 'occlusion'
        ? explainByOcclusion(engine, architecture, stages, tensors, inputs, answer, signal)
        : explain(inputs, method, answer),
    dispose: () => engine.tf.dispose(tensors),
  };
}
