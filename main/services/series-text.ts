import type { InspectedSlice, Series, Study } from '../../src/study/series.ts';

/** A series' name on the screen: its description, else its number, else the folder of pictures. */
export function seriesTitle<T extends InspectedSlice>(study: Study<T>, series: Series<T>, sourceName: string): string {
  const number = series.number === null ? '' : `${series.number}: `;
  if (series.description) return `${number}${series.description}`;
  if (series.seriesUid !== null) return `${number}${series.modality ?? 'Series'}`;
  const folder = study.key.startsWith('folder:') ? study.key.slice('folder:'.length) : '';
  return folder === '' ? sourceName : folder;
}

/** What is irregular about a series' positions, in sentences; slices are counted from 1 as on the screen. */
export function seriesRemarks<T extends InspectedSlice>(series: Series<T>): string[] {
  const remarks: string[] = [];
  for (const gap of series.gaps) {
    if (gap.kind !== 'missing') continue;
    const missing = gap.count <= 1 ? 'A slice seems to be missing' : `${gap.count} slices seem to be missing`;
    const steps = `${gap.stepMm.toFixed(1)} mm apart, usually ${gap.usualStepMm.toFixed(1)} mm`;
    remarks.push(`${missing} between slices ${gap.afterIndex + 1} and ${gap.afterIndex + 2} (${steps}).`);
  }
  const doubled = series.gaps.filter((gap) => gap.kind === 'duplicate').length;
  if (doubled > 0)
    remarks.push(`${doubled === 1 ? 'Two slices lie' : `${doubled} slices lie`} at the place of another.`);
  return remarks;
}
