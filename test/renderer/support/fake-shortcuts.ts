import type { ClassDistribution, DatasetShortcuts } from '../../../src/contract/shortcut-methods.ts';
import { BRAIN_STATISTICS, type BrainStatistic } from '../../../src/shortcuts/brain-statistics.ts';
import { distributionsOf } from '../../../src/shortcuts/distributions.ts';
import { type AuditedSlice, shortcutAudit } from '../../../src/shortcuts/shortcut-audit.ts';
import { dice, FAKE_SLICES, type FakeSlice } from './fake-slices.ts';

/** Made-up measurements: slices with a bleed are wider and brighter, with some overlap. */
function fakeMeasured({ id, bleed, kind }: FakeSlice): AuditedSlice {
  const shift = bleed ? 0.4 : 0;
  const width = Math.round(200 + 300 * (dice(id * 3) + shift));
  const brain = BRAIN_STATISTICS.map(({ name }, place) => [name, dice(id * 17 + place) + shift * (place % 3)]);
  const peak = kind === 'ct' ? 34 : bleed ? 30 : 25;
  return {
    sliceId: id,
    label: bleed ? 'haemorrhage' : 'none',
    group: `slice-${id}`,
    statistics: {
      pictureFacts: {
        width,
        height: Math.round(width * 1.2),
        aspect: 1 / 1.2,
        borderShare: dice(id + 1) / 10,
        meanGrey: 0.35 + dice(id + 2) / 5,
        cornerBrightness: dice(id + 4) / 10,
      },
      brainStatistics: Object.fromEntries(brain) as Record<BrainStatistic, number>,
      histogram: {
        unit: kind === 'ct' ? 'HU' : 'grey',
        counts: Array.from({ length: 64 }, (_, bin) =>
          Math.round((bin === 0 ? 4000 : 0) + 900 * Math.exp(-(((bin - peak) / 5) ** 2)) + 60 * dice(id * bin)),
        ),
      },
      colourShare: id % 5 === 0 ? dice(id) : 0,
    },
  };
}

/** What gives the labels of the made-up world away. */
export function fakeShortcuts(): DatasetShortcuts {
  const slices = FAKE_SLICES.filter(({ kind }) => kind !== 'scout').map(fakeMeasured);
  const folds = [slices.map((_, index) => (index >> 1) % 5)];
  const distributions = distributionsOf(slices);
  const samplesOf = (label: AuditedSlice['label']): ClassDistribution['samples'] =>
    slices
      .filter((slice) => slice.label === label)
      .slice(0, 12)
      .map(({ sliceId }) => ({ sliceId, sourceId: 1, file: `head_ct/${sliceId}.png`, frame: 0 }));
  return {
    datasetId: 2,
    datasetName: 'v2',
    seed: 1,
    createdMs: Date.parse('2026-11-20T12:00:00'),
    audit: { ...shortcutAudit(slices, folds, { network: null }), missing: [] },
    blocked: null,
    distributions: {
      haemorrhage: { ...distributions.haemorrhage, samples: samplesOf('haemorrhage') },
      none: { ...distributions.none, samples: samplesOf('none') },
    },
  };
}
