import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { preprocessingFor } from '../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { measuredSlices } from './card-facts.ts';

const HEADING = 'Cross-validated, no sealed test';
const SCORES = { brier: 0.12, ece: 0.08, logLoss: 0.4 };

/** A made-up result of 5 folds, repeated twice, on 60 slices. */
export function crossValidated(): CrossValidationResult {
  const repeats = [0, 1].map((repeat) =>
    measuredSlices({ kind: 'cross-validated', heading: HEADING, crossValidationId: 1, repeat }, 60, 11 + repeat),
  );
  const [first] = repeats;
  if (!first) throw new Error('There are two repeats.');
  const architecture = ARCHITECTURES.compact;
  const recipe = {
    architecture,
    preprocessing: preprocessingFor(architecture),
    settings: defaultTrainingSettings(architecture, 7),
  };
  return {
    run: {
      ...{ id: 1, datasetId: 2, datasetName: 'v2', manifestSha256: 'ab'.repeat(32), recipes: [recipe] },
      ...{ folds: 5, repeats: 2, innerFolds: null, grouping: 'near-duplicates', seed: 7, status: 'finished' },
      ...{ reason: null, startedMs: 0, finishedMs: 1 },
    },
    heading: HEADING,
    repeats,
    figures: first.figures,
    calibration: { temperatures: [1.2, 1.3], before: SCORES, after: { ...SCORES, brier: 0.11 } },
    perSource: [{ sourceId: 1, name: 'SMITH JOHN', n: 40, figures: first.figures }],
    shortcuts: null,
    choices: [],
    suspectLabels: [{ sliceId: 1, sourceId: 1, file: 'SMITH^JOHN/1.png', frame: 0, given: 'none', probability: 0.99 }],
  };
}
