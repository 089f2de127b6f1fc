import { standardiserOf } from '../shortcuts/standardise-features.ts';

/** How many neighbours a distance is the mean over. */
const NEIGHBOURS = 5;

/** Below this p-value a slice is marked as unlike: one slice in twenty that is like the others is marked as well. */
export const UNLIKE_BELOW = 0.05;

/** Fewer training slices than this cannot give a p-value below UNLIKE_BELOW. */
export const FEWEST_FOR_LIKENESS = Math.ceil(1 / UNLIKE_BELOW);

/** What new slices are compared with. */
export interface LikenessReference {
  /** Standardised features of the training slices. */
  readonly rows: readonly (readonly number[])[];
  readonly standardise: (row: readonly number[]) => number[];
  /** Distance of each training slice to its neighbours among the others, ascending. */
  readonly ownDistances: readonly number[];
}

export interface Likeness {
  /** Share of slices like the training slices that would be at least as far away. */
  readonly pValue: number;
  /** The feature that is furthest from its mean in the training slices, and by how many standard deviations. */
  readonly furthest: { readonly feature: number; readonly deviations: number };
}

/** Mean distance to the nearest neighbours. */
function distanceTo(rows: readonly (readonly number[])[], row: readonly number[]): number {
  const squares = rows.map((other) => other.reduce((sum, value, at) => sum + (value - (row[at] ?? 0)) ** 2, 0));
  const nearest = squares.sort((a, b) => a - b).slice(0, NEIGHBOURS);
  return nearest.reduce((sum, square) => sum + Math.sqrt(square), 0) / nearest.length;
}

/**
 * Takes training slices as the reference.
 * @param rows features, one row for each slice, all finite; at least FEWEST_FOR_LIKENESS of them
 * @throws RangeError for fewer
 */
export function likenessReference(rows: readonly (readonly number[])[]): LikenessReference {
  if (rows.length < FEWEST_FOR_LIKENESS) {
    throw new RangeError(`${rows.length} training slices are too few to tell what is unlike them.`);
  }
  const standardise = standardiserOf(rows);
  const standard = rows.map(standardise);
  const ownDistances = standard.map((row, at) =>
    distanceTo(
      standard.filter((_, other) => other !== at),
      row,
    ),
  );
  return { rows: standard, standardise, ownDistances: ownDistances.sort((a, b) => a - b) };
}

/**
 * How unlike the training slices a slice is: a conformal p-value (Vovk, Gammerman & Shafer 2005; for novelty, Laxhammar &
 * Falkman 2011) of its mean distance to its five nearest neighbours, against the same distance of each training slice to the
 * others. It says nothing of the label.
 */
export function likenessOf(reference: LikenessReference, features: readonly number[]): Likeness {
  const row = reference.standardise(features);
  const distance = distanceTo(reference.rows, row);
  const asFar = reference.ownDistances.filter((own) => own >= distance).length;
  const furthest = row.reduce((best, value, at) => (Math.abs(value) > Math.abs(row[best] ?? 0) ? at : best), 0);
  return {
    pValue: (asFar + 1) / (reference.ownDistances.length + 1),
    furthest: { feature: furthest, deviations: row[furthest] ?? 0 },
  };
}
