import type { DuplicateReport, NearDuplicate } from '../../../src/contract/duplicate-methods.ts';
import type { Roles } from '../../../src/contract/test-set-methods.ts';

const slice = (sliceId: number): NearDuplicate['a'] => {
  return { sliceId, sourceId: 1, file: `head_ct/${String(sliceId).padStart(3, '0')}.png`, frame: 0 };
};

const pair = (id: number, status: NearDuplicate['status'], kind: NearDuplicate['kind']): NearDuplicate => ({
  id,
  a: slice(id * 2),
  b: slice(id * 2 + 1),
  kind,
  changes: kind === 'exact' ? [] : [kind, 'windowed'],
  score: 1 - id / 100,
  status,
  reader: status === 'candidate' ? null : 'Dr A. Reader',
  judgedMs: status === 'candidate' ? null : 0,
});

/** Pairs in every state, and a split that leaks. */
export function fakeDuplicates(empty: boolean): DuplicateReport {
  if (empty) {
    const none = { searched: 0, unsearched: 0, groups: 0, sharedGroups: 0, slicesInSharedGroups: 0 };
    return { pairs: [], ...none, split: null };
  }
  const pairs = [
    pair(1, 'candidate', 'exact'),
    pair(2, 'confirmed', 'resized'),
    pair(3, 'candidate', 'flipped'),
    pair(4, 'rejected', 'cropped'),
  ];
  const leak = {
    a: slice(4),
    b: slice(5),
    partOfA: 'training',
    partOfB: 'held-out',
    why: 'near-duplicate, score 0.98',
  };
  return {
    pairs,
    ...{ searched: 120, unsearched: 12, groups: 117, sharedGroups: 3, slicesInSharedGroups: 6 },
    split: { datasetName: 'v2', leaks: [leak] },
  };
}

const proportion = (k: number, n: number) => ({ k, n, value: k / n, low: k / n - 0.1, high: Math.min(1, k / n + 0.1) });

/** A test set with two looks, and a slice that is tied to it. */
export function fakeRoles(empty: boolean): Roles {
  const nothing = { haemorrhage: 0, none: 0 };
  if (empty) return { development: nothing, used: nothing, tied: [], testSets: [], sealable: [] };
  const look = (number: number, model: string) => ({
    look: number,
    modelId: number,
    model,
    reader: 'Dr A. Reader',
    openedMs: Date.parse('2026-11-21T16:20:00'),
    n: 40,
    accuracy: proportion(35, 40),
    sensitivity: proportion(17, 20),
    specificity: proportion(18, 20),
  });
  return {
    development: { haemorrhage: 57, none: 59 },
    used: { haemorrhage: 40, none: 42 },
    tied: [{ ...slice(9), testSet: 'T1' }],
    testSets: [
      {
        id: 1,
        name: 'T1',
        manifestSha256: 'ab12cd34ef56'.repeat(6).slice(0, 64),
        counts: { haemorrhage: 20, none: 20 },
        origin: { kind: 'share', source: null, share: 0.25, seed: 7 },
        leftOut: { inBulk: 0, aiSeen: 3, noLabel: 2, sealed: 0, used: 0 },
        predictedBefore: 0,
        reader: 'Dr A. Reader',
        sealedMs: Date.parse('2026-11-20T09:00:00'),
        looks: [look(1, 'lenet-1'), look(2, 'compact-2')],
      },
    ],
    sealable: [{ sourceId: null, name: 'All sources', counts: { haemorrhage: 17, none: 17 }, whole: false }],
  };
}
