import { expect, it } from 'vitest';
import { recipeFor, recipeSchema } from '../../../src/training/recipe.ts';

it('takes the architecture’s defaults where nothing is chosen', () => {
  const recipe = recipeFor('compact', { rounds: 3, learningRate: undefined }, 9);
  expect(recipe.architecture.name).toBe('compact');
  expect(recipe.preprocessing).toMatchObject({ side: 96, framing: 'aligned-head' });
  expect(recipe.settings).toMatchObject({ rounds: 3, seed: 9, learningRate: 2e-3, learningRateSchedule: 'cosine' });
});

it('is kept and read back as data', () => {
  const recipe = recipeFor('lenet2', {}, 1);
  expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
});
