import { expect, it } from 'vitest';
import { heatmapScaleOf } from '../../../src/explanation/heatmap-scale.ts';
import { occlusionGrid } from '../../../src/explanation/occlusion-grid.ts';
import {
  randomisationVerdict,
  similarityFigure,
  similarityWord,
  verdictWord,
} from '../../../src/explanation/randomisation-check.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { weightBlocksFromTop } from '../../../src/training/weight-blocks.ts';

const slicesAround = (mean: number, count: number, perGroup = 1) => {
  const random = createSeededRandom(count);
  return Array.from({ length: count }, (_, i) => ({
    group: `g${Math.floor(i / perGroup)}`,
    correlation: mean + 0.1 * random.normal(),
  }));
};

it('gives the mean with an interval as wide as its standard error', () => {
  const { value, low, high, n } = similarityFigure(slicesAround(0.3, 200), 1);
  expect(n).toBe(200);
  expect(value).toBeCloseTo(0.3, 1);
  // 2 x 1.96 x 0.1 / sqrt(200)
  expect((high ?? 0) - (low ?? 0)).toBeCloseTo(0.0277, 2);
  expect(similarityFigure(slicesAround(0.3, 200), 1)).toEqual(similarityFigure(slicesAround(0.3, 200), 1));
});

it('draws slices of one group together, so copies make no interval narrower', () => {
  const once = slicesAround(0.3, 20);
  const fourTimes = [...once, ...once, ...once, ...once];
  const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
  expect(width(similarityFigure(fourTimes, 1))).toBeCloseTo(width(similarityFigure(once, 1)), 10);
});

it('leaves slices without ranks out and says how many are left; few slices have no interval', () => {
  const slices = [...slicesAround(0.3, 12), { group: 'x', correlation: null }];
  expect(similarityFigure(slices, 1).n).toBe(12);
  const few = similarityFigure(slicesAround(0.3, 7), 1);
  expect(few).toMatchObject({ n: 7, low: null, high: null });
  expect(randomisationVerdict(few)).toBe('unsettled');
  const none = similarityFigure([{ group: 'x', correlation: null }], 1);
  expect(none).toMatchObject({ value: null, n: 0 });
  expect(similarityWord(none)).toMatch(/no heat/);
});

it('reads the interval and not the mean', () => {
  expect(randomisationVerdict({ low: 0.2, high: 0.4 })).toBe('depends');
  expect(randomisationVerdict({ low: 0.4, high: 0.5 })).toBe('unsettled');
  expect(randomisationVerdict({ low: 0.5, high: 0.9 })).toBe('does-not-depend');
  expect(randomisationVerdict({ low: null, high: null })).toBe('unsettled');
  expect(verdictWord('does-not-depend')).toMatch(/untrained network/);
  const figure = { value: 0.31, low: 0.22, high: 0.4, n: 32, method: '', reason: null };
  expect(similarityWord(figure)).toBe('0.31 [0.22 to 0.40], n = 32');
});

it('knows the blocks of each network from the top, and where it is covered', () => {
  const names = (name: keyof typeof ARCHITECTURES) =>
    weightBlocksFromTop(ARCHITECTURES[name]).map((block) => block.name);
  expect(names('lenet')).toEqual(['dense 9', 'dense 7', 'convolution 3', 'convolution 0']);
  expect(names('compact')).toHaveLength(5);
  for (const architecture of Object.values(ARCHITECTURES)) {
    const { starts, patch, firstCenter, cellStep, width } = occlusionGrid(architecture);
    expect(starts).toHaveLength(width);
    expect(starts[0]).toBeGreaterThanOrEqual(0);
    expect((starts.at(-1) ?? 0) + patch).toBeLessThanOrEqual(architecture.inputSide);
    expect(firstCenter).toBe((starts[0] ?? 0) + patch / 2);
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBe(cellStep);
  }
});

it('takes the 99th percentile of the peaks for full heat', () => {
  const maps = Array.from({ length: 200 }, (_, i) => ({ values: Float32Array.of(0, i + 1) }));
  expect(heatmapScaleOf(maps)).toBe(198);
  expect(heatmapScaleOf([{ values: new Float32Array(3) }])).toBeNull();
});
