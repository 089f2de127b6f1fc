import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EarlierMember,
  type SplitAssignment,
  type SplitMember,
  type SplitPart,
  splitSlices,
} from '../../../src/dataset/split.ts';

const fractions = { heldOutFraction: 0.25, validationFraction: 0.2 };
const fresh = (seed: number) => ({ ...fractions, seed, earlier: [] });

const member = (index: number, label: SplitMember['label'], ...links: string[]): SplitMember => ({
  key: `slice-${String(index).padStart(4, '0')}`,
  label,
  links,
});
const singles = (count: number): SplitMember[] =>
  Array.from({ length: count }, (_, index) => member(index, index % 2 === 0 ? 'haemorrhage' : 'none'));

const partsByKey = (assignments: readonly SplitAssignment[]): Map<string, SplitPart> =>
  new Map(assignments.map(({ key, part }) => [key, part]));

const earlierOf = (members: readonly SplitMember[], assignments: readonly SplitAssignment[]): EarlierMember[] => {
  const parts = partsByKey(assignments);
  return members.map(({ key, links }) => ({ key, links, part: parts.get(key) ?? 'training' }));
};

/** Slices whose links to patients, studies and pixels are drawn at random, so that groups of all shapes come about. */
const members = fc
  .array(
    fc.record({
      haemorrhage: fc.boolean(),
      patient: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      pixels: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    }),
    { maxLength: 60 },
  )
  .map((drawn) =>
    drawn.map(({ haemorrhage, patient, pixels }, index) => {
      const links = [`file:${index}`];
      if (patient !== undefined) links.push(`patient:${patient}`);
      if (pixels !== undefined) links.push(`pixels:${pixels}`);
      return member(index, haemorrhage ? 'haemorrhage' : 'none', ...links);
    }),
  );

function expectNoSharedLink(all: readonly SplitMember[], assignments: readonly SplitAssignment[]): void {
  const parts = partsByKey(assignments);
  const partOfLink = new Map<string, SplitPart | undefined>();
  for (const { key, links } of all) {
    for (const link of links) {
      if (partOfLink.has(link)) expect(parts.get(key), `${key} by ${link}`).toBe(partOfLink.get(link));
      else partOfLink.set(link, parts.get(key));
    }
  }
}

