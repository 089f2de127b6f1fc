import { heatGrid } from '../../src/explanation/heat-grid.ts';
import { ComputeError } from './compute-errors.ts';
import { readCpuFeatures } from './cpu-features.ts';
import { type ParsedInput, serveOperations } from './serve-operations.ts';
import { startEngine } from './tensorflow/engine.ts';
import { countSamples } from './tensorflow/inference.ts';
import type { NamedWeight } from './tensorflow/initial-weights.ts';
import { createPredictor, type Predictor } from './tensorflow/predictor.ts';
import { randomiseTop } from './tensorflow/randomised-weights.ts';
import { readWeightsFile } from './tensorflow/weights-file.ts';

/** Models kept in memory: the current one and the one that it is compared with. */
const KEPT_MODELS = 2;

type Model = ParsedInput<'predict'>['model'];

/** Oldest use first. */
const predictors = new Map<string, Predictor>();

serveOperations<'predict'>({
  predict: async ({ model, inputs, count }) => {
    const predictor = await openModel(model);
    checkCount(model, inputs, count);
    return { probabilities: predictor.predict(inputs) };
  },
  heatmap: async ({ model, input, method = 'grad-cam' }, { signal }) => {
    const predictor = await openModel(model);
    checkCount(model, input, 1);
    return only(await predictor.explainBy(method, input, signal));
  },
  heatmaps: async ({ model, inputs, count, method = 'grad-cam' }, { signal }) => {
    const predictor = await openModel(model);
    checkCount(model, inputs, count);
    const explanations = await predictor.explainBy(method, inputs, signal);
    const { height, width } = heatGrid(model.architecture, method);
    const values = new Float32Array(count * height * width);
    for (const [index, explanation] of explanations.entries()) values.set(explanation.values, index * height * width);
    return { height, width, values, probabilities: Float32Array.from(explanations, ({ probability }) => probability) };
  },
  describe: async () => {
    const { version } = await startEngine();
    return { tensorflow: version, node: process.versions.node, cpuFeatures: readCpuFeatures() };
  },
});

function checkCount({ architecture }: Model, inputs: Float32Array, announced: number): void {
  const count = countSamples(architecture, inputs);
  if (count === announced) return;
  throw new ComputeError('bad-inputs', `${count} slices came where ${announced} were announced.`);
}

function only<T>([item]: readonly T[]): T {
  if (item === undefined) throw new ComputeError('bad-inputs', 'No slice came.');
  return item;
}

/** The model's weights in TensorFlow, read and checked against their hash when they are not there yet. */
async function openModel(model: Model): Promise<Predictor> {
  const { architecture, randomised } = model;
  const key = `${model.weightsSha256} ${JSON.stringify({ architecture, randomised })}`;
  const engine = await startEngine();
  const known = predictors.get(key);
  predictors.delete(key);
  const predictor = known ?? createPredictor(engine, architecture, await readWeights(model));
  predictors.set(key, predictor);
  for (const [oldKey, old] of predictors) {
    if (predictors.size <= KEPT_MODELS) break;
    predictors.delete(oldKey);
    old.dispose();
  }
  return predictor;
}

async function readWeights({ weightsPath, weightsSha256, architecture, randomised }: Model): Promise<NamedWeight[]> {
  const weights = await readWeightsFile(weightsPath, weightsSha256, architecture);
  return randomised ? randomiseTop(architecture, weights, randomised) : weights;
}
