import type { Architecture, Layer } from './architecture.ts';

/** [height, width, channels] of a picture, or [units] of a vector. */
export type Shape = readonly [number, number, number] | readonly [number];

export interface LayerShape {
  readonly layer: Layer;
  readonly input: Shape;
  readonly output: Shape;
  /** The layer's weights in file order (kernel, then bias), none for a layer that learns nothing. */
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/**
 * The shape after each layer. Convolutions are valid with stride 1, pools drop an incomplete last row or column, flatten
 * is row-major with channels last. Weight names are `<layer index>.<kind>.kernel` and `.bias`.
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

/** How many numbers a network learns. */
export function countParameters(architecture: Architecture): number {
  const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  return inferLayerShapes(architecture)
    .flatMap((shape) => shape.weights)
    .reduce((total, { shape }) => total + product(shape), 0);
}

function inferLayerShape(layer: Layer, index: number, input: Shape): LayerShape {
  const refuse = (why: string): never => {
    throw new RangeError(`Layer ${index} (${layer.kind}) does not fit: ${why}.`);
  };
  const picture = (): readonly [number, number, number] =>
    input.length === 3 ? input : refuse('it needs a picture, and gets a vector');
  const vector = (): number => (input.length === 1 ? input[0] : refuse('it needs a vector, and gets a picture'));
  const name = (part: string): string => `${index}.${layer.kind}.${part}`;
  const plain = (output: Shape): LayerShape => ({ layer, input, output, weights: [] });

  switch (layer.kind) {
    case 'conv': {
      const [height, width, channels] = picture();
      const { size, filters } = layer;
      if (height < size || width < size) refuse(`${height}x${width} is smaller than ${size}x${size}`);
      return {
        layer,
        input,
        output: [height - size + 1, width - size + 1, filters],
        weights: [
          { name: name('kernel'), shape: [size, size, channels, filters] },
          { name: name('bias'), shape: [filters] },
        ],
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
        weights: [
          { name: name('kernel'), shape: [vector(), layer.units] },
          { name: name('bias'), shape: [layer.units] },
        ],
      };
    case 'ramp':
      return plain(input);
    case 'softmax':
      vector();
      return plain(input);
  }
}
