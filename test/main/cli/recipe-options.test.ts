import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addRecipeOptions, recipeChoices } from '../../../main/cli/recipe-options.ts';

function choices(...args: string[]) {
  const command = addRecipeOptions(new Command('train')).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  return recipeChoices(command.parse(args, { from: 'user' }).opts());
}

describe('the options of a recipe', () => {
  it('leave open what is not said', () => {
    expect(choices()).toEqual({ settings: {}, preprocessing: {} });
  });

  it('take every setting by name', () => {
    const { settings, preprocessing } = choices(
      ...['--rounds', '3', '--seed', '7', '--class-weights', 'balanced', '--ensemble', 'folds:5', '--test-time-flip'],
      ...['--augment', '{"flipChance":0.5,"elastic":{"reachShare":0.05,"smoothnessShare":0.08}}'],
      ...['--framing', 'head', '--ct-windows', '80/40,200/80', '--standardise', '--no-mirror-difference'],
      ...['--settings', '{"batchSize":8,"rounds":99}'],
    );
    expect(settings).toEqual({
      rounds: 3,
      seed: 7,
      batchSize: 8,
      classWeights: 'balanced',
      ensemble: { of: 'folds', count: 5 },
      testTimeFlip: true,
      augmentation: { flipChance: 0.5, elastic: { reachShare: 0.05, smoothnessShare: 0.08 } },
    });
    expect(preprocessing).toEqual({
      framing: 'head',
      ctWindows: [
        { widthHu: 80, centerHu: 40 },
        { widthHu: 200, centerHu: 80 },
      ],
      standardise: true,
      mirrorDifference: false,
    });
    expect(choices('--augment', 'none').settings).toEqual({ augmentation: {} });
  });

  it.each([
    ['--augment', 'flip', /needs JSON/],
    ['--augment', '{"flipchance":0.5}', /flipchance/],
    ['--augment', '{"cropShare":2}', /cropShare/],
    ['--ensemble', 'seeds:11', /count/],
    ['--ensemble', 'nets:3', /of/],
    ['--ct-windows', '80', /centerHu/],
    ['--ct-windows', '80/40/3', /widthHu/],
    ['--settings', '{"batchSize":0}', /batchSize/],
    ['--settings', '{"colour":1}', /colour/],
    ['--rounds', '0', /whole number/],
  ])('refuse %s %s in words', (option, value, why) => {
    expect(() => choices(option, value)).toThrow(why);
  });
});
