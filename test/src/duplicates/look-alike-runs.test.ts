import { describe, expect, it } from 'vitest';
import { lookAlikeRuns } from '../../../src/duplicates/look-alike-runs.ts';
import { sliceThumbnail } from '../../../src/duplicates/thumbnail.ts';
import { phantomPicture } from '../../support/phantom-pictures.ts';

function slice(seed: number, zMm: number) {
  const key = `${seed} at ${zMm}`;
  return sliceThumbnail({ ...phantomPicture(seed, zMm), key, pixelHash: key });
}

describe('lookAlikeRuns', () => {
  it('offers the slices of one head that follow each other as a run, and no lone slices', () => {
    const series = [40, 44, 48, 52].map((zMm) => slice(61, zMm));
    const others = [slice(64, 20), slice(67, 70), slice(70, 30)];
    const runs = lookAlikeRuns([...others.slice(0, 2), ...series, ...others.slice(2)]);
    expect(runs.map(({ keys }) => keys)).toEqual([series.map(({ key }) => key)]);
    expect(runs[0]?.weakest).toBeGreaterThan(0.77);
    expect(runs[0]?.weakest).toBeLessThan(1);
  });

  it('keeps the order given: the same slices apart from each other make no run', () => {
    const [first, second, other] = [slice(61, 40), slice(61, 44), slice(64, 20)];
    expect(lookAlikeRuns([first, other, second])).toEqual([]);
    expect(lookAlikeRuns([first, second, other])).toHaveLength(1);
    expect(lookAlikeRuns([first])).toEqual([]);
  });
});
