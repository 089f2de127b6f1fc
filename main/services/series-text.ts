import { isScout } from '../../src/study/eligibility.ts';
import type { InspectedSlice, Series, Study } from '../../src/study/series.ts';
import type { SeriesGap } from '../../src/study/series-gaps.ts';
import { shearDegrees } from '../../src/study/shear.ts';

/** A series' name on the screen: its description, else its number, else the folder of pictures. */
export function seriesTitle<T extends InspectedSlice>(study: Study<T>, series: Series<T>, sourceName: string): string {
  const number = series.number === null ? '' : `${series.number}: `;
  if (series.description) return `${number}${series.description}`;
  if (series.seriesUid !== null) return `${number}${series.modality ?? 'Series'}`;
  const folder = study.key.startsWith('folder:') ? study.key.slice('folder:'.length) : '';
  return folder === '' ? sourceName : folder;
}

/** Tilts in degrees that differ by less are one tilt. */
const SAME_TILT_DEGREES = 0.5;

function gapRemark(gap: SeriesGap): string | null {
  const mm = (value: number) => `${value.toFixed(1)} mm`;
  switch (gap.kind) {
    case 'missing': {
      const missing = gap.count <= 1 ? 'A slice seems to be missing' : `${gap.count} slices seem to be missing`;
      const steps = `${mm(gap.stepMm)} apart, usually ${mm(gap.usualStepMm)}`;
      return `${missing} between slices ${gap.afterIndex + 1} and ${gap.afterIndex + 2} (${steps}).`;
    }
    case 'step-change':
      return `From slice ${gap.afterIndex + 1} on slices lie ${mm(gap.stepMm)} apart, before ${mm(gap.usualStepMm)}.`;
    case 'uneven': {
      const steps = gap.steps === 1 ? 'One step is' : `${gap.steps} steps are`;
      const range = gap.leastMm === gap.mostMm ? mm(gap.leastMm) : `${gap.leastMm.toFixed(1)} to ${mm(gap.mostMm)}`;
      return `${steps} uneven: ${range}, usually ${mm(gap.usualStepMm)}.`;
    }
    case 'duplicate':
      return null;
  }
}

/** What the positions of a CT say of its gantry, in degrees to a tenth without a sign; null where they tell nothing. */
function tiltByPositions<T extends InspectedSlice>({ modality, slices }: Series<T>): number | null {
  const frames = slices.flatMap(({ header, frame }) => header.frames[frame] ?? []);
  const scout = slices.some(({ header, frame }) => header.frames[frame] && isScout(header, header.frames[frame]));
  const shear = modality !== 'CT' || scout ? null : shearDegrees(frames);
  return shear === null ? null : Math.round(shear * 10) / 10;
}

/**
 * Gantry tilt: slices of a tilted gantry are a sheared stack, and a heap of them is no straight volume. By the header's
 * GantryDetectorTilt (0018,1120), and by the positions where it is not there or another.
 */
function tiltRemark<T extends InspectedSlice>(series: Series<T>): string | null {
  const tilts = series.slices.flatMap(({ header, frame }) => header.frames[frame]?.gantryTiltDegrees ?? []);
  const [least, most] = [Math.min(...tilts), Math.max(...tilts)];
  const headerTilt = tilts.length === 0 ? 0 : Math.max(Math.abs(least), Math.abs(most));
  if (headerTilt >= SAME_TILT_DEGREES && most - least >= SAME_TILT_DEGREES)
    return `Gantry tilted by ${least}° to ${most}°: the slices are not parallel.`;
  const byPositions = tiltByPositions(series);
  if (byPositions !== null && Math.abs(byPositions - headerTilt) > SAME_TILT_DEGREES)
    return tilts.length === 0
      ? `Gantry tilted by ${byPositions}° by the positions; the header does not say.`
      : `Gantry tilted by ${least}° by the header, by ${byPositions}° by the positions.`;
  return headerTilt < SAME_TILT_DEGREES ? null : `Gantry tilted by ${least}°.`;
}

function truncationRemark<T extends InspectedSlice>(series: Series<T>): string | null {
  const shown = series.slices.map(({ header, frame }) => header.frames[frame]);
  const cut = shown.filter((frame) => frame && frame.rowsMissing > 0).length;
  const coarse = shown.filter((frame) => frame && frame.coarseness > 1).length;
  const files = new Map(series.slices.map(({ path, header }) => [path, header.framesMissing]));
  const frames = [...files.values()].reduce((sum, missing) => sum + missing, 0);
  const parts = [
    cut > 0 ? `${cut === 1 ? 'A slice is' : `${cut} slices are`} truncated: lower rows are missing` : null,
    coarse > 0 ? `${coarse === 1 ? 'a slice is' : `${coarse} slices are`} truncated: finer detail is missing` : null,
    frames > 0
      ? `${frames === 1 ? 'a frame of a cut-off file is' : `${frames} frames of a cut-off file are`} missing`
      : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const sentence = parts.join('; ');
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}

/** What is irregular about a series' files and positions, in sentences; slices are counted from 1 as on the screen. */
export function seriesRemarks<T extends InspectedSlice>(series: Series<T>): string[] {
  const doubled = series.gaps.filter((gap) => gap.kind === 'duplicate').length;
  const remarks = [
    truncationRemark(series),
    ...series.gaps.map(gapRemark),
    doubled === 0 ? null : `${doubled === 1 ? 'Two slices lie' : `${doubled} slices lie`} at the place of another.`,
    tiltRemark(series),
  ];
  return remarks.filter((remark) => remark !== null);
}
