import type { Architecture } from '../../../src/training/architecture.ts';
import { weightBlocksFromTop } from '../../../src/training/weight-blocks.ts';
import { initialWeights, type NamedWeight } from './initial-weights.ts';

/**
 * Weights whose topmost blocks are those of an untrained network again (Adebayo et al., 2018, cascading randomisation): drawn
 * as a training with this seed starts. Running statistics of a batch norm go with it.
 * @param weights in layer order
 * @param topBlocks how many blocks from the answer down
 * @throws RangeError for more blocks than there are
 */
export function randomiseTop(
  architecture: Architecture,
  weights: readonly NamedWeight[],
  { topBlocks, seed }: { readonly topBlocks: number; readonly seed: number },
): NamedWeight[] {
  const blocks = weightBlocksFromTop(architecture);
  if (topBlocks > blocks.length) throw new RangeError(`"${architecture.name}" has ${blocks.length} blocks of weights.`);
  const names = new Set(blocks.slice(0, topBlocks).flatMap((block) => block.weights));
  const fresh = new Map(initialWeights(architecture, seed).map((weight) => [weight.name, weight]));
  return weights.map((weight) => (names.has(weight.name) ? (fresh.get(weight.name) ?? weight) : weight));
}
