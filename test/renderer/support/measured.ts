import type { MeasuredModel } from '../../../src/contract/training-methods.ts';
import { callAt } from '../../../src/prediction/call.ts';
import type { TrainableLabel } from '../../../src/review/label.ts';
import { confusionOf, figuresOf, outcomeOf } from '../../../src/statistics/confusion.ts';
import { withFigures } from '../../../src/statistics/with-figures.ts';

export interface MadeSlice {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  readonly probability: number;
  readonly group?: string;
  readonly sourceId?: number;
}

/** Figures of a model (null: of one repeat of a cross-validation) at threshold 0.5 on made-up slices. */
export function measuredOf(made: readonly MadeSlice[], modelId: number | null = 1, repeat = 0): MeasuredModel {
  const slices = made.map(({ sliceId, label, probability, group = `g${sliceId}`, sourceId = 1 }) => {
    const outcome = outcomeOf(label, callAt(probability, 0.5));
    return { sliceId, sourceId, file: `${sliceId}.png`, frame: 0, label, probability, group, outcome };
  });
  const confusion = confusionOf(slices.map(({ outcome }) => outcome));
  return withFigures({
    modelId,
    modelName: `lenet-${modelId}`,
    evidence:
      modelId === null
        ? { kind: 'cross-validated', heading: 'Cross-validated, no sealed test', crossValidationId: 7, repeat }
        : { kind: 'held-out', heading: 'Held-out part of the development data, no sealed test' },
    datasetId: 1,
    datasetName: 'v1',
    threshold: 0.5,
    confusion,
    ...figuresOf(confusion),
    unsure: 0,
    excluded: 0,
    missing: [],
    slices,
  });
}
