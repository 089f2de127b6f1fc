import { takePercentile } from './percentile.ts';

/** The two grey levels that standardising goes by. */
export interface BrainLevels {
  /** The median inside an ellipse in the middle: brain. */
  readonly median: number;
  /** The 99th percentile of the picture: bone. */
  readonly high: number;
}

/** Semi-axes of the ellipse as shares of the side. */
const DOWN = 0.36;
const ACROSS = 0.3;

/** The levels of each channel of a picture [side, side, channels] of a head in the middle. */
export function channelBrainLevels(picture: Float32Array, side: number, channels: number): BrainLevels[] {
  if (channels === 1) return [brainLevels(picture, side)];
  return Array.from({ length: channels }, (_, channel) =>
    brainLevels(
      picture.filter((_level, index) => index % channels === channel),
      side,
    ),
  );
}

/** Whether a place of a picture [side, side] lies inside the ellipse that stands for the brain. */
export function isInBrain(row: number, column: number, side: number): boolean {
  const y = ((row + 0.5) / side - 0.5) / DOWN;
  const x = ((column + 0.5) / side - 0.5) / ACROSS;
  return x * x + y * y <= 1;
}

/** @param picture [side, side], of a head in the middle */
export function brainLevels(picture: Float32Array, side: number): BrainLevels {
  const inside = new Float32Array(picture.length);
  let count = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (isInBrain(row, column, side)) inside[count++] = picture[row * side + column] as number;
    }
  }
  return {
    median: takePercentile(inside.subarray(0, count), 50),
    high: takePercentile(picture.slice(), 99),
  };
}

/**
 * Brain at 0 and bone at 1, whatever window the slice was saved with: (x - median) / (high - median), cut to -1.5..1.2, each
 * channel by its own levels. The divisor is at least 0.1, so that an empty picture stays empty.
 * @param picture [side, side, channels]
 */
export function standardise(picture: Float32Array, levels: readonly BrainLevels[]): Float32Array {
  const scales = levels.map(({ median, high }) => 1 / Math.max(high - median, 0.1));
  const channels = levels.length;
  const standardised = new Float32Array(picture.length);
  // Loops, not map: training runs it on thousands of pictures.
  for (let channel = 0; channel < channels; channel++) {
    const { median } = levels[channel] as BrainLevels;
    const scale = scales[channel] as number;
    for (let at = channel; at < picture.length; at += channels) {
      const level = ((picture[at] as number) - median) * scale;
      standardised[at] = level < -1.5 ? -1.5 : Math.min(1.2, level);
    }
  }
  return standardised;
}
