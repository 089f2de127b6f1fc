/** A part of a picture in whole pixels. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Morphological opening with a cross of five pixels: `times` erosions, then as many dilations. Outside the picture
 * nothing is set, so what touches the edge erodes there too.
 * @param mask 1 where set, row-major
 */
export function openMask(mask: Uint8Array, rows: number, columns: number, times: number): Uint8Array {
  let opened = mask;
  for (let time = 0; time < times; time++) opened = crossFilter(opened, rows, columns, 5);
  for (let time = 0; time < times; time++) opened = crossFilter(opened, rows, columns, 1);
  return opened;
}

/** Sets each pixel of whose cross of five at least `least` are set. */
function crossFilter(mask: Uint8Array, rows: number, columns: number, least: number): Uint8Array {
  const filtered = new Uint8Array(mask.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const count =
        (mask[at] as number) +
        (column > 0 ? (mask[at - 1] as number) : 0) +
        (column < columns - 1 ? (mask[at + 1] as number) : 0) +
        (row > 0 ? (mask[at - columns] as number) : 0) +
        (row < rows - 1 ? (mask[at + columns] as number) : 0);
      filtered[at] = count >= least ? 1 : 0;
    }
  }
  return filtered;
}

/** The bounding box of the largest part of a mask that hangs together by its sides; null for an empty mask. */
export function largestPartBox(mask: Uint8Array, rows: number, columns: number): Box | null {
  const open = new Uint8Array(mask);
  const stack = new Int32Array(mask.length);
  let best: Box | null = null;
  let bestCount = 0;
  for (let start = 0; start < open.length; start++) {
    if (open[start] !== 1) continue;
    const part = takePart(open, rows, columns, start, stack);
    if (part.count <= bestCount) continue;
    bestCount = part.count;
    best = part.box;
  }
  return best;
}

/** A part of a mask that hangs together by its sides. */
export interface MaskPart {
  /** How many pixels it has. */
  readonly count: number;
  /** One of its pixels, an index into the mask. */
  readonly start: number;
}

/** Every part of a mask that hangs together by its sides, in the order of their first pixels. */
export function maskParts(mask: Uint8Array, rows: number, columns: number): MaskPart[] {
  const open = new Uint8Array(mask);
  const stack = new Int32Array(mask.length);
  const parts: MaskPart[] = [];
  for (let start = 0; start < open.length; start++) {
    if (open[start] === 1) parts.push({ count: takePart(open, rows, columns, start, stack).count, start });
  }
  return parts;
}

/** The part of a mask that holds a pixel, alone; empty where that pixel is not set. */
export function maskPartAt(mask: Uint8Array, rows: number, columns: number, start: number): Uint8Array {
  const rest = new Uint8Array(mask);
  if (rest[start] === 1) takePart(rest, rows, columns, start, new Int32Array(mask.length));
  // What was taken is set in the mask and no longer in the rest.
  for (let at = 0; at < rest.length; at++) rest[at] = mask[at] === 1 && rest[at] !== 1 ? 1 : 0;
  return rest;
}

/** Clears the part that holds `start` from the mask, and says how large it was and where. */
function takePart(
  open: Uint8Array,
  rows: number,
  columns: number,
  start: number,
  stack: Int32Array,
): { count: number; box: Box } {
  let [count, height] = [0, 0];
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  const push = (at: number): void => {
    if (open[at] !== 1) return;
    open[at] = 0;
    stack[height++] = at;
  };
  push(start);
  while (height > 0) {
    const at = stack[--height] as number;
    const row = Math.floor(at / columns);
    const column = at - row * columns;
    count += 1;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
    if (column > 0) push(at - 1);
    if (column < columns - 1) push(at + 1);
    if (row > 0) push(at - columns);
    if (row < rows - 1) push(at + columns);
  }
  return { count, box: { top, left, rows: bottom - top + 1, columns: right - left + 1 } };
}
