import { ComputeError } from './compute-errors.ts';
import { readCpuFeatures } from './cpu-features.ts';
import { type ParsedInput, serveOperations } from './serve-operations.ts';
import { startEngine } from './tensorflow/engine.ts';
import { createPredictor, type Predictor } from './tensorflow/predictor.ts';
import { readWeightsFile } from './tensorflow/weights-file.ts';

/** Models kept in memory: the current one and the one that it is compared with. */
const KEPT_MODELS = 2;

/** Oldest use first. */
const predictors = new Map<string, Predictor>();

serveOperations<'predict'>({
  predict: async ({ model, inputs, count }) => {
    const predictor = await openModel(model);
    const probabilities = predictor.predict(inputs);
    if (probabilities.length !== count) {
      throw new ComputeError('bad-inputs', `${probabilities.length} slices came where ${count} were announced.`);
    }
    return { probabilities };
  },
  heatmap: async ({ model, input }) => {
    const predictor = await openModel(model);
    const [explanation, ...more] = predictor.explain(input);
    if (!explanation || more.length > 0) throw new ComputeError('bad-inputs', 'A heatmap is made of one slice.');
    return explanation;
  },
  describe: async () => {
    const { version } = await startEngine();
    return { tensorflow: version, node: process.versions.node, cpuFeatures: readCpuFeatures() };
  },
});

/** The model's weights in TensorFlow, read and checked against their hash when they are not there yet. */
async function openModel(model: ParsedInput<'predict'>['model']): Promise<Predictor> {
  const key = `${model.weightsSha256} ${JSON.stringify(model.architecture)}`;
  const engine = await startEngine();
  const known = predictors.get(key);
  predictors.delete(key);
  const weights = known ? null : await readWeightsFile(model.weightsPath, model.weightsSha256, model.architecture);
  const predictor = known ?? createPredictor(engine, model.architecture, weights ?? []);
  predictors.set(key, predictor);
  for (const [oldKey, old] of predictors) {
    if (predictors.size <= KEPT_MODELS) break;
    predictors.delete(oldKey);
    old.dispose();
  }
  return predictor;
}
