import { heatGrid } from '../../src/explanation/heat-grid.ts';
import { ComputeError } from './compute-errors.ts';
import { readCpuFeatures } from './cpu-features.ts';
import { lowerPriority, PREDICTING_PRIORITY } from './lower-priority.ts';
import { type ParsedInput, serveOperations } from './serve-operations.ts';
import { type Engine, startEngine } from './tensorflow/engine.ts';
import { createEnsemblePredictor } from './tensorflow/ensemble-predictor.ts';
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

lowerPriority(PREDICTING_PRIORITY);

serveOperations<'predict'>({
  predict: async ({ model, inputs, count }) => {
    const predictor = await openModel(model);
    checkCount(model, inputs, count);
    return { probabilities: predictor.predict(inputs) };
  },
  heatmap: async ({ model, input, method = 'grad-cam', answer }, { signal }) => {
    const predictor = await openModel(model);
    checkCount(model, input, 1);
    return only(await predictor.explainBy(method, input, signal, answer));
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
  const { architecture, randomised, testTimeFlip = false } = model;
  const key = `${model.weightsSha256} ${JSON.stringify({ architecture, randomised, testTimeFlip })}`;
  const engine = await startEngine();
  const known = predictors.get(key);
  predictors.delete(key);
  // What is not needed any more goes first: an ensemble of LeNets has hundreds of megabytes.
  if (!known) dropOldest(KEPT_MODELS - 1);
  const predictor = known ?? loadPredictor(engine, model, await readWeights(model));
  predictors.set(key, predictor);
  return predictor;
}

function loadPredictor(engine: Engine, { architecture, testTimeFlip }: Model, members: NamedWeight[][]): Predictor {
  const networks = members.map((weights) => createPredictor(engine, architecture, weights));
  return createEnsemblePredictor(networks, architecture, { testTimeFlip });
}

function dropOldest(kept: number): void {
  for (const [key, old] of predictors) {
    if (predictors.size <= kept) return;
    predictors.delete(key);
    old.dispose();
  }
}

async function readWeights({ weightsPath, weightsSha256, architecture, randomised }: Model): Promise<NamedWeight[][]> {
  const members = await readWeightsFile(weightsPath, weightsSha256, architecture);
  return randomised ? members.map((weights) => randomiseTop(architecture, weights, randomised)) : members;
}