describe('splitSlices', () => {
  it('holds out a quarter of each label and validates with a fifth of the rest', () => {
    const all = [...singles(150)];
    const parts = partsByKey(splitSlices(all, fresh(7)));
    for (const label of ['haemorrhage', 'none'] as const) {
      const own = all.filter((slice) => slice.label === label).map((slice) => parts.get(slice.key));
      const heldOut = own.filter((part) => part === 'held-out').length;
      expect(Math.abs(heldOut - 75 / 4)).toBeLessThanOrEqual(1);
      const validation = own.filter((part) => part === 'validation').length;
      expect(Math.abs(validation - (75 - heldOut) / 5)).toBeLessThanOrEqual(1);
    }
  });

  it('never parts slices that share a patient, a study or pixels', () => {
    fc.assert(
      fc.property(members, fc.nat(), (all, seed) => expectNoSharedLink(all, splitSlices(all, fresh(seed)))),
      { seed: 1, numRuns: 300 },
    );
  });

  it('depends on the slices and the seed alone', () => {
    fc.assert(
      fc.property(members, fc.nat(), (all, seed) => {
        expect(splitSlices([...all].reverse(), fresh(seed))).toEqual(splitSlices(all, fresh(seed)));
      }),
      { seed: 2, numRuns: 100 },
    );
    expect(splitSlices(singles(150), fresh(1))).not.toEqual(splitSlices(singles(150), fresh(2)));
  });

  it('lets no slice that was held out train later, whatever joins', () => {
    fc.assert(
      fc.property(members, fc.nat(), fc.nat(), fc.nat(), (all, count, seed, laterSeed) => {
        const before = all.slice(0, all.length === 0 ? 0 : count % all.length);
        const first = splitSlices(before, fresh(seed));
        const later = splitSlices(all, { ...fresh(laterSeed), earlier: earlierOf(before, first) });
        const parts = partsByKey(later);
        expectNoSharedLink(all, later);
        for (const { key, part } of first) if (part === 'held-out') expect(parts.get(key)).toBe('held-out');
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('keeps every part of an earlier split when what comes new is unrelated, and deals out only the new', () => {
    const old = singles(100);
    const first = splitSlices(old, fresh(1));
    const all = singles(200);
    const later = partsByKey(splitSlices(all, { ...fresh(99), earlier: earlierOf(old, first) }));
    for (const { key, part } of first) expect(later.get(key)).toBe(part);
    const heldOut = [...later.values()].filter((part) => part === 'held-out').length;
    expect(Math.abs(heldOut - 50)).toBeLessThanOrEqual(2);
  });

  it('moves a training slice to the held-out part when a new slice ties it to a held-out one', () => {
    const earlier: EarlierMember[] = [
      { key: 'a', links: ['patient:1'], part: 'held-out' },
      { key: 'b', links: ['patient:2'], part: 'training' },
    ];
    const all: SplitMember[] = [
      { key: 'a', label: 'none', links: ['patient:1'] },
      { key: 'b', label: 'none', links: ['patient:2'] },
      { key: 'c', label: 'none', links: ['patient:1', 'patient:2'] },
    ];
    expect([...partsByKey(splitSlices(all, { ...fresh(1), earlier })).values()]).toEqual(Array(3).fill('held-out'));
  });

  it('holds out a new slice of a patient whose held-out slice has since been set aside', () => {
    const earlier: EarlierMember[] = [{ key: 'gone', links: ['patient:1'], part: 'held-out' }];
    const all: SplitMember[] = [{ key: 'new', label: 'haemorrhage', links: ['patient:1'] }];
    expect(splitSlices(all, { ...fresh(1), earlier })).toEqual([{ key: 'new', group: 'gone', part: 'held-out' }]);
  });

  it('keeps fractions close with groups of many slices', () => {
    const all = Array.from({ length: 600 }, (_, index) =>
      member(index, index % 3 === 0 ? 'haemorrhage' : 'none', `patient:${Math.floor(index / 15)}`),
    );
    const parts = [...partsByKey(splitSlices(all, fresh(5))).values()];
    expect(parts.filter((part) => part === 'held-out').length / 600).toBeCloseTo(0.25, 1);
    expect(parts.filter((part) => part === 'validation').length / 450).toBeCloseTo(0.2, 1);
  });

  it('comes within one group of the fractions asked for, of each label', () => {
    const shares = fc.integer({ min: 5, max: 50 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(members, fc.nat(), shares, shares, (all, seed, heldOutFraction, validationFraction) => {
        const assignments = splitSlices(all, { seed, heldOutFraction, validationFraction, earlier: [] });
        const sizes = new Map<string, number>();
        for (const { group } of assignments) sizes.set(group, (sizes.get(group) ?? 0) + 1);
        const largest = Math.max(0, ...sizes.values());
        const parts = partsByKey(assignments);
        for (const label of ['haemorrhage', 'none'] as const) {
          const own = all.filter((slice) => slice.label === label).map((slice) => parts.get(slice.key));
          const heldOut = own.filter((part) => part === 'held-out').length;
          const validation = own.filter((part) => part === 'validation').length;
          expect(Math.abs(heldOut - heldOutFraction * own.length)).toBeLessThanOrEqual(largest);
          expect(Math.abs(validation - validationFraction * (own.length - heldOut))).toBeLessThanOrEqual(largest);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('refuses a slice that stands twice', () => {
    expect(() => splitSlices([member(1, 'none'), member(1, 'none')], fresh(1))).toThrow(RangeError);
  });
});
