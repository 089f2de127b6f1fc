import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import type { TrainableLabel } from '../../../src/review/label.ts';
import { distributionsOf } from '../../../src/shortcuts/distributions.ts';
import { outOfFold } from '../../../src/shortcuts/out-of-fold.ts';
import { type AuditedSlice, shortcutAudit } from '../../../src/shortcuts/shortcut-audit.ts';
import { sliceStatistics } from '../../../src/shortcuts/slice-statistics.ts';
import { pngHeader } from './fixtures/png-header.ts';

const random = createSeededRandom(5);
const base = sliceStatistics(
  { rows: 40, columns: 40, samples: 1, pixels: new Uint8Array(1600).fill(90) },
  pngHeader(40, 40),
  0,
);

/** Slices whose width tells the label (`told`) or not, and whose brains tell nothing. */
function slices(count: number, told: boolean): AuditedSlice[] {
  return Array.from({ length: count }, (_, index) => {
    const label: TrainableLabel = index % 2 === 0 ? 'haemorrhage' : 'none';
    const width = (told && label === 'haemorrhage' ? 600 : 300) + random.integer(0, 200);
    const mean = random.normal();
    const statistics = {
      ...base,
      pictureFacts: { ...base.pictureFacts, width },
      brainStatistics: { ...base.brainStatistics, mean },
    };
    return { sliceId: index + 1, label, group: `g${index}`, statistics };
  });
}
const foldsOf = (count: number, shift = 0): number[] => Array.from({ length: count }, (_, i) => ((i >> 1) + shift) % 5);
const network = (list: readonly AuditedSlice[], wrongEvery: number): number[] =>
  list.map(({ label }, index) => ((label === 'haemorrhage') === (index % wrongEvery !== 0) ? 0.9 : 0.1));

describe('the shortcut audit', () => {
  it('finds the property that tells the label, and says that it does', () => {
    const list = slices(80, true);
    const audit = shortcutAudit(list, [foldsOf(80)], { network: null });
    const [facts, brain] = audit.classifiers;
    expect(audit).toMatchObject({ n: 80, positiveCount: 40, groupCount: 80, folds: 5, repeats: 1, network: null });
    expect(facts?.figures.accuracy.value).toBe(1);
    expect(facts?.features[0]).toMatchObject({ name: 'width', unit: 'pixels' });
    expect(facts?.features[0]?.influence).toBeGreaterThan(0.9);
    expect(facts?.words).toMatch(/^Image size.* tell the label \(100\.0 % .* 80 slices\): a network must do better/);
    expect(brain?.words).toMatch(/do not provably tell the label/);
    expect(audit.warnings).toEqual([]);
  });

  it('warns of a network that is not better than image size alone, and not of one that is', () => {
    const told = slices(80, true);
    const same = shortcutAudit(told, [foldsOf(80)], { network: [network(told, 9)] });
    expect(same.network?.comparisons.map(({ verdict }) => verdict)).toEqual(['worse', 'better']);
    expect(same.warnings).toHaveLength(1);
    expect(same.warnings[0]).toMatch(
      /^The network is worse than image size.*accuracy -11\.3 \(95 % interval .* 80 slices/,
    );

    const blank = slices(80, false);
    const better = shortcutAudit(blank, [foldsOf(80)], { network: [network(blank, 20)] });
    expect(better.warnings).toEqual([]);
    expect(better.network?.figures.accuracy).toMatchObject({ value: 0.95, n: 80 });
    expect(better.network?.comparisons[0]?.deLongP).toBeLessThan(0.01);
  });

  it('takes a network for better only where every repeat says so, and does not count repeats as more slices', () => {
    const list = slices(80, false);
    const folds = [foldsOf(80), foldsOf(80, 1)];
    const chance = list.map((_, index) => (index % 4 < 2 ? 0.6 : 0.4));
    const audit = shortcutAudit(list, folds, { network: [network(list, 20), chance] });
    expect(audit.network?.comparisons[0]?.verdict).toBe('not-provably-better');
    expect(audit.warnings[0]).toMatch(/not provably better than image size.*, but for 1 of 2 repeats/);
    expect(audit.classifiers[0]?.figures.accuracy).toMatchObject({
      n: 80,
      method: expect.stringMatching(/^mean of 2/),
    });
    expect(audit.network?.figures.accuracy.value).toBeCloseTo((0.95 + 0.5) / 2, 10);
  });

  it('groups the intervals where groups hold several slices, and refuses folds that tear a group', () => {
    const list = slices(80, true).map((slice, index) => ({ ...slice, group: `pair${index >> 1}` }));
    const audit = shortcutAudit(list, [foldsOf(80)], { network: [network(list, 9)] });
    expect(audit.classifiers[1]?.figures.auc.method).toMatch(/^group bootstrap/);
    expect(audit.network?.comparisons[0]?.deLongP).toBeNull();
    const torn = foldsOf(80).with(1, 3);
    expect(() => shortcutAudit(list, [torn], { network: null })).toThrow(/leaks: group pair0 lies in folds 0 and 3/);
    expect(() => shortcutAudit(list, [foldsOf(79)], { network: null })).toThrow(/A list of 79 for 80 slices/);
    expect(() => shortcutAudit(list, [foldsOf(80)], { network: [] })).toThrow(/0 lists of probabilities for 1 repeats/);
  });
});

describe('out-of-fold probabilities', () => {
  it('come from fits that saw nothing of the fold', () => {
    const seen: number[][] = [];
    const spy = {
      fit: (rows: readonly (readonly number[])[]) => {
        const taught = rows.map(([value]) => value ?? 0);
        seen.push(taught);
        return { probability: ([value = 0]: readonly number[]) => (taught.includes(value) ? 1 : 0), influence: [1] };
      },
    };
    const labels = [0, 1, 2, 3].map((index): TrainableLabel => (index % 2 ? 'none' : 'haemorrhage'));
    const { probabilities } = outOfFold(spy, [[10], [11], [12], [13]], labels, [0, 0, 1, 1]);
    expect(probabilities).toEqual([0, 0, 0, 0]);
    expect(seen).toEqual([
      [12, 13],
      [10, 11],
    ]);
  });
});

describe('distributions', () => {
  it('are made for each label, each slice counting as much as another', () => {
    const grey = (shares: [number, number]) => ({
      unit: 'grey' as const,
      counts: Array.from({ length: 64 }, (_, bin) => (bin === 1 ? shares[0] : bin === 2 ? shares[1] : 0)),
    });
    const [first, second] = slices(2, true);
    if (!first || !second) throw new Error('no slices');
    const small = {
      label: 'none' as const,
      statistics: { ...second.statistics, histogram: grey([10, 0]), colourShare: 0.5 },
    };
    const large = { label: 'none' as const, statistics: { ...second.statistics, histogram: grey([500, 500]) } };
    const { haemorrhage, none } = distributionsOf([first, small, large]);
    expect(haemorrhage.n).toBe(1);
    expect(none).toMatchObject({ n: 2, coloured: 1, colourShare: { least: 0, median: 0.25, most: 0.5 } });
    expect(none.levels.grey.shares[1]).toBeCloseTo(0.75, 12);
    expect(none.levels.grey.shares[2]).toBeCloseTo(0.25, 12);
    expect(none.levels.HU.n).toBe(0);
    expect(distributionsOf([first]).none.width).toBeNull();
  });
});
