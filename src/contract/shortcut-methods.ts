import { z } from 'zod';
import { HISTOGRAM_BINS } from '../shortcuts/grey-histogram.ts';
import { SHORTCUT_CLASSIFIERS } from '../shortcuts/shortcut-classifiers.ts';
import { EVALUATION_FIGURES } from '../statistics/evaluation-statistics.ts';
import { idSchema } from './shared.ts';
import { figureSchema } from './training-methods.ts';

const figuresSchema = z.record(z.enum(EVALUATION_FIGURES), figureSchema);

/** A network beside a shortcut classifier on the same slices. Differences are network less classifier, meant over repeats. */
export const shortcutComparisonSchema = z.object({
  classifier: z.enum(SHORTCUT_CLASSIFIERS),
  /** `better` and `worse` only where every repeat says so. */
  verdict: z.enum(['better', 'not-provably-better', 'worse']),
  words: z.string(),
  accuracyDifference: figureSchema,
  aucDifference: figureSchema,
  /** The largest of the repeats: exact McNemar, and paired DeLong (null where groups hold more than one slice). */
  mcNemarP: z.number(),
  deLongP: z.number().nullable(),
});
export type ShortcutComparison = z.infer<typeof shortcutComparisonSchema>;

/** What the classifiers of the audit found, out of fold. */
export const shortcutAuditSchema = z.object({
  /** Version of the features' definition. */
  featuresVersion: z.number().int(),
  n: z.number().int(),
  positiveCount: z.number().int(),
  negativeCount: z.number().int(),
  groupCount: z.number().int(),
  folds: z.number().int(),
  repeats: z.number().int(),
  /** The slices, in the order of all probabilities here. */
  sliceIds: z.array(idSchema),
  classifiers: z.array(
    z.object({
      name: z.enum(SHORTCUT_CLASSIFIERS),
      /** What it sees, for a sentence. */
      sees: z.string(),
      settings: z.string(),
      /** The finding in a sentence. */
      words: z.string(),
      /** The mean over the repeats of each figure; n counts slices once. */
      figures: figuresSchema,
      /** Out-of-fold probabilities of haemorrhage, a list for each repeat. */
      probabilities: z.array(z.array(z.number())),
      /**
       * The features, those that count most first. `influence` is a mean over all fits: for the logistic regression the weight
       * of one standard deviation (positive: towards haemorrhage), for the trees the share in what they gained.
       */
      features: z.array(
        z.object({
          name: z.string(),
          word: z.string(),
          unit: z.string(),
          meaning: z.string(),
          influence: z.number(),
        }),
      ),
    }),
  ),
  /** The network's figures on the same slices and folds; null where none was given. */
  network: z.object({ figures: figuresSchema, comparisons: z.array(shortcutComparisonSchema) }).nullable(),
  /** What a reader must know before believing a network's figures, in words. */
  warnings: z.array(z.string()),
  /** Slices that could not be read any more and are in none of the figures, the network's included. */
  missing: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type ShortcutAudit = z.infer<typeof shortcutAuditSchema>;

/** Five numbers that tell of a distribution (quantiles of type 7). */
const spreadSchema = z.object({
  least: z.number(),
  lower: z.number(),
  median: z.number(),
  upper: z.number(),
  most: z.number(),
});
export type Spread = z.infer<typeof spreadSchema>;

/** The slices of one label. */
const classDistributionSchema = z.object({
  n: z.number().int(),
  /** For grey pictures and for CT in HU each: how many slices, and the mean share of their pixels in each bin. */
  levels: z.object({
    grey: z.object({ n: z.number().int(), shares: z.array(z.number()).length(HISTOGRAM_BINS) }),
    HU: z.object({ n: z.number().int(), shares: z.array(z.number()).length(HISTOGRAM_BINS) }),
  }),
  width: spreadSchema.nullable(),
  height: spreadSchema.nullable(),
  aspect: spreadSchema.nullable(),
  borderShare: spreadSchema.nullable(),
  meanGrey: spreadSchema.nullable(),
  cornerBrightness: spreadSchema.nullable(),
  /** Slices with any coloured pixel, and the spread of the share of coloured pixels. */
  coloured: z.number().int(),
  colourShare: spreadSchema.nullable(),
  /** A few slices, drawn with a fixed seed. */
  samples: z.array(z.object({ sliceId: idSchema, sourceId: idSchema, file: z.string(), frame: z.number().int() })),
});
export type ClassDistribution = z.infer<typeof classDistributionSchema>;

/** How the pictures of the two labels differ before any network looks. */
export const distributionsSchema = z.object({ haemorrhage: classDistributionSchema, none: classDistributionSchema });
export type Distributions = z.infer<typeof distributionsSchema>;

/** The audit of a data set version on folds of its own, as it was last made. */
export const datasetShortcutsSchema = z.object({
  datasetId: idSchema,
  datasetName: z.string(),
  seed: z.number().int(),
  createdMs: z.number(),
  audit: shortcutAuditSchema.nullable(),
  /** Why there is no audit, where there are too few slices for one; null where there is. */
  blocked: z.string().nullable(),
  distributions: distributionsSchema,
});
export type DatasetShortcuts = z.infer<typeof datasetShortcutsSchema>;

export const shortcutMethods = {
  /** The audit of a data set version; null where none was made yet, or by other definitions of the features. */
  'dataset.shortcuts': {
    input: z.object({ datasetId: idSchema }),
    output: z.object({ shortcuts: datasetShortcutsSchema.nullable() }),
  },
  /** Measures the slices of a version that are not measured yet, then makes and keeps its audit. */
  'dataset.audit-shortcuts': { input: z.object({ datasetId: idSchema }), output: z.object({ jobId: z.string() }) },
} as const;
