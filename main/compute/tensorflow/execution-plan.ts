import type { Architecture } from '../../../src/training/architecture.ts';
import { countPictureLayers, inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import type { Padding } from './kernels.ts';

/** One step of a network as it is run. `weightIndex` is the place of its first weight among the weights. */
export type Stage =
  | {
      /** The kernel, then the bias where there is one. */
      readonly kind: 'conv';
      readonly layerIndex: number;
      readonly weightIndex: number;
      readonly padding: Padding;
      readonly bias: boolean;
      readonly ramp: boolean;
      readonly pool: number | null;
    }
  | {
      /** Scale, offset, running mean, running variance. */
      readonly kind: 'batch-norm';
      readonly layerIndex: number;
      readonly weightIndex: number;
      readonly ramp: boolean;
      readonly pool: number | null;
    }
  | { readonly kind: 'global-pool' }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dropout'; readonly layerIndex: number; readonly rate: number }
  | { readonly kind: 'dense'; readonly layerIndex: number; readonly weightIndex: number; readonly ramp: boolean };

/**
 * The steps that give a network's logits, behind its picture layers (networkBatch runs those): a convolution, batch norm
 * or dense layer together with the ramp and the pool behind it.
 * A convolution is run as conv, pool, bias, ramp instead of conv, bias, ramp, pool (a batch norm: pool, ramp): maximum, adding one constant and the
 * ramp never change places with each other's results (each is monotone), so the values are the same, and the two
 * element-wise steps and their gradients have a quarter of the work. The softmax belongs to the loss.
 * @throws RangeError for an order of layers that cannot be run, or an end that is not dense, softmax with two classes
 */
export function planStages(architecture: Architecture): Stage[] {
  const { layers } = architecture;
  const shapes = inferLayerShapes(architecture);
  const stages: Stage[] = [];
  let weightIndex = 0;
  let next = countPictureLayers(architecture);
  const takeRamp = (): boolean => {
    const isRamp = layers[next]?.kind === 'ramp';
    if (isRamp) next += 1;
    return isRamp;
  };
  const takePool = (): number | null => {
    const layer = layers[next];
    if (layer?.kind !== 'max-pool') return null;
    next += 1;
    return layer.size;
  };
  while (next < layers.length) {
    const layerIndex = next;
    const layer = layers[next++];
    switch (layer?.kind) {
      case 'conv':
        stages.push({
          kind: 'conv',
          layerIndex,
          weightIndex,
          padding: layer.padding ?? 'valid',
          bias: layer.bias ?? true,
          ramp: takeRamp(),
          pool: takePool(),
        });
        weightIndex += shapes[layerIndex]?.weights.length ?? 0;
        break;
      case 'batch-norm':
        stages.push({ kind: 'batch-norm', layerIndex, weightIndex, ramp: takeRamp(), pool: takePool() });
        weightIndex += 4;
        break;
      case 'dense':
        stages.push({ kind: 'dense', layerIndex, weightIndex, ramp: takeRamp() });
        weightIndex += 2;
        break;
      case 'flatten':
      case 'global-pool':
        stages.push({ kind: layer.kind });
        break;
      case 'dropout':
        stages.push({ kind: 'dropout', layerIndex, rate: layer.rate });
        break;
      case 'softmax':
        if (next === layers.length && shapes[layerIndex]?.output[0] === 2) break;
        throw new RangeError(`The network "${architecture.name}" must end in one softmax over two classes.`);
      default:
        throw new RangeError(
          `Layer ${layerIndex} (${layer?.kind}) of "${architecture.name}" cannot be run where it is.`,
        );
    }
  }
  if (layers[layers.length - 1]?.kind !== 'softmax') {
    throw new RangeError(`The network "${architecture.name}" must end in one softmax over two classes.`);
  }
  return stages;
}
