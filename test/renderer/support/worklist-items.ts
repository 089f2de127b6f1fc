import type { WorklistItem } from '../../../src/contract/review-methods.ts';
import type { Prediction } from '../../../src/contract/shared.ts';
import { cannotTell } from '../../../src/prediction/doubt-zone.ts';

/** A prediction at threshold 0.5, with a zone of doubt from 0.375 to 0.625. */
export function prediction(probability: number): Prediction {
  const call = probability >= 0.5 ? 'haemorrhage' : 'none';
  return {
    modelId: 1,
    modelName: 'lenet-1',
    probability,
    threshold: 0.5,
    call,
    cannotTell: cannotTell(probability, 0.5, 0.25),
  };
}

/** A slice of a list; its place in the stack is its id unless told otherwise. */
export function item(sliceId: number, rest: Partial<WorklistItem> = {}): WorklistItem {
  return {
    sliceId,
    seriesIndex: 0,
    sliceIndex: sliceId,
    file: `${sliceId}.png`,
    frame: 0,
    format: 'png',
    instanceNumber: null,
    positionMm: null,
    plane: null,
    sourceLabel: null,
    currentLabel: null,
    read: false,
    notes: '',
    notPredictable: null,
    prediction: null,
    visible: { ai: true, truth: true, ownReads: true, othersReads: true },
    likeness: null,
    ...rest,
  };
}

export function byId(items: readonly WorklistItem[]): ReadonlyMap<number, WorklistItem> {
  return new Map(items.map((one) => [one.sliceId, one]));
}
