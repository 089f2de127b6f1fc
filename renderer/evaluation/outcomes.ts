import type { Outcome } from '../state/evaluation-store.ts';

/** What each cell of the confusion matrix is called. */
export const OUTCOMES: Record<Outcome, { readonly word: string; readonly many: string; readonly error: boolean }> = {
  'true-positive': { word: 'True positive', many: 'True positives', error: false },
  'false-negative': { word: 'False negative', many: 'False negatives: haemorrhages missed', error: true },
  'false-positive': { word: 'False positive', many: 'False positives: false alarms', error: true },
  'true-negative': { word: 'True negative', many: 'True negatives', error: false },
};
