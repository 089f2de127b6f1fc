import { resizeBilinear } from '../prediction/resize.ts';

/** A grey picture: levels 0 (black) to 1 (white), row-major, `rows * columns` long. */
export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  readonly grey: Float32Array;
}

/** A rectangle in pixels of a picture; edges may lie between pixels. */
export interface PixelBox {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** Longest side of the copy in which the head is looked for: 1 % of a head is enough, registration does the rest. */
const SEARCH_SIDE = 128;

/** A head (near the vertex, in a wide field of view) fills at least this share of the picture; a label or a scale does not. */
const SMALLEST_HEAD_SHARE = 0.08;

/**
 * The bounding box of the largest bright part of a slice, which is the head: the threshold stands above the picture's
 * background also where a window has lifted that to grey. The whole picture where nothing large stands out.
 */
export function headBox(picture: GreyPicture): PixelBox {
  const shrink = Math.min(1, SEARCH_SIDE / Math.max(picture.rows, picture.columns));
  const rows = Math.max(1, Math.round(picture.rows * shrink));
  const columns = Math.max(1, Math.round(picture.columns * shrink));
  const small = resizeBilinear(picture.grey, picture.rows, picture.columns, rows, columns);
  const bright = openWithCross(aboveThreshold(small), rows, columns);
  const box = largestPartBox(bright, rows, columns);
  if (box.rows * box.columns < SMALLEST_HEAD_SHARE * rows * columns) {
    return { top: 0, left: 0, rows: picture.rows, columns: picture.columns };
  }
  const [down, across] = [picture.rows / rows, picture.columns / columns];
  return { top: box.top * down, left: box.left * across, rows: box.rows * down, columns: box.columns * across };
}

function aboveThreshold(grey: Float32Array): Uint8Array {
  const sorted = grey.slice().sort();
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const threshold = Math.max(20 / 255, 0.15 * quantile(0.995), quantile(0.05) + 15 / 255);
  return Uint8Array.from(grey, (level) => (level > threshold ? 1 : 0));
}

/** Erosion and dilation by a 3 x 3 cross: cuts the thin ties between the head and its holder or a burnt-in frame. */
function openWithCross(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const crossed = (from: Uint8Array, keep: (count: number, own: number) => boolean): Uint8Array =>
    from.map((own, index) => {
      const column = index % columns;
      const up = index >= columns ? (from[index - columns] ?? 0) : own;
      const down = index < (rows - 1) * columns ? (from[index + columns] ?? 0) : own;
      const left = column > 0 ? (from[index - 1] ?? 0) : own;
      const right = column < columns - 1 ? (from[index + 1] ?? 0) : own;
      return keep(own + up + down + left + right, own) ? 1 : 0;
    });
  return crossed(
    crossed(mask, (count) => count === 5),
    (count) => count > 0,
  );
}

/** The bounding box of the 4-connected part with the most pixels; an empty box where there is none. */
function largestPartBox(mask: Uint8Array, rows: number, columns: number): PixelBox {
  const left = mask.slice();
  const stack: number[] = [];
  let best = { pixels: 0, top: 0, left: 0, bottom: -1, right: -1 };
  const push = (index: number): void => {
    if (left[index] !== 1) return;
    left[index] = 0;
    stack.push(index);
  };
  for (let start = 0; start < left.length; start++) {
    push(start);
    const part = { pixels: 0, top: rows, left: columns, bottom: -1, right: -1 };
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const row = Math.floor(index / columns);
      const column = index - row * columns;
      part.pixels += 1;
      part.top = Math.min(part.top, row);
      part.bottom = Math.max(part.bottom, row);
      part.left = Math.min(part.left, column);
      part.right = Math.max(part.right, column);
      if (row > 0) push(index - columns);
      if (row < rows - 1) push(index + columns);
      if (column > 0) push(index - 1);
      if (column < columns - 1) push(index + 1);
    }
    if (part.pixels > best.pixels) best = part;
  }
  return { top: best.top, left: best.left, rows: best.bottom - best.top + 1, columns: best.right - best.left + 1 };
}
