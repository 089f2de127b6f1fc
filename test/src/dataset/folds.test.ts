import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealFolds, type FoldMember } from '../../../src/dataset/folds.ts';

const member = (key: number, group = key): FoldMember => ({
  key: `s${key}`,
  label: key % 2 === 0 ? 'haemorrhage' : 'none',
  group: `g${group}`,
});

function countsByFold(members: readonly FoldMember[], foldOf: ReadonlyMap<string, number>, label: string): number[] {
  const counts: number[] = [];
  for (const { key, label: own } of members) {
    const fold = foldOf.get(key) ?? -1;
    counts[fold] = (counts[fold] ?? 0) + (own === label ? 1 : 0);
  }
  return counts;
}

describe('dealFolds', () => {
  it('gives each fold its share of each label within one slice', () => {
    const members = Array.from({ length: 150 }, (_, key) => member(key));
    const foldOf = dealFolds(members, { folds: 5, seed: 1 });
    expect(countsByFold(members, foldOf, 'haemorrhage')).toEqual([15, 15, 15, 15, 15]);
    expect(countsByFold(members, foldOf, 'none')).toEqual([15, 15, 15, 15, 15]);
  });

  it('keeps groups whole, deals every slice once, and leaves no fold without a label', () => {
    const groupsOfUpTo = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 60 });
    fc.assert(
      fc.property(groupsOfUpTo, fc.integer({ min: 2, max: 5 }), fc.nat(), (sizes, folds, seed) => {
        const members = sizes.flatMap((size, group) =>
          Array.from({ length: size }, (_, at): FoldMember => ({ ...member(group), key: `s${group}-${at}` })),
        );
        const foldOf = dealFolds(members, { folds, seed });
        expect(foldOf.size).toBe(members.length);
        const foldOfGroup = new Map<string, number>();
        for (const { key, group } of members) {
          const fold = foldOf.get(key) ?? -1;
          expect(foldOfGroup.get(group) ?? fold).toBe(fold);
          foldOfGroup.set(group, fold);
        }
        for (const label of ['haemorrhage', 'none']) {
          const counts = countsByFold(members, foldOf, label);
          for (let fold = 0; fold < folds; fold++) expect(counts[fold]).toBeGreaterThan(0);
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('depends on the seed and the repeat, not on the order of the members', () => {
    const members = Array.from({ length: 40 }, (_, key) => member(key));
    const options = { folds: 4, seed: 7 };
    const sorted = (foldOf: ReadonlyMap<string, number>) => [...foldOf].sort(([a], [b]) => (a < b ? -1 : 1));
    const once = sorted(dealFolds(members, options));
    expect(sorted(dealFolds([...members].reverse(), options))).toEqual(once);
    expect(sorted(dealFolds(members, { ...options, seed: 8 }))).not.toEqual(once);
    expect(sorted(dealFolds(members, { ...options, repeat: 1 }))).not.toEqual(once);
  });

  it('refuses what cannot be dealt', () => {
    const members = Array.from({ length: 8 }, (_, key) => member(key));
    expect(() => dealFolds(members, { folds: 1, seed: 1 })).toThrow(RangeError);
    expect(() => dealFolds(members, { folds: 5, seed: 1 })).toThrow(/Only 4 groups have slices labelled haemorrhage/);
    expect(() => dealFolds([...members, member(0)], { folds: 2, seed: 1 })).toThrow(/stands twice/);
    const oneBleedingPatient = members.map((one) => (one.label === 'haemorrhage' ? { ...one, group: 'p' } : one));
    expect(() => dealFolds(oneBleedingPatient, { folds: 2, seed: 1 })).toThrow(/Only 1 groups/);
  });
});
