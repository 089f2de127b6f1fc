import { expect, it } from 'vitest';
import { previewPictures } from '../../../src/training/preview-pictures.ts';
import { recipeFor } from '../../../src/training/recipe.ts';

it('shows grey levels as they are, the centre crop of a larger picture', () => {
  const { architecture } = recipeFor('lenet2', {}, 1);
  const input = Float32Array.from({ length: 139 * 139 }, (_, index) => (index % 139) / 138);
  const { side, channels, pictures } = previewPictures(architecture, input, {}, { seed: 1, draws: 2 });
  expect({ side, channels }).toEqual({ side: 135, channels: 1 });
  expect(pictures[0]).toBe(Math.round((2 / 138) * 255));
  expect(pictures[134]).toBe(Math.round((136 / 138) * 255));
  // Nothing is asked, so nothing is changed.
  const length = 135 * 135;
  expect(pictures.slice(length, 2 * length)).toEqual(pictures.slice(0, length));
});

it('shows no difference as grey, and brain between black and bone', () => {
  const { architecture } = recipeFor('compact', {}, 1);
  const input = new Float32Array(96 * 96).fill(0.4);
  const { channels, pictures } = previewPictures(architecture, input, {}, { seed: 1, draws: 0 });
  expect(channels).toBe(2);
  expect(pictures[96 * 96]).toBe(128);
  expect(pictures[0]).toBe(Math.round((1.5 / 2.7) * 255));
});
