import { describe, expect, it } from 'vitest';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { preprocessingFor } from '../../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../../src/training/default-settings.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { preprocessingChoicesSchema } from '../../../src/training/preprocessing-choices.ts';
import { recipeFor, recipeSchema } from '../../../src/training/recipe.ts';

const NAMES = ['lenet', 'lenet2', 'compact'] as const;
const WINDOWS = [
  { centerHu: 40, widthHu: 80 },
  { centerHu: 80, widthHu: 200 },
  { centerHu: 600, widthHu: 2800 },
];

describe('a recipe', () => {
  it.each(NAMES)('is the architecture as it stands where nothing is chosen: %s', (name) => {
    const architecture = ARCHITECTURES[name];
    expect(recipeFor(name, {}, 3)).toEqual({
      architecture,
      preprocessing: preprocessingFor(architecture),
      settings: defaultTrainingSettings(architecture, 3),
    });
  });

  it('keeps what was chosen, and the defaults for what was left open', () => {
    const { settings } = recipeFor('compact', { rounds: 5, batchSize: undefined, seed: 9 }, 3);
    expect(settings).toMatchObject({ rounds: 5, batchSize: 16, seed: 3 });
  });

  it.each(NAMES)('lets the input channels of %s follow the CT windows', (name) => {
    const { architecture, preprocessing } = recipeFor(name, {}, 1, { ctWindows: WINDOWS });
    expect(preprocessing.ct).toEqual({ kind: 'ct-windows', windows: WINDOWS });
    expect(architecture.channels).toBe(3);
    const kernel = inferLayerShapes(architecture).flatMap(({ weights }) => weights)[0];
    // The sides of compact are compared channel by channel.
    expect(kernel?.shape[2]).toBe(name === 'compact' ? 6 : 3);
    const one = recipeFor(name, {}, 1, { ctWindows: WINDOWS.slice(1, 2) });
    expect(one.preprocessing.ct).toEqual({ kind: 'ct-window', ...WINDOWS[1] });
    expect(one.architecture.channels).toBe(1);
  });

  it('adds and takes away standardising and the mirror difference, whichever the network', () => {
    const kinds = (name: (typeof NAMES)[number], preprocessing: object) =>
      recipeFor(name, {}, 1, preprocessing)
        .architecture.layers.slice(0, 3)
        .map(({ kind }) => kind);
    expect(kinds('lenet', { standardise: true })).toEqual(['standardise', 'conv', 'ramp']);
    expect(kinds('lenet', { standardise: true, mirrorDifference: true, framing: 'head' })).toEqual([
      'standardise',
      'mirror-difference',
      'conv',
    ]);
    expect(kinds('compact', { mirrorDifference: false })).toEqual(['standardise', 'conv', 'batch-norm']);
    expect(kinds('compact', { standardise: false })).toEqual(['mirror-difference', 'conv', 'batch-norm']);
  });

  it('is whole: what is stored is read back as it was', () => {
    const recipe = recipeFor(
      'compact',
      { ensemble: { of: 'folds', count: 3 }, classWeights: 'balanced', testTimeFlip: true },
      1,
      { framing: { cropToHead: true, square: 'stretch', alignToMidline: true }, ctWindows: WINDOWS },
    );
    expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  });
});

it.each([
  { framing: 'round' },
  { ctWindows: [] },
  { ctWindows: [{ centerHu: 40, widthHu: 0 }] },
  { ctWindows: [...WINDOWS, ...WINDOWS] },
  { framing: { cropToHead: true } },
])('refuses %o', (choices) => {
  expect(preprocessingChoicesSchema.safeParse(choices).success).toBe(false);
});
