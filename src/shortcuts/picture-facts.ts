import { headBox } from '../prediction/head-box.ts';
import type { ShortcutFeature } from './shortcut-feature.ts';

/**
 * What can be said of a slice's picture without looking at the brain: if these tell the label, the data set gives it away
 * by how its pictures were made. In the order in which the classifier gets them.
 */
export const PICTURE_FACTS = [
  { name: 'width', word: 'Width', unit: 'pixels', meaning: 'Columns of the picture.' },
  { name: 'height', word: 'Height', unit: 'pixels', meaning: 'Rows of the picture.' },
  { name: 'aspect', word: 'Aspect', unit: 'ratio', meaning: 'Width divided by height.' },
  {
    name: 'borderShare',
    word: 'Border',
    unit: 'share',
    meaning: 'Share of the picture outside the box around the head.',
  },
  { name: 'meanGrey', word: 'Mean grey', unit: 'level', meaning: 'Mean grey level of the whole picture, 0 to 1.' },
  {
    name: 'cornerBrightness',
    word: 'Corners',
    unit: 'level',
    meaning: 'Mean grey level of four squares in the corners, each a sixteenth of the shorter side, 0 to 1.',
  },
] as const satisfies readonly ShortcutFeature[];
export type PictureFact = (typeof PICTURE_FACTS)[number]['name'];

/** Side of a corner's square as a share of the picture's shorter side. */
const CORNER_SHARE = 1 / 16;

/** @param levels grey levels 0..1, row-major, `rows * columns` long */
export function pictureFacts(levels: Float32Array, rows: number, columns: number): Record<PictureFact, number> {
  const box = headBox(levels, rows, columns);
  return {
    width: columns,
    height: rows,
    aspect: columns / rows,
    borderShare: 1 - (box.rows * box.columns) / (rows * columns),
    meanGrey: levels.reduce((sum, level) => sum + level, 0) / levels.length,
    cornerBrightness: cornerBrightness(levels, rows, columns),
  };
}

function cornerBrightness(levels: Float32Array, rows: number, columns: number): number {
  const side = Math.max(1, Math.floor(CORNER_SHARE * Math.min(rows, columns)));
  let sum = 0;
  for (let down = 0; down < side; down += 1) {
    for (let across = 0; across < side; across += 1) {
      for (const row of [down, rows - 1 - down]) {
        for (const column of [across, columns - 1 - across]) sum += levels[row * columns + column] as number;
      }
    }
  }
  return sum / (4 * side * side);
}
