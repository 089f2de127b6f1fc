import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { FRAMING_NAMES } from '../../src/prediction/framing.ts';
import { augmentationSchema } from '../../src/training/augmentation.ts';
import { classWeightsSchema } from '../../src/training/class-weights.ts';
import { ensembleSchema } from '../../src/training/ensemble.ts';
import { type PreprocessingChoices, preprocessingChoicesSchema } from '../../src/training/preprocessing-choices.ts';
import type { SettingsChoice } from '../../src/training/recipe.ts';
import { trainingSettingsSchema } from '../../src/training/training-settings.ts';
import { withoutUndefined } from '../../src/training/without-undefined.ts';
import { WrongUse, wholeNumber } from './wrong-use.ts';

/** What a command was told of a recipe; see addRecipeOptions. */
export interface RecipeOptions {
  readonly rounds?: number;
  readonly seed?: number;
  readonly settings?: SettingsChoice;
  readonly augment?: SettingsChoice['augmentation'];
  readonly classWeights?: SettingsChoice['classWeights'];
  readonly ensemble?: SettingsChoice['ensemble'];
  readonly testTimeFlip?: boolean;
  readonly framing?: PreprocessingChoices['framing'];
  readonly ctWindows?: PreprocessingChoices['ctWindows'];
  readonly standardise?: boolean;
  readonly mirrorDifference?: boolean;
}

/** Everything that a network is made with, besides its architecture and its data. */
export function addRecipeOptions(command: Command): Command {
  return command
    .option('--rounds <n>', 'rounds of training (default: the network’s own)', wholeNumber('--rounds', 1, 1000))
    .option('--seed <n>', 'seed of split, weights and shuffling (default: drawn)', wholeNumber('--seed', 0, 0xffffffff))
    .option(
      '--settings <json>',
      'any settings of a run, such as {"batchSize":16}',
      parsed('--settings', trainingSettingsSchema.partial().strict()),
    )
    .option(
      '--augment <json>',
      'changes of the pictures in training, such as {"flipChance":0.5}, or none',
      augmentation,
    )
    .addOption(new Option('--class-weights <kind>', 'what the classes count').choices(classWeightsSchema.options))
    .option('--ensemble <of:count>', 'several networks, such as seeds:5 or folds:5', ensemble)
    .option('--test-time-flip', 'answer with the mean of a slice and its mirror image')
    .addOption(new Option('--framing <name>', 'how a slice becomes a square').choices([...FRAMING_NAMES]))
    .option('--ct-windows <list>', 'CT windows as channels, width/level in HU, such as 80/40,200/80', ctWindows)
    .option('--standardise', 'brain to 0 and bone to 1')
    .option('--no-standardise', 'grey levels as they are')
    .option('--mirror-difference', 'the difference between the two sides as further channels')
    .option('--no-mirror-difference', 'the picture alone');
}

/** The choices of a command; what was not said is left open. */
export function recipeChoices(options: RecipeOptions): {
  settings: SettingsChoice;
  preprocessing: PreprocessingChoices;
} {
  const { framing, ctWindows: windows, standardise, mirrorDifference } = options;
  return {
    settings: {
      ...options.settings,
      ...withoutUndefined({
        rounds: options.rounds,
        seed: options.seed,
        augmentation: options.augment,
        classWeights: options.classWeights,
        ensemble: options.ensemble,
        testTimeFlip: options.testTimeFlip,
      }),
    },
    preprocessing: withoutUndefined({ framing, ctWindows: windows, standardise, mirrorDifference }),
  };
}

function parsed<T>(option: string, schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new WrongUse(`${option} needs JSON, and "${text}" is none.`);
    }
    return checked(option, schema, value);
  };
}

function checked<T>(option: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new WrongUse(`${option} does not take this: ${where}${issue?.message ?? 'it is out of bounds'}.`);
}

function augmentation(text: string): SettingsChoice['augmentation'] {
  return text === 'none' ? {} : parsed('--augment', augmentationSchema.strict())(text);
}

function ensemble(text: string): SettingsChoice['ensemble'] {
  const [of, count] = text.split(':');
  return checked('--ensemble', ensembleSchema, { of, count: Number(count) });
}

/** `80/40,200/80`: width and level of each window, as radiologists say them. */
function ctWindows(text: string): PreprocessingChoices['ctWindows'] {
  const windows = text.split(',').map((part) => {
    const [width, level, ...more] = part.split('/').map(Number);
    return { widthHu: more.length > 0 ? Number.NaN : width, centerHu: level };
  });
  return checked('--ct-windows', preprocessingChoicesSchema.shape.ctWindows, windows);
}
