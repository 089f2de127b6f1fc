import { expect, it } from 'vitest';
import { seriesRemarks } from '../../../main/services/series-text.ts';
import { groupStudies } from '../../../src/study/series.ts';
import { fileHeader, frameHeader } from '../../support/slice-headers.ts';

/** Remarks on a series of axial slices at these heights, with these tilts. */
function remarksOn(heightsMm: readonly number[], tilts: readonly number[] = []): string[] {
  const slices = heightsMm.map((z, index) => ({
    path: `${index}.dcm`,
    frame: 0,
    header: fileHeader({
      frames: [frameHeader({ positionMm: [0, 0, z], gantryTiltDegrees: tilts[index] ?? 0, instanceNumber: index + 1 })],
    }),
  }));
  const [study] = groupStudies(slices);
  return study?.series.flatMap(seriesRemarks) ?? [];
}

it('finds nothing to remark on a regular series', () => {
  expect(remarksOn([0, 5, 10, 15])).toEqual([]);
});

it('says what is missing, uneven, doubled, and where the step changes', () => {
  expect(remarksOn([0, 5, 10, 20, 25])).toEqual([
    'A slice seems to be missing between slices 3 and 4 (10.0 mm apart, usually 5.0 mm).',
  ]);
  expect(remarksOn([0, 5, 10, 16, 21])).toEqual(['One step is uneven: 6.0 mm, usually 5.0 mm.']);
  expect(remarksOn([0, 2.5, 5, 7.5, 12.5, 17.5, 22.5])).toEqual([
    'From slice 4 on slices lie 5.0 mm apart, before 2.5 mm.',
  ]);
  expect(remarksOn([0, 5, 5, 10])).toEqual(['Two slices lie at the place of another.']);
});

it('says that the gantry was tilted', () => {
  expect(remarksOn([0, 5, 10], [-18, -18, -18])).toEqual(['Gantry tilted by -18°.']);
  expect(remarksOn([0, 5, 10], [0, 0, 12])).toEqual(['Gantry tilted by 0° to 12°: the slices are not parallel.']);
});

it('says that slices are cut off, and in which way', () => {
  const remarksOnCut = (...frames: Parameters<typeof frameHeader>[0][]) => {
    const slices = frames.map((frame, index) => ({
      path: `${index}.dcm`,
      frame: 0,
      header: fileHeader({ frames: [frameHeader({ ...frame, positionMm: [0, 0, 5 * index] })] }),
    }));
    return groupStudies(slices).flatMap(({ series }) => series.flatMap(seriesRemarks));
  };
  expect(remarksOnCut({ coarseness: 2 }, {})).toEqual(['A slice is truncated: finer detail is missing.']);
  expect(remarksOnCut({ coarseness: 2 }, { coarseness: 8 }, { rowsMissing: 9 })).toEqual([
    'A slice is truncated: lower rows are missing; 2 slices are truncated: finer detail is missing.',
  ]);
});
