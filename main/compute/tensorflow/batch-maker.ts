import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { drawAugmentation } from '../../../src/training/augmentation.ts';
import { countPictureLayers } from '../../../src/training/layer-shapes.ts';
import type { TrainingSettings } from '../../../src/training/training-settings.ts';
import { type AugmentationOf, inRuns, type NetworkBatch, networkBatch, randomCrop } from './batches.ts';

/** What a training's batches are made of. */
export interface BatchRecipe {
  readonly architecture: Architecture;
  readonly settings: TrainingSettings;
  /** [n, resizeSide, resizeSide, channels] */
  readonly inputs: Float32Array;
  /** The first batch is that of this round, behind so many of its steps; of the first round where nothing is said. */
  readonly start?: BatchPlace | undefined;
}

/** A place in a training: a round from 1, and the steps of it that are done. */
export interface BatchPlace {
  readonly epoch: number;
  readonly step: number;
}

/** Makes a training's batches in the order in which they are used: the same bits wherever it runs. */
export interface BatchMaker {
  /** The batch behind the last one; the first of a round behind the last of the round before. */
  next(): NetworkBatch | Promise<NetworkBatch>;
  close(): void;
}

/** A round's batches as places among the training slices: all of them in a new seeded order, the last as long as what is left. */
export function roundOrder(settings: TrainingSettings, count: number, epoch: number): number[][] {
  const samples = Array.from({ length: count }, (_, sample) => sample);
  const shuffled = createSeededRandom(deriveSeed(settings.seed, 'order', epoch)).shuffle(samples);
  return inRuns(shuffled, settings.batchSize);
}

/** Makes each batch when it is asked for. */
export function createBatchMaker({ architecture, settings, inputs, start }: BatchRecipe): BatchMaker {
  const count = inputs.length / (architecture.resizeSide ** 2 * architecture.channels);
  const batches = everyBatch(architecture, settings, inputs, count, start);
  return {
    next: () => {
      const { value, done } = batches.next();
      if (done) throw new RangeError('The training has no further batch.');
      return value;
    },
    close: () => undefined,
  };
}

function* everyBatch(
  architecture: Architecture,
  settings: TrainingSettings,
  inputs: Float32Array,
  count: number,
  start: BatchPlace = { epoch: 1, step: 0 },
): Generator<NetworkBatch, undefined> {
  const { augmentation, seed } = settings;
  for (let epoch = start.epoch; epoch <= settings.rounds; epoch++) {
    const cropOf = randomCrop(architecture, createSeededRandom(deriveSeed(seed, 'crop', epoch)));
    const augmentationOf: AugmentationOf | null = augmentation
      ? (sample) => drawAugmentation(augmentation, seed, epoch, sample)
      : null;
    const stepsBefore = epoch === start.epoch ? start.step : 0;
    for (const [step, batch] of roundOrder(settings, count, epoch).entries()) {
      if (step < stepsBefore) {
        // Crops are drawn from one stream for the whole round.
        for (const sample of batch) cropOf(sample);
        continue;
      }
      yield networkBatch(architecture, inputs, batch, { cropOf, augmentationOf });
    }
  }
  return undefined;
}

/** Whether a batch is work enough for a thread of its own: without pictures to change it is copied in a moment. */
export function changesPictures({ architecture, settings }: Omit<BatchRecipe, 'inputs'>): boolean {
  return settings.augmentation !== undefined || countPictureLayers(architecture) > 0;
}
