import { describe, expect, it } from 'vitest';
import { findNearDuplicates, NEAR_DUPLICATE_THRESHOLD } from '../../../src/duplicates/near-duplicates.ts';
import { type SliceThumbnail, sliceThumbnail } from '../../../src/duplicates/thumbnail.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { phantomPicture } from '../../support/phantom-pictures.ts';
import {
  cropped,
  mirrored,
  type Picture,
  quarterTurned,
  recompressed,
  resized,
  upsideDown,
  windowed,
} from '../../support/slice-copies.ts';

function thumbnail(key: string, picture: Picture, pixelHash = key): SliceThumbnail {
  return sliceThumbnail({ ...picture, key, pixelHash });
}

/** Ten heads at ten heights. */
const HEADS = Array.from({ length: 10 }, (_, index) => {
  const zMm = 20 + 7 * index;
  return { seed: 40 + index, zMm, picture: phantomPicture(40 + index, zMm) };
});
const ORIGINALS = HEADS.map(({ picture }, index) => thumbnail(`original ${index}`, picture));

const COPIES: readonly { name: string; changes: readonly string[]; copy: (picture: Picture) => Picture }[] = [
  { name: 'shrunk', changes: ['resized'], copy: (picture) => resized(picture, 0.6) },
  { name: 'enlarged', changes: ['resized'], copy: (picture) => resized(picture, 1.4) },
  { name: 'stretched', changes: ['resized'], copy: (picture) => resized(picture, 0.8, 0.95) },
  { name: 'of more contrast', changes: ['windowed'], copy: (picture) => windowed(picture, 1.6, 0.05) },
  { name: 'of less contrast', changes: ['windowed'], copy: (picture) => windowed(picture, 0.6, 0.1) },
  { name: 'in a narrow window', changes: ['windowed'], copy: (picture) => windowed(picture, 2.6, 0.05) },
  { name: 'with a gamma', changes: ['windowed'], copy: (picture) => windowed(picture, 1, 0, 0.6) },
  { name: 'mirrored', changes: ['flipped'], copy: mirrored },
  { name: 'upside down', changes: ['flipped'], copy: upsideDown },
  { name: 'turned by a quarter', changes: ['turned'], copy: quarterTurned },
  { name: 'cropped into the head', changes: ['cropped'], copy: (picture) => cropped(picture, 0.12, 0.04, 0.1, 0) },
  { name: 'padded', changes: ['cropped'], copy: (picture) => cropped(picture, -0.1, -0.2, -0.05, -0.1) },
  { name: 'recompressed', changes: ['recompressed'], copy: (picture) => recompressed(picture, 20) },
  {
    name: 'mirrored, cropped, shrunk, windowed and recompressed',
    changes: ['flipped', 'cropped', 'resized', 'windowed'],
    copy: (picture) =>
      recompressed(windowed(resized(cropped(mirrored(picture), 0.05, 0, 0.06, 0.04), 0.7), 1.5, 0.06, 0.8), 10),
  },
];

describe('findNearDuplicates', () => {
  it.each(COPIES)('pairs each head with its copy and no other: $name', ({ changes, copy }) => {
    const copies = HEADS.map(({ picture }, index) => thumbnail(`copy ${index}`, copy(picture)));
    const pairs = findNearDuplicates([...ORIGINALS, ...copies]);
    const found = pairs.map(({ a, b }) => `${a} = ${b}`).sort();
    expect(found).toEqual(HEADS.map((_, index) => `copy ${index} = original ${index}`));
    for (const pair of pairs) {
      expect(pair.kind).toBe(changes[0]);
      expect(pair.changes).toEqual(changes);
      expect(pair.score).toBeLessThanOrEqual(1);
    }
  });

  it('pairs neither other heads nor slices of one head 3 mm apart, which score well below', () => {
    const neighbours = HEADS.map(({ seed, zMm }, index) =>
      thumbnail(`neighbour ${index}`, phantomPicture(seed, zMm + 3)),
    );
    expect(findNearDuplicates([...ORIGINALS, ...neighbours])).toEqual([]);
    const alike = findNearDuplicates([...ORIGINALS, ...neighbours], 0.3);
    expect(alike.length).toBeGreaterThan(5);
    expect(alike[0]?.score).toBeLessThan(NEAR_DUPLICATE_THRESHOLD - 0.02);
    for (const { a, b } of alike.filter(({ score }) => score > 0.6)) expect(a.split(' ')[1]).toBe(b.split(' ')[1]);
  });

  it('pairs exact copies by hash with the first, however many there are, and still finds the changed copy', () => {
    const [head] = HEADS;
    if (!head) throw new Error('There is a first head.');
    const same = Array.from({ length: 15 }, (_, index) =>
      thumbnail(`same ${String(index).padStart(2, '0')}`, head.picture, 'pixels'),
    );
    const changed = thumbnail('shrunk', resized(head.picture, 0.5));
    const pairs = findNearDuplicates([...ORIGINALS.slice(1), ...same, changed]);
    const exact = pairs.filter(({ kind }) => kind === 'exact');
    expect(exact.map(({ a, b, score, changes }) => ({ a, b, score, changes }))).toEqual(
      same.slice(1).map(({ key }) => ({ a: 'same 00', b: key, score: 1, changes: [] })),
    );
    expect(pairs.slice(exact.length)).toMatchObject([{ a: 'same 00', b: 'shrunk', kind: 'resized' }]);
  });

  it('gives the same pairs in the same order whatever the order of the slices, best first', () => {
    const copies = HEADS.map(({ picture }, index) =>
      thumbnail(`copy ${index}`, recompressed(resized(picture, 0.7), 15)),
    );
    const slices = [...ORIGINALS, ...copies];
    const pairs = findNearDuplicates(slices);
    expect(findNearDuplicates(createSeededRandom(3).shuffle(slices))).toEqual(pairs);
    const scores = pairs.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(pairs).toHaveLength(HEADS.length);
  });

  it('makes nothing of empty and flat pictures', () => {
    const flat = (key: string, level: number) =>
      thumbnail(key, { rows: 40, columns: 30, grey: new Float32Array(1200).fill(level) });
    expect(findNearDuplicates([])).toEqual([]);
    expect(
      findNearDuplicates([flat('black', 0), flat('grey', 0.5), flat('white', 1), ...ORIGINALS.slice(0, 2)]),
    ).toEqual([]);
  });

  it('refuses a key that stands twice', () => {
    const [first] = ORIGINALS;
    if (!first) throw new Error('There is a first original.');
    expect(() => findNearDuplicates([first, first])).toThrow(/original 0 stands twice/);
  });
});
