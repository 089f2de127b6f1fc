import { framingChoices } from '../prediction/framing.ts';
import type { Intensity, Preprocessing } from '../prediction/preprocessing.ts';
import type { Architecture, Layer } from '../training/architecture.ts';
import type { TrainingSettings } from '../training/training-settings.ts';

/** The layers of a network in one line, from the picture to the two probabilities. */
export function architectureWords({ inputSide, channels, layers }: Architecture): string {
  const input = `${inputSide} x ${inputSide} x ${channels}`;
  return [input, ...layers.map(layerWords)].join(' > ');
}

function layerWords(layer: Layer): string {
  switch (layer.kind) {
    case 'conv':
      return `convolution ${layer.size} x ${layer.size}, ${layer.filters} filters`;
    case 'max-pool':
      return `max pool ${layer.size} x ${layer.size}`;
    case 'dense':
      return `dense ${layer.units}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'ramp':
      return 'ReLU';
    case 'batch-norm':
      return 'batch norm';
    case 'global-pool':
      return 'mean and maximum of each channel';
    case 'mirror-difference':
      return 'picture and its mirror difference';
    case 'standardise':
    case 'flatten':
    case 'softmax':
      return layer.kind;
  }
}

/** What is done to a slice before the network sees it, as sentences. */
export function preprocessingWords({ png, ct, side, framing }: Preprocessing): string {
  const { cropToHead, square, alignToMidline } = framingChoices(framing);
  const part = cropToHead ? 'the slice is cut to the head and' : 'the whole slice is';
  const shape = square === 'pad' ? 'padded to a square in its own proportions' : 'stretched to a square';
  const turned = alignToMidline ? ', and turned so that the midline stands upright in the middle' : '';
  return `PNG: ${intensityWords(png)}. CT: ${intensityWords(ct)}. Then ${part} ${shape} of ${side} x ${side} pixels (bilinear)${turned}.`;
}

function intensityWords(intensity: Intensity): string {
  switch (intensity.kind) {
    case 'grey':
      return 'luma (Rec. 601) over the full range of the samples';
    case 'ct-window':
      return `window ${intensity.widthHu}/${intensity.centerHu} HU (width/level) to 0..1`;
    case 'ct-windows': {
      const windows = intensity.windows.map(({ widthHu, centerHu }) => `${widthHu}/${centerHu}`).join(', ');
      return `windows ${windows} HU (width/level) to 0..1, one channel each`;
    }
  }
}

/** How the network was trained, as sentences. */
export function trainingWords(settings: TrainingSettings, roundsRun: number): string {
  const { rounds, batchSize, learningRate, warmUpSteps, seed, learningRateSchedule = 'constant' } = settings;
  const adam = (settings.weightDecay ?? 0) > 0 ? `AdamW, weight decay ${settings.weightDecay}` : 'Adam';
  const parts = [
    `${roundsRun} of ${rounds} rounds in batches of ${batchSize}`,
    `${adam}, learning rate ${learningRate}, ${warmUpSteps} steps of warm-up, then ${learningRateSchedule}`,
    `cross-entropy${(settings.labelSmoothing ?? 0) > 0 ? ` with label smoothing ${settings.labelSmoothing}` : ''}`,
    ...(settings.classWeights === 'balanced' ? ['each class weighted to half of the whole'] : []),
    ...(settings.ensemble ? [ensembleWords(settings.ensemble)] : []),
    ...(settings.testTimeFlip ? ['probabilities are the mean of a slice and its mirror image'] : []),
    settings.augmentation ? 'augmentation as listed under settings' : 'no augmentation',
    `seed ${seed}`,
  ];
  return `${parts.join('; ')}.`;
}

/** An ensemble in words, to stand inside a sentence. */
export function ensembleWords({ of, count }: NonNullable<TrainingSettings['ensemble']>): string {
  const how = of === 'seeds' ? 'each from a seed of its own' : 'each without one grouped fold of the training slices';
  return `an ensemble of ${count} networks, ${how}, their probabilities averaged`;
}
