import { describe, expect, it } from 'vitest';
import { architectureSchema } from '../../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { countParameters, inferLayerShapes } from '../../../src/training/layer-shapes.ts';

describe('layer shapes', () => {
  it('are those of the notebook for the LeNet at 135', () => {
    const shapes = inferLayerShapes(ARCHITECTURES.lenet).map(({ layer, output }) => [layer.kind, ...output]);
    expect(shapes).toEqual([
      ['conv', 131, 131, 20],
      ['ramp', 131, 131, 20],
      ['max-pool', 65, 65, 20],
      ['conv', 61, 61, 50],
      ['ramp', 61, 61, 50],
      ['max-pool', 30, 30, 50],
      ['flatten', 45000],
      ['dense', 500],
      ['ramp', 500],
      ['dense', 2],
      ['softmax', 2],
    ]);
  });

  it('give 22.5 million parameters: 520 + 25 050 + 22 500 500 + 1 002', () => {
    expect(countParameters(ARCHITECTURES.lenet)).toBe(22_527_072);
    expect(countParameters(ARCHITECTURES.lenet2)).toBe(22_527_072);
  });

  it('are small for compact: 4 convolutions, a mean and a maximum per channel, 61 thousand weights', () => {
    const { compact } = ARCHITECTURES;
    const outputs = inferLayerShapes(compact).map(({ output }) => output.join('x'));
    expect(outputs.slice(0, 3)).toEqual(['96x96x1', '96x96x2', '96x96x16']);
    expect(outputs.slice(-5)).toEqual(['12x12x64', '128', '128', '2', '2']);
    // 9 * (2 * 16 + 16 * 32 + 32 * 64 + 64 * 64) kernels, 2 * (16 + 32 + 64 + 64) scales and offsets, 128 * 2 + 2.
    expect(countParameters(compact)).toBe(60_192 + 352 + 258);
  });

  it.each([
    ['a global pool on a vector', [{ kind: 'flatten' }, { kind: 'global-pool' }], /needs a picture/],
    ['a dropout on a picture', [{ kind: 'dropout', rate: 0.5 }], /needs a vector/],
    ['standardising differences', [{ kind: 'mirror-difference' }, { kind: 'standardise' }], /must come first/],
    ['a dense layer on a picture', [{ kind: 'dense', units: 2 }], /needs a vector/],
    ['a convolution on a vector', [{ kind: 'flatten' }, { kind: 'conv', filters: 1, size: 1 }], /needs a picture/],
    ['a convolution that is too large', [{ kind: 'conv', filters: 1, size: 6 }], /5x5 is smaller than 6x6/],
    ['a pool that is too large', [{ kind: 'max-pool', size: 6 }], /smaller than the pool/],
  ] as const)('refuses %s', (_, layers, why) => {
    const architecture = { ...ARCHITECTURES.lenet, inputSide: 5, layers: [...layers] };
    expect(() => inferLayerShapes(architecture)).toThrow(why);
  });
});

describe('the architectures', () => {
  it('are valid data with the notebook figures', () => {
    for (const architecture of Object.values(ARCHITECTURES)) architectureSchema.parse(architecture);
    expect(ARCHITECTURES.lenet).toMatchObject({ resizeSide: 135, inputSide: 135, defaultRounds: 10 });
    expect(ARCHITECTURES.lenet2).toMatchObject({ resizeSide: 139, inputSide: 135, defaultRounds: 7 });
    expect(ARCHITECTURES.lenet2.layers).toEqual(ARCHITECTURES.lenet.layers);
  });
});
