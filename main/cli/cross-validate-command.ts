import type { CrossValidationResult, Grouping } from '../../src/contract/cross-validation-methods.ts';
import { EVALUATION_FIGURES, FIGURE_WORDS } from '../../src/statistics/evaluation-statistics.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { ARCHITECTURE_NAMES, type ArchitectureName, DEFAULT_ARCHITECTURE } from '../../src/training/architecture.ts';
import { type Recipe, recipeFor, recipeSchema } from '../../src/training/recipe.ts';
import { withoutUndefined } from '../../src/training/without-undefined.ts';
import { prepareCrossValidationAgain } from '../services/continue-cross-validation.ts';
import { crossValidate } from '../services/cross-validate.ts';
import { crossValidationResult } from '../services/cross-validation-result.ts';
import { loadModel } from '../services/model-reference.ts';
import { type PreparedCrossValidation, prepareCrossValidation } from '../services/prepare-cross-validation.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { freezeNow } from './dataset-command.ts';
import { searchNow } from './duplicates-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findDataset } from './find-dataset.ts';
import { findModel } from './find-model.ts';
import { type RecipeOptions, recipeChoices } from './recipe-options.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';
import { WrongUse } from './wrong-use.ts';

export interface CrossValidateCommandOptions extends RecipeOptions {
  readonly project: string;
  /** Needed unless it continues one. */
  readonly folds?: number;
  /** The number of one that was stopped or cut off. */
  readonly continue?: number;
  readonly repeats?: number;
  readonly architecture?: readonly ArchitectureName[];
  readonly model?: string;
  readonly grouping?: Grouping;
  readonly dataset?: string;
  readonly prevalence?: number;
  readonly reader?: string;
}

/** `lenet,compact`: names of architectures. More than one are chosen among inside each fold. @throws WrongUse */
export function architectureList(text: string): ArchitectureName[] {
  const names = text.split(',').map((word) => {
    const name = ARCHITECTURE_NAMES.find((known) => known === word.trim());
    if (name) return name;
    throw new WrongUse(`There is no network "${word}". There are: ${ARCHITECTURE_NAMES.join(', ')}.`);
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new WrongUse(`The network "${twice}" is named twice. Name each once.`);
  return names;
}

/**
 * `evaluate --project P --folds K`: cross-validates (with `--continue N`: goes on with one that was stopped or cut off) recipes (those of the architectures named, else that of a model) on a
 * data set version; without one named, on the labels as they stand, frozen now.
 */
export function crossValidateCommand(session: CliSession, options: CrossValidateCommandOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const compute = session.compute();
    const prepared = await prepare(session, context, options);
    const onProgress = progressLine(session);
    const run = await crossValidate(context, compute, prepared, { signal: session.signal, onProgress });
    const result = crossValidationResult(context, run.id, options.prevalence ?? null);
    session.say(resultText(result));
    session.result(result);
    return EXIT.done;
  });
}

async function prepare(
  session: CliSession,
  context: ServiceContext,
  options: CrossValidateCommandOptions,
): Promise<PreparedCrossValidation> {
  const reader = readerIn(context, options.reader);
  if (options.continue !== undefined) {
    await searchNow(session, context, options.reader);
    return prepareCrossValidationAgain(context, { id: options.continue, reader });
  }
  const note = 'Frozen for a cross-validation from the command line';
  const dataset =
    options.dataset === undefined
      ? await freezeNow(session, context, note, options.reader)
      : findDataset(context, options.dataset);
  await searchNow(session, context, options.reader);
  const { folds = 0, repeats = 1, grouping = 'near-duplicates', seed } = options;
  return prepareCrossValidation(context, session.compute(), {
    datasetId: dataset.id,
    recipes: recipesOf(context, options),
    ...{ folds, repeats, grouping, seed, reader },
  });
}

/** Recipes of the networks named, else of a model, else of the default network; what is chosen counts for all of them. */
function recipesOf(context: ServiceContext, options: CrossValidateCommandOptions): Recipe[] {
  const { architecture, model, seed = 0 } = options;
  const { settings, preprocessing } = recipeChoices(options);
  const named = architecture ?? (model === undefined ? [DEFAULT_ARCHITECTURE] : null);
  if (named) return named.map((name) => recipeFor(name, settings, seed, preprocessing));
  const { run } = loadModel(context, findModel(context, model).id);
  if (Object.keys(preprocessing).length > 0) {
    throw new WrongUse(
      'A model is cross-validated with its own preprocessing; name an --architecture to choose another.',
    );
  }
  return [recipeSchema.parse({ ...run, settings: { ...run.settings, ...withoutUndefined(settings) } })];
}

const SUSPECTS_SHOWN = 10;

function resultText(result: CrossValidationResult): string {
  const { run, heading, repeats, figures, calibration, perSource, shortcuts, choices, suspectLabels } = result;
  const names = run.recipes.map(({ architecture }) => architecture.name);
  const [first] = repeats;
  const lines = [
    `${heading}: ${names.join(' or ')} on ${run.datasetName}, ${run.folds} folds, ${run.repeats} repeats, seed ${run.seed}.`,
    `  ${first?.n ?? 0} slices in ${first?.groupCount ?? 0} groups; repeats are not counted as more cases.`,
    ...figureLines(figures),
    `  log loss ${calibration.before.logLoss.toFixed(3)}, with temperatures of the other folds ${calibration.after.logLoss.toFixed(3)}`,
  ];
  repeats.forEach(({ confusion, accuracy }, repeat) => {
    const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
    lines.push(`  Repeat ${repeat + 1}: ${accuracy.k} of ${accuracy.n} right (TP ${tp}, FP ${fp}, TN ${tn}, FN ${fn})`);
  });
  if (perSource.length > 1) {
    for (const source of perSource)
      lines.push(`  Source ${source.name}, ${source.n} slices:`, ...figureLines(source.figures));
  }
  for (const { words } of shortcuts?.classifiers ?? []) lines.push(`  ${words}`);
  for (const warning of shortcuts?.warnings ?? []) lines.push(`  Warning: ${warning}`);
  for (const { repeat, fold, recipe } of choices) {
    lines.push(`  Repeat ${repeat + 1}, fold ${fold + 1} chose ${names[recipe] ?? '?'}`);
  }
  const suspects = suspectLabels
    .slice(0, SUSPECTS_SHOWN)
    .map(({ file, given, probability }) => `  suspect label: ${file} is labelled ${given} (${probability.toFixed(3)})`);
  const more = suspectLabels.length - suspects.length;
  if (more > 0) suspects.push(`  and ${more} more suspect labels (all under --json)`);
  return [...lines, ...suspects, ...(first?.warnings ?? []).map((warning) => `  ${warning}`)].join('\n');
}

function figureLines(figures: CrossValidationResult['figures']): string[] {
  return EVALUATION_FIGURES.flatMap((name) => {
    const { value, low, high, reason }: Figure = figures[name];
    if (value === null) return [];
    const interval = low === null || high === null ? reason : `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
    return [`  ${FIGURE_WORDS[name].padEnd(32)} ${value.toFixed(3)} (${interval})`];
  });
}
