import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';
import { classWeightsOf } from '../../../src/training/class-weights.ts';
import { learningRateAt } from '../../../src/training/default-settings.ts';
import type { TrainingSettings } from '../../../src/training/training-settings.ts';
import type { NetworkBatch } from './batches.ts';
import type { Engine } from './engine.ts';
import type { Stage } from './execution-plan.ts';
import { probabilityInRow } from './inference.ts';
import type { LoadedTensorFlow, Tensor } from './load-tensorflow.ts';
import { type ForwardPass, runBackward, runForward, type TrainingMode } from './network.ts';
import type { TrainableWeights } from './trainable-weights.ts';

/** What a step needs of the run that it belongs to. */
export interface StepContext {
  readonly engine: Engine;
  readonly job: { readonly settings: TrainingSettings; readonly training: { readonly labels: Uint8Array } };
  readonly weights: TrainableWeights;
  readonly stages: readonly Stage[];
  readonly stepsDone: number;
}

export interface StepFigures {
  readonly meanLoss: number;
  readonly correct: number;
  readonly outputSpread: number;
}

/**
 * One step of training: forwards, backwards, and the weights moved, unless the loss is not a number. The loss is the mean
 * over the batch, each slice times the weight of its class where the settings have weights.
 * @param batch the samples' places among the training slices
 */
export function runTrainingStep(run: StepContext, batch: readonly number[], values: NetworkBatch): StepFigures {
  const { engine, job, weights, stages, stepsDone } = run;
  const { settings, training } = job;
  const { tf, kernels } = engine;
  const labels = batch.map((sample) => training.labels[sample] ?? 0);
  const { gradients, statistics, losses, logits } = tf.tidy(() => {
    const current = weights.read();
    const inputs = tf.tensor4d(values.values, values.shape);
    const pass = runForward(kernels, stages, current, inputs, trainingMode(tf, settings.seed, stepsDone));
    const smooth = tf.tensor2d(smoothed(labels, settings.labelSmoothing));
    const classWeights = classWeightsOf(training.labels, settings.classWeights);
    const entropy = weighted(tf, kernels.softmaxCrossEntropy(pass.logits, smooth), labels, classWeights);
    const meanGradient = entropy.gradient.div(batch.length);
    return {
      gradients: runBackward(kernels, pass, current, meanGradient),
      statistics: batchStatistics(pass),
      losses: entropy.losses.dataSync(),
      logits: pass.logits.dataSync(),
    };
  });
  const figures = stepFigures(losses, logits, labels);
  if (Number.isFinite(figures.meanLoss)) {
    const steps = settings.rounds * Math.ceil(training.labels.length / settings.batchSize);
    weights.applyAdam(gradients, learningRateAt(stepsDone, settings, steps), settings.weightDecay);
    for (const { weightIndex, value } of statistics)
      weights.moveTowards(weightIndex, value, statisticsShare(stepsDone));
  }
  tf.dispose([gradients.filter(() => true), statistics.map(({ value }) => value)]);
  return figures;
}

/** Dropout from the run's seed and the step. */
function trainingMode(tf: LoadedTensorFlow['tf'], seed: number, step: number): TrainingMode {
  return {
    dropoutMask: (layerIndex, rate, shape) => {
      const random = createSeededRandom(deriveSeed(seed, 'dropout', layerIndex, step));
      const count = shape.reduce((a, b) => a * b, 1);
      const mask = Float32Array.from({ length: count }, () => (random.chance(rate) ? 0 : 1 / (1 - rate)));
      return tf.tensor(mask, [...shape]);
    },
  };
}

/** Labels as probabilities of none and haemorrhage, a share of certainty taken off (Szegedy et al., 2016, section 7). */
function smoothed(labels: readonly number[], smoothing = 0): [number, number][] {
  const certain = 1 - smoothing;
  return labels.map((label) => [(1 - label) * certain + smoothing / 2, label * certain + smoothing / 2]);
}

/** Each slice's loss and gradient times the weight of its class; the same tensors without weights. */
function weighted(
  tf: LoadedTensorFlow['tf'],
  entropy: { readonly losses: Tensor; readonly gradient: Tensor },
  labels: readonly number[],
  classWeights: readonly [number, number] | null,
): typeof entropy {
  if (!classWeights) return entropy;
  const weights = tf.tensor1d(labels.map((label) => classWeights[label === 1 ? 1 : 0]));
  return { losses: entropy.losses.mul(weights), gradient: entropy.gradient.mul(weights.expandDims(1)) };
}

/** The batch's mean and variance for each batch norm, and the running statistics that they belong to. */
function batchStatistics({ records }: ForwardPass): { weightIndex: number; value: Tensor }[] {
  return records.flatMap(({ stage, normalised }) =>
    stage.kind === 'batch-norm' && normalised
      ? [
          { weightIndex: stage.weightIndex + 2, value: normalised.mean },
          { weightIndex: stage.weightIndex + 3, value: normalised.variance },
        ]
      : [],
  );
}

/**
 * How much a batch's statistics count in the running ones: 0.01, and more in the first steps, so that the starting values
 * are soon forgotten (TensorFlow's ExponentialMovingAverage with `num_updates`).
 */
function statisticsShare(step: number): number {
  return 1 - Math.min(0.99, (1 + step) / (10 + step));
}

function stepFigures(losses: ArrayLike<number>, logits: ArrayLike<number>, labels: readonly number[]): StepFigures {
  const outputs = labels.map((_, row) => probabilityInRow(logits, row));
  return {
    meanLoss: Array.from(losses).reduce((a, b) => a + b, 0) / labels.length,
    correct: labels.filter((label, row) => (outputs[row] ?? 0) >= 0.5 === (label === 1)).length,
    // A batch of one says nothing about whether outputs differ.
    outputSpread: labels.length < 2 ? 1 : Math.max(...outputs) - Math.min(...outputs),
  };
}
