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
  expect(remarksOn([0, 5], [-18, -18])).toEqual(['Gantry tilted by -18°.']);
  expect(remarksOn([0, 5, 10], [0, 0, 12])).toEqual(['Gantry tilted by 0° to 12°: the slices are not parallel.']);
});

/** Remarks on a tilted gantry's six slices with the table going straight, or not. */
function remarksOnTilted(
  headerTilt: number | null,
  degrees: number,
  change: Parameters<typeof fileHeader>[0] = {},
  imageType = ['ORIGINAL', 'PRIMARY', 'AXIAL'],
): string[] {
  const lean = (degrees * Math.PI) / 180;
  const slices = [0, 5, 10, 15, 20, 25].map((z, index) => {
    const orientation: [number, number, number, number, number, number] = [1, 0, 0, 0, Math.cos(lean), Math.sin(lean)];
    const frame = { positionMm: [0, 0, z] as [number, number, number], orientation, gantryTiltDegrees: headerTilt };
    return {
      path: `${index}.dcm`,
      frame: 0,
      header: fileHeader({ ...change, frames: [frameHeader({ ...frame, imageType })] }),
    };
  });
  return groupStudies(slices).flatMap(({ series }) => series.flatMap(seriesRemarks));
}

it('says by the positions that the gantry was tilted where the header does not', () => {
  expect(remarksOnTilted(null, 18.04)).toEqual(['Gantry tilted by 18° by the positions; the header does not say.']);
  expect(remarksOnTilted(null, 0)).toEqual([]);
  expect(remarksOnTilted(null, 0.4)).toEqual([]);
});

it('says both where the header and the positions differ, and the header alone where they do not', () => {
  expect(remarksOnTilted(-18, 18.3)).toEqual(['Gantry tilted by -18°.']);
  expect(remarksOnTilted(18, 18.3)).toEqual(['Gantry tilted by 18°.']);
  expect(remarksOnTilted(18, 19)).toEqual(['Gantry tilted by 18° by the header, by 19° by the positions.']);
  expect(remarksOnTilted(-12, 0)).toEqual(['Gantry tilted by -12° by the header, by 0° by the positions.']);
  expect(remarksOnTilted(0, 14.34)).toEqual(['Gantry tilted by 0° by the header, by 14.3° by the positions.']);
});

it('says no tilt by the positions of scouts, of other modalities, or of a single slice', () => {
  expect(remarksOnTilted(null, 18, {}, ['ORIGINAL', 'PRIMARY', 'LOCALIZER'])).toEqual([]);
  expect(remarksOnTilted(null, 18, { seriesDescription: 'Topogram 0.6' })).toEqual([]);
  expect(remarksOnTilted(null, 18, { modality: 'MR' })).toEqual([]);
  expect(remarksOn([0])).toEqual([]);
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
