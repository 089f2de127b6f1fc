import type { ImageMetadata } from '../../src/contract/review-methods.ts';

/** Which edge of the picture, as stored, the patient's left is at. Whoever turned or flipped the picture has the letters at its edges. */
export function sideWords(marks: ImageMetadata['orientationMarks']): string {
  const edge = (['left', 'right', 'top', 'bottom'] as const).find((name) => marks?.[name].startsWith('L'));
  if (!edge) return 'Sides are the patient’s. This picture does not say which of its sides is which.';
  return `Sides are the patient’s: left is at the ${edge} of the picture as stored; the letters at its edges follow it.`;
}
