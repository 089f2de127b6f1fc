import type { Evidence, MeasuredModel } from '../../src/contract/training-methods.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import type { CardDataset, ModelCardFacts } from '../../src/report/card-facts.ts';
import { confusionOf, figuresOf, outcomeOf } from '../../src/statistics/confusion.ts';
import { withFigures } from '../../src/statistics/with-figures.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { preprocessingFor } from '../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';

const HASH = 'ab12cd34'.repeat(8);

/** Made-up scored slices of two sources; file names in them are a patient's. */
export function measuredSlices(evidence: Evidence, count: number, seed = 7): MeasuredModel {
  const random = createSeededRandom(seed);
  const slices = Array.from({ length: count }, (_, index) => {
    const label = index % 2 === 0 ? ('haemorrhage' as const) : ('none' as const);
    const probability = Math.min(1, Math.max(0, (label === 'haemorrhage' ? 0.72 : 0.3) + 0.22 * random.normal()));
    const outcome = outcomeOf(label, probability >= 0.5 ? 'haemorrhage' : 'none');
    const place = { sliceId: index + 1, sourceId: index % 3 === 0 ? 2 : 1, file: `SMITH^JOHN/${index}.png`, frame: 0 };
    return { ...place, label, probability, group: `g${index}`, outcome };
  });
  const confusion = confusionOf(slices.map(({ outcome }) => outcome));
  return withFigures({
    ...{ modelId: 3, modelName: 'compact-3', evidence, datasetId: 2, datasetName: 'v2', threshold: 0.5, confusion },
    ...figuresOf(confusion),
    ...{ unsure: 3, excluded: 1, slices },
    missing: [{ file: 'SMITH^JOHN/99.png', message: 'SMITH^JOHN/99.png is gone' }],
  });
}

export const HELD_OUT = { kind: 'held-out', heading: 'Held-out part of the development data, no sealed test' } as const;

const DATASET: CardDataset = {
  name: 'v2',
  manifestSha256: HASH,
  frozen: '2026-11-20T09:00:00.000Z',
  ...{ haemorrhage: 74, none: 76, unsure: 3, excluded: 1, corrected: 6, groups: 131, groupedBy: 'same patient' },
  labels: { fromSource: 140, fromReads: 14, readers: 2, predictionSeen: 5 },
};

/** Facts of a card that add up: 170 files, 160 pictures, 165 slices, 150 that train and score, 37 of these held out. */
export function cardFacts(over: Partial<ModelCardFacts> = {}): ModelCardFacts {
  const architecture = ARCHITECTURES.compact;
  return {
    ...{ appVersion: '0.1.0', made: '2026-11-24T10:00:00.000Z', projectUuid: 'd9428888-122b-11e1-b85c-61cd3cbb3210' },
    project: { images: 160, slices: 165, slicesOfEarlierFiles: 0, labelledLater: 2 },
    sources: [
      source(1, 'labelled-set', 150, [{ words: 'truncated', count: 4 }]),
      source(2, 'study', 20, [{ words: 'not an image', count: 3 }]),
    ],
    dataset: DATASET,
    split: {
      ...{ seed: 7, heldOutFraction: 0.25, validationFraction: 0.2, training: 90, validation: 23, heldOut: 37 },
      ...{ ownTableSha256: null, sources: null, ofOtherSources: 0, leakingPairs: 0, unsearched: 0 },
    },
    ...{ sealed: [], looks: [], prevalence: 0.1, crossValidation: null, shortcuts: null, heatmapCheck: null },
    model: {
      ...{ name: 'compact-3', weightsSha256: HASH, weightsByteLength: 247_032, threshold: 0.5, domain: 'png' },
      ...{
        selection: 'The weights after the last round.',
        ensembling: 'One network.',
        synthetic: false,
        created: '2026-11-20T09:12:00.000Z',
      },
      ...{ architecture, preprocessing: preprocessingFor(architecture) },
      ...{ settings: defaultTrainingSettings(architecture, 7), roundsRun: 80, outcome: 'finished' },
    },
    measured: [measuredSlices(HELD_OUT, 36)],
    audit: { entries: 57, headHash: HASH },
    ...over,
  };
}

function source(
  id: number,
  kind: 'labelled-set' | 'study',
  files: number,
  refused: ModelCardFacts['sources'][number]['refused'],
): ModelCardFacts['sources'][number] {
  return { id, pseudonym: `source-${String(id).repeat(20)}`, kind, synthetic: false, files, refused };
}
