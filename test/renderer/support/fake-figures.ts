import type { HeatmapCheck } from '../../../src/contract/heatmap-methods.ts';
import type { LabelCounts, Proportion } from '../../../src/contract/shared.ts';
import type { Evaluation, Model, TrainingRun } from '../../../src/contract/training-methods.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { dice, FAKE_SLICES, THRESHOLD } from './fake-slices.ts';

/** A proportion with a Wilson interval, good enough to look at. */
export function fakeProportion(k: number, n: number): Proportion {
  if (n === 0) return { k, n, value: null, low: null, high: null };
  const z = 1.96;
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { k, n, value: p, low: (middle - half) / scale, high: (middle + half) / scale };
}

export function fakeRun(id: number, rounds: number, done: number, status: TrainingRun['status']): TrainingRun {
  return {
    id,
    datasetId: 1,
    datasetName: `v${Math.min(id, 2)}`,
    architecture: ARCHITECTURES.lenet,
    settings: { rounds, batchSize: 32, learningRate: 5e-4, warmUpSteps: 10, seed: 20 + id },
    status,
    reason: status === 'diverged' ? 'The loss stayed at 8.06 for 3 rounds: the network had died.' : null,
    epochs: Array.from({ length: done }, (_, index) => ({
      epoch: index + 1,
      loss: 0.7 * Math.exp(-index / 4) + 0.03 * dice(index + id),
      accuracy: 1 - 0.5 * Math.exp(-index / 3),
      validationLoss: 0.7 * Math.exp(-index / 5) + 0.12 + 0.05 * dice(index * 3 + id),
      validationAccuracy: 0.92 - 0.42 * Math.exp(-index / 3) + 0.03 * dice(index * 5 + id),
      durationMs: 4200,
    })),
    counts: { training: 120, validation: 30, heldOut: 50 },
    startedMs: Date.parse('2026-11-20T09:10:00') + id * 3_600_000,
    finishedMs: status === 'running' ? null : Date.parse('2026-11-20T09:11:02') + id * 3_600_000,
    modelId: status === 'finished' || status === 'stopped' ? id : null,
  };
}

export function fakeModel(id: number, current: boolean, right: number): Model {
  return {
    id,
    name: `lenet-${id}`,
    runId: id,
    architectureName: 'lenet',
    datasetId: id,
    datasetName: `v${id}`,
    weightsSha256: 'c0ffee'.repeat(11).slice(0, 64),
    weightsFound: true,
    threshold: THRESHOLD,
    domain: 'png',
    synthetic: false,
    createdMs: Date.parse('2026-11-20T09:12:00') + id * 3_600_000,
    current,
    accuracy: fakeProportion(right, 50),
    sensitivity: fakeProportion(Math.round(right / 2), 25),
    specificity: fakeProportion(right - Math.round(right / 2), 25),
  };
}

export function fakeEvaluation(modelId: number, skip: number): Evaluation {
  const slices = FAKE_SLICES.filter(({ kind, index }) => kind === 'png' && index % 2 === (index >> 3) % 2)
    .slice(0, 50)
    .map((slice, place) => {
      const probability = place % skip === 0 ? 1 - slice.probability : slice.probability;
      const called = probability >= THRESHOLD;
      const outcome = `${called === slice.bleed ? 'true' : 'false'}-${called ? 'positive' : 'negative'}` as const;
      return {
        sliceId: slice.id,
        sourceId: slice.sourceId,
        file: `head_ct/${String(slice.index).padStart(3, '0')}.png`,
        frame: 0,
        label: slice.bleed ? ('haemorrhage' as const) : ('none' as const),
        probability,
        group: `head-${slice.id}`,
        outcome,
      };
    });
  const count = (outcome: string) => slices.filter((slice) => slice.outcome === outcome).length;
  const [tp, fp] = [count('true-positive'), count('false-positive')];
  const [tn, fn] = [count('true-negative'), count('false-negative')];
  return {
    modelId,
    modelName: `lenet-${modelId}`,
    evidence: { kind: 'held-out', heading: 'Held-out part of the development data, no sealed test' },
    datasetId: 2,
    datasetName: 'v2',
    threshold: THRESHOLD,
    n: slices.length,
    confusion: { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn },
    accuracy: fakeProportion(tp + tn, slices.length),
    sensitivity: fakeProportion(tp, tp + fn),
    specificity: fakeProportion(tn, tn + fp),
    unsure: 3,
    excluded: 1,
    missing: [],
    slices,
  };
}

export const FAKE_COUNTS: LabelCounts = { haemorrhage: 57, none: 59, unsure: 3, excluded: 1, unlabelled: 33 };

/** A check in which Grad-CAM depends on what was learnt and Grad-CAM++ does not. */
export function fakeHeatmapCheck(modelId: number): HeatmapCheck {
  const figure = (value: number) => ({ value, low: value - 0.08, high: value + 0.08, n: 32, method: '', reason: null });
  const method = (name: HeatmapCheck['methods'][number]['method'], value: number) => ({
    method: name,
    steps: [{ block: 'convolution 0', similarity: figure(value) }],
    scale: 1,
  });
  return {
    modelId,
    modelName: 'lenet-2',
    seed: 1,
    slices: 32,
    missing: 0,
    methods: [method('grad-cam', 0.31), method('grad-cam-plus-plus', 0.84), method('occlusion', 0.47)],
    checkedMs: 0,
  };
}
