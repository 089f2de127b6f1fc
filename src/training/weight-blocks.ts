import type { Architecture } from './architecture.ts';
import { inferLayerShapes } from './layer-shapes.ts';

/** What is randomised in one step: a dense layer, or a convolution with the batch norm behind it. */
export interface WeightBlock {
  /** For people: `dense 9`, `convolution 3`, by the layer's index. */
  readonly name: string;
  /** Names of its weights, see inferLayerShapes. */
  readonly weights: readonly string[];
}

/** The blocks of a network that hold weights, from the answer down to the picture. */
export function weightBlocksFromTop(architecture: Architecture): WeightBlock[] {
  const blocks: { name: string; weights: string[] }[] = [];
  for (const [index, { layer, weights }] of inferLayerShapes(architecture).entries()) {
    if (weights.length === 0) continue;
    const names = weights.map(({ name }) => name);
    if (layer.kind === 'batch-norm') blocks.at(-1)?.weights.push(...names);
    else blocks.push({ name: `${layer.kind === 'conv' ? 'convolution' : layer.kind} ${index}`, weights: names });
  }
  return blocks.reverse();
}
