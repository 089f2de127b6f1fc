import { resizeBilinear } from '../../src/prediction/resize.ts';

/** A grey picture, 0 to 1, row-major: what copies are made of. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly grey: Float32Array;
}

export function resized(picture: Picture, rowScale: number, columnScale = rowScale): Picture {
  const rows = Math.round(picture.rows * rowScale);
  const columns = Math.round(picture.columns * columnScale);
  return { rows, columns, grey: resizeBilinear(picture.grey, picture.rows, picture.columns, rows, columns) };
}

/** Contrast about mid-grey, brightness and gamma, cut off at black and white and rounded to 8 bits. */
export function windowed(picture: Picture, contrast: number, brightness: number, gamma = 1): Picture {
  const grey = picture.grey.map((level) => {
    const moved = Math.max(0, Math.min(1, (level - 0.5) * contrast + 0.5 + brightness));
    return Math.round(255 * moved ** gamma) / 255;
  });
  return { ...picture, grey };
}

export function mirrored(picture: Picture): Picture {
  const grey = picture.grey.map((_, index) => {
    const column = index % picture.columns;
    return at(picture, Math.floor(index / picture.columns), picture.columns - 1 - column);
  });
  return { ...picture, grey };
}

export function upsideDown(picture: Picture): Picture {
  const grey = picture.grey.map((_, index) =>
    at(picture, picture.rows - 1 - Math.floor(index / picture.columns), index % picture.columns),
  );
  return { ...picture, grey };
}

/** A quarter turn clockwise. */
export function quarterTurned(picture: Picture): Picture {
  const { rows, columns } = picture;
  const grey = picture.grey.map((_, index) => at(picture, rows - 1 - (index % rows), Math.floor(index / rows)));
  return { rows: columns, columns: rows, grey };
}

/** Shares of the picture cut away at each edge; negative shares add black. */
export function cropped(picture: Picture, top: number, right: number, bottom: number, left: number): Picture {
  const fromRow = Math.round(top * picture.rows);
  const fromColumn = Math.round(left * picture.columns);
  const rows = picture.rows - fromRow - Math.round(bottom * picture.rows);
  const columns = picture.columns - fromColumn - Math.round(right * picture.columns);
  const grey = Float32Array.from({ length: rows * columns }, (_, index) =>
    at(picture, fromRow + Math.floor(index / columns), fromColumn + (index % columns)),
  );
  return { rows, columns, grey };
}

/** What JPEG does to a picture: 8 x 8 cosine transform, rounded to multiples of `step` (in levels of 255) that grow with frequency. */
export function recompressed(picture: Picture, step: number): Picture {
  const grey = picture.grey.slice();
  for (let top = 0; top + 8 <= picture.rows; top += 8) {
    for (let left = 0; left + 8 <= picture.columns; left += 8)
      compressBlock(grey, picture.columns, top, left, step / 255);
  }
  return { ...picture, grey };
}

const COSINES = Array.from({ length: 8 }, (_, frequency) =>
  Array.from(
    { length: 8 },
    (_unused, place) =>
      (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16),
  ),
);

function compressBlock(grey: Float32Array, columns: number, top: number, left: number, step: number): void {
  const block = COSINES.map((_, row) =>
    COSINES.map((_unused, column) => grey[(top + row) * columns + left + column] ?? 0),
  );
  const spectrum = transform(block, (frequency, place) => COSINES[frequency]?.[place] ?? 0);
  const rounded = spectrum.map((line, down) =>
    line.map((value, across) => {
      const size = step * (1 + down + across);
      return Math.round(value / size) * size;
    }),
  );
  transform(rounded, (place, frequency) => COSINES[frequency]?.[place] ?? 0).forEach((line, row) => {
    line.forEach((value, column) => {
      grey[(top + row) * columns + left + column] = Math.round(255 * Math.max(0, Math.min(1, value))) / 255;
    });
  });
}

function transform(block: number[][], weight: (to: number, from: number) => number): number[][] {
  const across = block.map((line) =>
    line.map((_, to) => line.reduce((sum, value, from) => sum + weight(to, from) * value, 0)),
  );
  return across.map((_, to) =>
    across.map((_unused, column) =>
      across.reduce((sum, line, from) => sum + weight(to, from) * (line[column] ?? 0), 0),
    ),
  );
}

function at(picture: Picture, row: number, column: number): number {
  if (row < 0 || column < 0 || row >= picture.rows || column >= picture.columns) return 0;
  return picture.grey[row * picture.columns + column] ?? 0;
}
