/** A closed line: x, y, x, y, ... in pixels of the slice from its upper left corner; the last point joins the first. */
export type ContourRing = readonly number[];

/**
 * The edge of where a map is at or above a threshold: marching squares (Lorensen and Cline, 1987, in two dimensions) over
 * pixel centres, the crossings interpolated linearly. Outside the picture there is no heat, so every line closes. Where two
 * hot pixels touch by a corner alone they are kept apart, as in hotRegions.
 * @param heat one value per pixel, row-major, not negative
 * @param threshold above 0
 * @throws RangeError for a threshold that is not above 0
 */
export function contourRings(heat: ArrayLike<number>, rows: number, columns: number, threshold: number): ContourRing[] {
  if (!(threshold > 0)) throw new RangeError(`A contour at ${threshold} would go around everything.`);
  const valueAt = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : (heat[row * columns + column] as number);
  const next = new Map<number, Segment>();
  const wide = columns + 1;
  const hotPixels = withMargin(heat, rows, columns, threshold);
  const margined = columns + 2;
  for (let row = -1; row < rows; row += 1) {
    for (let column = -1; column < columns; column += 1) {
      const at = (row + 1) * margined + column + 1;
      const first = hotPixels[at];
      // Nearly every square is hot or cold as a whole.
      if (hotPixels[at + 1] === first && hotPixels[at + margined] === first && hotPixels[at + margined + 1] === first)
        continue;
      const corners: Corners = [
        valueAt(row, column),
        valueAt(row, column + 1),
        valueAt(row + 1, column + 1),
        valueAt(row + 1, column),
      ];
      for (const [from, to] of segmentsOf(corners, threshold)) {
        const start = edgeKey(row + 1, column + 1, from, wide);
        next.set(start, {
          to: edgeKey(row + 1, column + 1, to, wide),
          point: crossing(row, column, from, corners, threshold),
        });
      }
    }
  }
  return linkRings(next);
}

/** 1 for each hot pixel, with a cold one all around the picture. */
function withMargin(heat: ArrayLike<number>, rows: number, columns: number, threshold: number): Uint8Array {
  const margined = columns + 2;
  const hot = new Uint8Array((rows + 2) * margined);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if ((heat[row * columns + column] as number) >= threshold) hot[(row + 1) * margined + column + 1] = 1;
    }
  }
  return hot;
}

type Corners = readonly [number, number, number, number];
/** Edges of a square of four pixel centres, clockwise from the top. */
type Edge = 0 | 1 | 2 | 3;

interface Segment {
  readonly to: number;
  readonly point: readonly [number, number];
}

/** The pieces of line in one square, each with the hot side to its right; two where opposite corners are hot. */
function segmentsOf(corners: Corners, threshold: number): [Edge, Edge][] {
  const hot = corners.map((value) => value >= threshold);
  const [a, b, c, d] = hot;
  if (a && c && !b && !d)
    return [
      [0, 3],
      [2, 1],
    ];
  if (b && d && !a && !c)
    return [
      [1, 0],
      [3, 2],
    ];
  let from: Edge | null = null;
  let to: Edge | null = null;
  for (const edge of [0, 1, 2, 3] as const) {
    const [before, after] = [hot[edge], hot[(edge + 1) % 4]];
    if (before && !after) from = edge;
    if (!before && after) to = edge;
  }
  return from === null || to === null ? [] : [[from, to]];
}

/** One number for each edge between two neighbouring pixel centres; the square below or to the right shares it. */
function edgeKey(row: number, column: number, edge: Edge, wide: number): number {
  switch (edge) {
    case 0:
      return 2 * (row * (wide + 1) + column);
    case 2:
      return 2 * ((row + 1) * (wide + 1) + column);
    case 3:
      return 2 * (row * (wide + 1) + column) + 1;
    case 1:
      return 2 * (row * (wide + 1) + column + 1) + 1;
  }
}

/** Where the threshold is crossed on an edge of the square whose upper left pixel is at row, column. */
function crossing(
  row: number,
  column: number,
  edge: Edge,
  corners: Corners,
  threshold: number,
): readonly [number, number] {
  const [a, b, c, d] = corners;
  const share = (from: number, to: number): number => (threshold - from) / (to - from);
  const [left, top] = [column + 0.5, row + 0.5];
  switch (edge) {
    case 0:
      return [left + share(a, b), top];
    case 1:
      return [left + 1, top + share(b, c)];
    case 2:
      return [left + share(d, c), top + 1];
    case 3:
      return [left, top + share(a, d)];
  }
}

function linkRings(next: Map<number, Segment>): ContourRing[] {
  const rings: ContourRing[] = [];
  for (const first of [...next.keys()]) {
    const ring: number[] = [];
    for (let at = next.has(first) ? first : null; at !== null; ) {
      const segment: Segment | undefined = next.get(at);
      if (!segment) break;
      next.delete(at);
      ring.push(...segment.point);
      at = segment.to;
    }
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}
