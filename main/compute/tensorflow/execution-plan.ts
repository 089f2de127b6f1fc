import type { Architecture } from '../../../src/training/architecture.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';

/** One step of a network as it is run. `weightIndex` is the place of the kernel among the weights; its bias follows. */
export type Stage =
  | {
      readonly kind: 'conv';
      readonly layerIndex: number;
      readonly weightIndex: number;
      readonly ramp: boolean;
      readonly pool: number | null;
    }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dense'; readonly layerIndex: number; readonly weightIndex: number; readonly ramp: boolean };

/**
 * The steps that give a network's logits: a convolution or dense layer together with the ramp and the pool behind it.
 * A convolution is run as conv, pool, bias, ramp instead of conv, bias, ramp, pool: maximum, adding one constant and the
 * ramp never change places with each other's results (each is monotone), so the values are the same, and the two
 * element-wise steps and their gradients have a quarter of the work. The softmax belongs to the loss.
 * @throws RangeError for an order of layers that cannot be run, or an end that is not dense, softmax with two classes
 */
export function planStages(architecture: Architecture): Stage[] {
  const { layers } = architecture;
  const shapes = inferLayerShapes(architecture);
  const stages: Stage[] = [];
  let weightIndex = 0;
  let next = 0;
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
        stages.push({ kind: 'conv', layerIndex, weightIndex, ramp: takeRamp(), pool: takePool() });
        weightIndex += 2;
        break;
      case 'dense':
        stages.push({ kind: 'dense', layerIndex, weightIndex, ramp: takeRamp() });
        weightIndex += 2;
        break;
      case 'flatten':
        stages.push({ kind: 'flatten' });
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
