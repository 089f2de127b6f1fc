import type { Architecture, ArchitectureName, Layer } from './architecture.ts';

/** The notebook's LeNet layers, for any input side: two convolutions with ramp and pooling, then two dense layers. */
const LENET_LAYERS: readonly Layer[] = [
  { kind: 'conv', filters: 20, size: 5 },
  { kind: 'ramp' },
  { kind: 'max-pool', size: 2 },
  { kind: 'conv', filters: 50, size: 5 },
  { kind: 'ramp' },
  { kind: 'max-pool', size: 2 },
  { kind: 'flatten' },
  { kind: 'dense', units: 500 },
  { kind: 'ramp' },
  { kind: 'dense', units: 2 },
  { kind: 'softmax' },
];

/** Convolution, batch norm and ramp, as in most networks since 2015. */
function convBlock(filters: number): Layer[] {
  return [{ kind: 'conv', filters, size: 3, padding: 'same', bias: false }, { kind: 'batch-norm' }, { kind: 'ramp' }];
}

/**
 * For a head that stands upright in the middle (preprocessing `aligned-head`): brain at 0 and bone at 1, the two sides
 * compared, four convolutions, and one mean and one maximum per channel in place of the LeNet's 22 million weights.
 */
const COMPACT_LAYERS: readonly Layer[] = [
  { kind: 'standardise' },
  { kind: 'mirror-difference' },
  ...convBlock(16),
  { kind: 'max-pool', size: 2 },
  ...convBlock(32),
  { kind: 'max-pool', size: 2 },
  ...convBlock(64),
  { kind: 'max-pool', size: 2 },
  ...convBlock(64),
  { kind: 'global-pool' },
  { kind: 'dropout', rate: 0.3 },
  { kind: 'dense', units: 2 },
  { kind: 'softmax' },
];

/**
 * The networks that Overread offers. `compact` has 61 thousand weights, learns from scratch on few slices, and is much the
 * better one on the slices that were tried (docs/accuracy.md). `lenet2` is the LeNet on a random 135-pixel crop of a 139-pixel
 * picture.
 */
export const ARCHITECTURES: Readonly<Record<ArchitectureName, Architecture>> = {
  lenet: {
    name: 'lenet',
    resizeSide: 135,
    inputSide: 135,
    channels: 1,
    layers: [...LENET_LAYERS],
    defaultRounds: 10,
  },
  lenet2: {
    name: 'lenet2',
    resizeSide: 139,
    inputSide: 135,
    channels: 1,
    layers: [...LENET_LAYERS],
    defaultRounds: 7,
  },
  compact: {
    name: 'compact',
    resizeSide: 96,
    inputSide: 96,
    channels: 1,
    layers: [...COMPACT_LAYERS],
    defaultRounds: 80,
  },
};
