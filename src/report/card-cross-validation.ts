import { z } from 'zod';
import type { CrossValidationResult } from '../contract/cross-validation-methods.ts';
import type { CardSource } from './card-facts.ts';
import { type NamedFigure, namedFigures, sourceFiguresSchema, sourcePseudonym } from './card-measurement.ts';

const scoresSchema = z.object({ brier: z.number(), ece: z.number(), logLoss: z.number() });

/** A cross-validation as the card gives it: how it was made, and the mean of each figure over its repeats. */
export const cardCrossValidationSchema = z.object({
  heading: z.string(),
  folds: z.number().int(),
  repeats: z.number().int(),
  /** Null where nothing was chosen inside the folds. */
  innerFolds: z.number().int().nullable(),
  grouping: z.string(),
  seed: z.number().int(),
  /** Architectures among which the folds chose. */
  recipes: z.array(z.string()),
  figures: sourceFiguresSchema.shape.figures,
  calibration: z.object({ temperatures: z.array(z.number()), before: scoresSchema, after: scoresSchema }),
  perSource: z.array(sourceFiguresSchema),
});
export type CardCrossValidation = z.infer<typeof cardCrossValidationSchema>;

/** The cross-validation's own figures; its repeats stand among the measurements. */
export function cardCrossValidation(
  result: CrossValidationResult,
  sources: readonly CardSource[],
): CardCrossValidation {
  const { run, heading, calibration, perSource } = result;
  const { folds, repeats, innerFolds, grouping, seed } = run;
  const figures: NamedFigure[] = namedFigures(result.figures);
  return {
    ...{ heading, folds, repeats, innerFolds, grouping, seed, figures, calibration },
    recipes: run.recipes.map(({ architecture }) => architecture.name),
    perSource: perSource.map(({ sourceId, n, figures: own }) => ({
      source: sourcePseudonym(sources, sourceId),
      n,
      figures: namedFigures(own),
    })),
  };
}
