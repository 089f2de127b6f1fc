import type { Architecture } from './architecture.ts';
import { type Augmentation, type DrawnAugmentation, drawAugmentation } from './augmentation.ts';
import { enteringChannels } from './layer-shapes.ts';
import { networkPicture } from './network-picture.ts';
import { hasPictureLayer } from './recipe.ts';

/** Pictures as they enter the network proper, made visible. */
export interface PreviewPictures {
  readonly side: number;
  readonly channels: number;
  /** [pictures, channels, side, side], 0 black to 255 white; the first is the slice as it is outside of training. */
  readonly pictures: Uint8Array;
}

/**
 * A slice as the network sees it, and as it would see it in its first rounds of training. On one scale for all: grey levels 0
 * to 1, standardised ones -1.5 to 1.2, differences -1 to 1 (grey is no difference).
 * @param input [resizeSide, resizeSide, channels], 0..1, as preprocessing hands it over
 * @param draws how many changed pictures follow; they are those of rounds 1, 2, ... of the first training slice
 */
export function previewPictures(
  architecture: Architecture,
  input: Float32Array,
  augmentation: Augmentation,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): PreviewPictures {
  const { inputSide: side } = architecture;
  const picture = centerPart(architecture, input);
  const changes: (DrawnAugmentation | null)[] = [null];
  for (let round = 1; round <= draws; round++) changes.push(drawAugmentation(augmentation, seed, round, 0));
  const channels = enteringChannels(architecture);
  const pictures = new Uint8Array(changes.length * channels * side * side);
  for (const [place, drawn] of changes.entries()) {
    const values = networkPicture(architecture, picture, drawn);
    for (let channel = 0; channel < channels; channel++) {
      const { low, high } = rangeOf(architecture, channel);
      const start = (place * channels + channel) * side * side;
      for (let pixel = 0; pixel < side * side; pixel++) {
        const level = ((values[pixel * channels + channel] as number) - low) / (high - low);
        pictures[start + pixel] = Math.round(255 * Math.min(1, Math.max(0, level)));
      }
    }
  }
  return { side, channels, pictures };
}

function rangeOf(architecture: Architecture, channel: number): { low: number; high: number } {
  if (channel >= architecture.channels) return { low: -1, high: 1 };
  return hasPictureLayer(architecture, 'standardise') ? { low: -1.5, high: 1.2 } : { low: 0, high: 1 };
}

/** The part of the resized picture that enters the network outside of training. */
function centerPart({ resizeSide, inputSide, channels }: Architecture, input: Float32Array): Float32Array {
  const offset = Math.floor((resizeSide - inputSide) / 2);
  const line = inputSide * channels;
  const part = new Float32Array(inputSide * line);
  for (let row = 0; row < inputSide; row++) {
    const start = ((row + offset) * resizeSide + offset) * channels;
    part.set(input.subarray(start, start + line), row * line);
  }
  return part;
}
