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

/** The networks that Overread offers. `lenet2` is the LeNet on a random 135-pixel crop of a 139-pixel picture. */
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
};
