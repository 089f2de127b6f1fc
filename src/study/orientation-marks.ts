import { imageAxes, type PatientVector } from './direction.ts';
import type { FrameHeader } from './file-header.ts';

/** Letters for the four sides of an image: L/R left/right, A/P front/back, H/F head/foot of the patient. */
export interface OrientationMarks {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

const TOWARDS = ['L', 'P', 'H'] as const;
const AWAY = ['R', 'A', 'F'] as const;
/** From 30 degrees on a second letter is added. */
const SECOND_LETTER = 0.5;

/** Letters of a direction, strongest first. */
function letters(direction: PatientVector): string {
  return direction
    .map((part, axis) => ({ size: Math.abs(part), letter: (part > 0 ? TOWARDS : AWAY)[axis] ?? '' }))
    .sort((a, b) => b.size - a.size)
    .filter(({ size }, rank) => rank === 0 || size >= SECOND_LETTER)
    .map(({ letter }) => letter)
    .join('');
}

function opposite([x, y, z]: PatientVector): PatientVector {
  return [-x, -y, -z];
}

/** What lies at each side of the image (PS3.3 C.7.6.1.1.1), or null where the file does not tell. */
export function orientationMarks(frame: Pick<FrameHeader, 'orientation'>): OrientationMarks | null {
  if (frame.orientation === null) return null;
  const { row, column } = imageAxes(frame.orientation);
  return {
    left: letters(opposite(row)),
    right: letters(row),
    top: letters(opposite(column)),
    bottom: letters(column),
  };
}
