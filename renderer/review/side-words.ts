import type { ImageMetadata } from '../../src/contract/review-methods.ts';

/** Which edge of the picture, as stored, the patient's left is at; in a turned or flipped one the letters at its edges say it. */
export function sideWords(marks: ImageMetadata['orientationMarks']): string {
  const edge = (['left', 'right', 'top', 'bottom'] as const).find((name) => marks?.[name].startsWith('L'));
  if (!edge) return 'Sides are the patient’s; this picture does not say where they are.';
  return `Sides are the patient’s: left is at the ${edge} of the picture as stored.`;
}
