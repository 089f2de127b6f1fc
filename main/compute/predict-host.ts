import { heatmapGeometry } from '../../src/prediction/heatmap-geometry.ts';
import { ComputeError } from './compute-errors.ts';
import { readCpuFeatures } from './cpu-features.ts';
import { type ParsedInput, serveOperations } from './serve-operations.ts';
import { type Engine, startEngine } from './tensorflow/engine.ts';
import { createEnsemblePredictor } from './tensorflow/ensemble-predictor.ts';
import { countSamples } from './tensorflow/inference.ts';
import type { NamedWeight } from './tensorflow/initial-weights.ts';
import { createPredictor, type Predictor } from './tensorflow/predictor.ts';
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
  heatmap: async ({ model, input }) => {
    const predictor = await openModel(model);
    checkCount(model, input, 1);
    return only(predictor.explain(input));
  },
  heatmaps: async ({ model, inputs, count }) => {
    const predictor = await openModel(model);
    checkCount(model, inputs, count);
    const explanations = predictor.explain(inputs);
    const { height, width } = heatmapGeometry(model.architecture);
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
  const { weightsPath, weightsSha256, architecture, testTimeFlip = false } = model;
  const key = `${weightsSha256} ${testTimeFlip} ${JSON.stringify(architecture)}`;
  const engine = await startEngine();
  const known = predictors.get(key);
  predictors.delete(key);
  // What is not needed any more goes first: an ensemble of LeNets has hundreds of megabytes.
  if (!known) dropOldest(KEPT_MODELS - 1);
  const predictor =
    known ?? loadPredictor(engine, model, await readWeightsFile(weightsPath, weightsSha256, architecture));
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
