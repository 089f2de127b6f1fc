import type { Architecture, Layer } from './architecture.ts';

/** [height, width, channels] of a picture, or [units] of a vector. */
export type Shape = readonly [number, number, number] | readonly [number];

/** One tensor that a layer keeps. */
export interface WeightShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** What it starts from: seeded random values, zeros or ones. */
  readonly start: 'random' | 'zeros' | 'ones';
  /** False for a batch norm's running statistics, which are measured and not learnt. */
  readonly learnt: boolean;
}

export interface LayerShape {
  readonly layer: Layer;
  readonly input: Shape;
  readonly output: Shape;
  /**
   * The layer's weights in file order (kernel, then bias; scale, offset, running mean, running variance), none for a
   * layer that learns nothing.
   */
  readonly weights: readonly WeightShape[];
}

/**
 * The shape after each layer. Pools drop an incomplete last row or column, flatten is row-major with channels last.
 * Weight names are `<layer index>.<kind>.kernel` and `.bias`, for a batch norm `.scale`, `.offset`, `.mean`, `.variance`.
 * @throws RangeError when a layer does not fit on what comes before it
 */
export function inferLayerShapes(architecture: Architecture): LayerShape[] {
  let input: Shape = [architecture.inputSide, architecture.inputSide, architecture.channels];
  return architecture.layers.map((layer, index) => {
    const shape = inferLayerShape(layer, index, input);
    input = shape.output;
    return shape;
  });
}

/** How many layers at the start work on one picture at a time, before the network proper: they learn nothing. */
export function countPictureLayers({ layers }: Architecture): number {
  const first = layers.findIndex(({ kind }) => kind !== 'standardise' && kind !== 'mirror-difference');
  return first < 0 ? layers.length : first;
}

/** Channels of the picture that enters the network proper, behind its picture layers. */
export function enteringChannels(architecture: Architecture): number {
  const before = countPictureLayers(architecture);
  if (before === 0) return architecture.channels;
  return (
    inferLayerShapes({ ...architecture, layers: architecture.layers.slice(0, before) })[before - 1]?.output[2] ?? 1
  );
}

/** How many numbers a network learns. */
export function countParameters(architecture: Architecture): number {
  const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  return inferLayerShapes(architecture)
    .flatMap((shape) => shape.weights)
    .filter(({ learnt }) => learnt)
    .reduce((total, { shape }) => total + product(shape), 0);
}

function inferLayerShape(layer: Layer, index: number, input: Shape): LayerShape {
  const refuse = (why: string): never => {
    throw new RangeError(`Layer ${index} (${layer.kind}) does not fit: ${why}.`);
  };
  const picture = (): readonly [number, number, number] =>
    input.length === 3 ? input : refuse('it needs a picture, and gets a vector');
  const vector = (): number => (input.length === 1 ? input[0] : refuse('it needs a vector, and gets a picture'));
  const weight = (part: string, shape: readonly number[], start: WeightShape['start'], learnt = true): WeightShape => ({
    name: `${index}.${layer.kind}.${part}`,
    shape,
    start,
    learnt,
  });
  const plain = (output: Shape): LayerShape => ({ layer, input, output, weights: [] });

  switch (layer.kind) {
    case 'conv': {
      const [height, width, channels] = picture();
      const { size, filters, bias = true, padding = 'valid' } = layer;
      if (height < size || width < size) refuse(`${height}x${width} is smaller than ${size}x${size}`);
      const lost = padding === 'same' ? 0 : size - 1;
      const kernel = weight('kernel', [size, size, channels, filters], 'random');
      return {
        layer,
        input,
        output: [height - lost, width - lost, filters],
        weights: bias ? [kernel, weight('bias', [filters], 'zeros')] : [kernel],
      };
    }
    case 'max-pool': {
      const [height, width, channels] = picture();
      if (height < layer.size || width < layer.size) refuse(`${height}x${width} is smaller than the pool`);
      return plain([Math.floor(height / layer.size), Math.floor(width / layer.size), channels]);
    }
    case 'flatten': {
      const [height, width, channels] = picture();
      return plain([height * width * channels]);
    }
    case 'dense':
      return {
        layer,
        input,
        output: [layer.units],
        weights: [weight('kernel', [vector(), layer.units], 'random'), weight('bias', [layer.units], 'zeros')],
      };
    case 'standardise':
      picture();
      return index === 0 ? plain(input) : refuse('it must come first, before the sides are compared');
    case 'mirror-difference': {
      const [height, width, channels] = picture();
      return plain([height, width, 2 * channels]);
    }
    case 'batch-norm': {
      const channels = picture()[2];
      return {
        layer,
        input,
        output: input,
        weights: [
          weight('scale', [channels], 'ones'),
          weight('offset', [channels], 'zeros'),
          weight('mean', [channels], 'zeros', false),
          weight('variance', [channels], 'ones', false),
        ],
      };
    }
    case 'global-pool':
      return plain([2 * picture()[2]]);
    case 'dropout':
      vector();
      return plain(input);
    case 'ramp':
      return plain(input);
    case 'softmax':
      vector();
      return plain(input);
  }
}
