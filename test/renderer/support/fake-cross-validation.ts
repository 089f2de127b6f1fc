import type { CrossValidation, CrossValidationResult } from '../../../src/contract/cross-validation-methods.ts';
import type { MeasuredModel } from '../../../src/contract/training-methods.ts';
import { callAt } from '../../../src/prediction/call.ts';
import { auditLabels } from '../../../src/statistics/confident-learning.ts';
import { confusionOf, figuresOf, outcomeOf } from '../../../src/statistics/confusion.ts';
import { repeatedFigures } from '../../../src/statistics/repeated-figures.ts';
import { withFigures } from '../../../src/statistics/with-figures.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { preprocessingFor } from '../../../src/training/default-preprocessing.ts';
import { fakeShortcuts } from './fake-shortcuts.ts';
import { dice, FAKE_SLICES, THRESHOLD } from './fake-slices.ts';

const HEADING = 'Cross-validated, no sealed test';
const REPEATS = 2;

export function fakeCrossValidation(id: number, status: CrossValidation['status']): CrossValidation {
  const settings = { rounds: 60, batchSize: 32, learningRate: 3e-3, warmUpSteps: 10, seed: 20 };
  return {
    id,
    datasetId: 2,
    datasetName: 'v2',
    manifestSha256: 'ab12cd34ef56'.repeat(6).slice(0, 64),
    recipes: (['compact', 'lenet'] as const).map((name) => ({
      architecture: ARCHITECTURES[name],
      preprocessing: preprocessingFor(ARCHITECTURES[name]),
      settings,
    })),
    folds: 5,
    repeats: REPEATS,
    innerFolds: 3,
    grouping: 'near-duplicates',
    seed: 20,
    status,
    reason: status === 'stopped' ? 'Cancelled in fold 3 of repeat 1.' : null,
    startedMs: Date.parse('2026-11-21T10:00:00') + id * 3_600_000,
    finishedMs: Date.parse('2026-11-21T10:26:40') + id * 3_600_000,
  };
}

/** The labelled set and the CT study; every third slice shares a group with the one before. */
function fakeRepeat(id: number, repeat: number): MeasuredModel {
  const slices = FAKE_SLICES.filter(({ kind }) => kind !== 'scout').map((slice) => {
    const shift = (dice(slice.id * 31 + repeat * 17) - 0.5) * 0.25;
    const probability = Math.min(0.99, Math.max(0.01, slice.probability + shift));
    const label = slice.bleed ? ('haemorrhage' as const) : ('none' as const);
    return {
      sliceId: slice.id,
      sourceId: slice.sourceId,
      file:
        slice.kind === 'png' ? `head_ct/${String(slice.index).padStart(3, '0')}.png` : `series/ct-${slice.index}.dcm`,
      frame: 0,
      label,
      probability,
      group: slice.kind === 'png' ? `head-${slice.id - (slice.id % 3 === 0 ? 2 : 0)}` : `ct-${slice.index >> 3}`,
      outcome: outcomeOf(label, callAt(probability, THRESHOLD)),
    };
  });
  const confusion = confusionOf(slices.map(({ outcome }) => outcome));
  return withFigures({
    modelId: null,
    modelName: 'compact or lenet',
    evidence: { kind: 'cross-validated', heading: HEADING, crossValidationId: id, repeat },
    datasetId: 2,
    datasetName: 'v2',
    threshold: THRESHOLD,
    confusion,
    ...figuresOf(confusion),
    unsure: 3,
    excluded: 1,
    missing: [],
    slices,
  });
}

export function fakeCrossValidationResult(id: number): CrossValidationResult {
  const repeats = Array.from({ length: REPEATS }, (_, repeat) => fakeRepeat(id, repeat));
  const options = { threshold: THRESHOLD, prevalence: null, seed: 1 };
  const [first] = repeats;
  if (!first) throw new Error('There is no repeat.');
  return {
    run: fakeCrossValidation(id, 'finished'),
    heading: HEADING,
    repeats,
    figures: repeatedFigures(
      repeats.map(({ slices }) => slices),
      options,
    ),
    calibration: {
      temperatures: Array.from({ length: 10 }, (_, fold) => 1.2 + 0.6 * dice(fold)),
      before: { brier: 0.121, ece: 0.094, logLoss: 0.433 },
      after: { brier: 0.112, ece: 0.051, logLoss: 0.371 },
    },
    perSource: [1, 2].map((sourceId) => {
      const own = first.slices.filter((slice) => slice.sourceId === sourceId);
      const name = sourceId === 1 ? 'head-ct' : 'CT head 2024-03';
      return { sourceId, name, n: own.length, figures: repeatedFigures([own], options) };
    }),
    shortcuts: fakeShortcuts().audit,
    choices: Array.from({ length: 10 }, (_, place) => ({
      repeat: Math.floor(place / 5),
      fold: place % 5,
      recipe: place === 3 ? 1 : 0,
    })),
    suspectLabels: auditLabels(first.slices).candidates.flatMap(({ index, given }) => {
      const slice = first.slices[index];
      return slice
        ? [
            {
              sliceId: slice.sliceId,
              sourceId: slice.sourceId,
              file: slice.file,
              frame: slice.frame,
              given,
              probability: slice.probability,
            },
          ]
        : [];
    }),
  };
}
