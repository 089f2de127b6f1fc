import type { Outcome } from '../../src/statistics/confusion.ts';

interface OutcomeWords {
  readonly word: string;
  readonly many: string;
  /** How the slices of the cell are listed. */
  readonly order: string;
  readonly error: boolean;
}

const LOWEST_FIRST = 'lowest probability first';
const HIGHEST_FIRST = 'highest probability first';

/** What each cell of the confusion matrix is called. */
export const OUTCOMES: Record<Outcome, OutcomeWords> = {
  'true-positive': { word: 'True positive', many: 'True positives', order: HIGHEST_FIRST, error: false },
  'false-negative': {
    word: 'False negative',
    many: 'False negatives: haemorrhages missed',
    order: LOWEST_FIRST,
    error: true,
  },
  'false-positive': {
    word: 'False positive',
    many: 'False positives: false alarms',
    order: HIGHEST_FIRST,
    error: true,
  },
  'true-negative': { word: 'True negative', many: 'True negatives', order: LOWEST_FIRST, error: false },
};
