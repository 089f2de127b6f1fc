import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { shownMarks } from '../../src/viewing/shown-marks.ts';
import type { View } from '../../src/viewing/view.ts';

/**
 * Which edge of the picture, as it is drawn now, the patient's left is at. Flips and turns move the edge; the side that a reader
 * names stays the patient's.
 * @param view how the picture lies on the screen; null for as stored
 */
export function sideWords(
  marks: ImageMetadata['orientationMarks'],
  view: Pick<View, 'rotation' | 'hflip' | 'vflip'> | null,
): string {
  const shown = marks && view ? shownMarks(marks, view) : marks;
  const edge = (['left', 'right', 'top', 'bottom'] as const).find((name) => shown?.[name].startsWith('L'));
  if (!edge) return 'Sides are the patient’s; this picture does not say where they are.';
  return `Sides are the patient’s: left is at the ${edge} of the picture${view ? ' on the screen' : ''}.`;
}
