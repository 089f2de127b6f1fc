import type { CrossValidationResult } from '../contract/cross-validation-methods.ts';
import type { HeatmapCheck } from '../contract/heatmap-methods.ts';
import type { MeasuredModel } from '../contract/training-methods.ts';
import type { Preprocessing } from '../prediction/preprocessing.ts';
import type { Figure } from '../statistics/figure.ts';
import type { Architecture } from '../training/architecture.ts';
import type { TrainingSettings } from '../training/training-settings.ts';

/** A source, named by its pseudonym: folders are called after patients. */
export interface CardSource {
  readonly id: number;
  readonly pseudonym: string;
  readonly kind: 'labelled-set' | 'study';
  readonly synthetic: boolean;
  /** Files that were looked at, readable or refused. */
  readonly files: number;
  readonly refused: readonly Counted[];
}

/** How many there are of something, in words. */
export interface Counted {
  readonly words: string;
  readonly count: number;
}

/** Slices of the data set version and what they are for. */
export interface CardDataset {
  readonly name: string;
  readonly manifestSha256: string;
  /** UTC, ISO 8601. */
  readonly frozen: string;
  readonly haemorrhage: number;
  readonly none: number;
  readonly unsure: number;
  readonly excluded: number;
  /** Slices of another label than the one that they came with. */
  readonly corrected: number;
  readonly labels: {
    readonly fromSource: number;
    readonly fromReads: number;
    /** Of those from reads: how many readers there were, and on how many the prediction had been seen before. */
    readonly readers: number;
    readonly predictionSeen: number;
  };
  /** Groups among the slices that train and score, and what slices of one group share, in words. */
  readonly groups: number;
  readonly groupedBy: string;
}

/** How many slices of the model's run each part of its split has, and how it was dealt. */
export interface CardSplit {
  /** SHA-256 of the table of a person's own split; null for one that was dealt. */
  readonly ownTableSha256: string | null;
  /** Pseudonyms of the sources that the run was limited to; null for all. */
  readonly sources: readonly string[] | null;
  /** Slices of the split that lie in none of those sources. */
  readonly ofOtherSources: number;
  /** Pairs that hang together by today's links and lie in different parts; slices not searched for near-duplicates. */
  readonly leakingPairs: number;
  readonly unsearched: number;
  readonly seed: number;
  readonly heldOutFraction: number;
  readonly validationFraction: number;
  readonly training: number;
  readonly validation: number;
  readonly heldOut: number;
}

/** Counts of the project from which the flow of slices begins. */
export interface CardProject {
  /** Different files by their bytes. */
  readonly images: number;
  /** All slices that the project knows, and those of them whose file has changed or gone since. */
  readonly slices: number;
  readonly slicesOfEarlierFiles: number;
  /** Slices outside the data set version that have a label now: labelled after it was frozen. */
  readonly labelledLater: number;
}

export interface CardModel {
  readonly name: string;
  readonly weightsSha256: string;
  readonly weightsByteLength: number;
  readonly threshold: number;
  /** How the final weights and the threshold were chosen, as a sentence. */
  readonly selection: string;
  /** Whether several networks answer together, as a sentence. */
  readonly ensembling: string;
  readonly domain: 'png' | 'ct' | 'mixed';
  readonly synthetic: boolean;
  readonly created: string;
  readonly architecture: Architecture;
  readonly preprocessing: Preprocessing;
  readonly settings: TrainingSettings;
  readonly roundsRun: number;
  readonly outcome: string;
}

/** A classifier that sees no picture, for comparison; out of fold on the same slices. */
export interface CardShortcut {
  readonly name: string;
  readonly accuracy: Figure;
  readonly auc: Figure;
}

/** One opening of a sealed test set. */
export interface CardLook {
  readonly testSet: string;
  readonly testSetSha256: string;
  /** Counts from 1. */
  readonly look: number;
  /** UTC, ISO 8601. */
  readonly time: string;
  readonly model: string;
}

/** Everything that a model card says, gathered from one project. Nothing in it names a patient, a file or a folder. */
export interface ModelCardFacts {
  readonly appVersion: string;
  /** UTC, ISO 8601. */
  readonly made: string;
  readonly projectUuid: string;
  readonly project: CardProject;
  readonly sources: readonly CardSource[];
  readonly dataset: CardDataset;
  readonly split: CardSplit;
  /** Slices of the data set version in each sealed test set. */
  readonly sealed: readonly Counted[];
  readonly looks: readonly CardLook[];
  readonly model: CardModel;
  /** Share with haemorrhage where the model is to be used (0..1, both ends excluded), for PPV and NPV; null: not stated. */
  readonly prevalence: number | null;
  /** Figures of this model; file names in them do not enter the card. */
  readonly measured: readonly MeasuredModel[];
  /** Figures of the recipe, each probability from a network that had not seen the slice. */
  readonly crossValidation: CrossValidationResult | null;
  readonly shortcuts: readonly CardShortcut[] | null;
  /** The newest weight-randomisation check of the model's heatmaps. */
  readonly heatmapCheck: HeatmapCheck | null;
  readonly audit: { readonly entries: number; readonly headHash: string };
}
