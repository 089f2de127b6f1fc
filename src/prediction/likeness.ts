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
  /** Distance of each training slice to its neighbours among those of other groups, ascending. */
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

/** A training slice: its features, all finite, and the group that it hangs together with (patient, study, near-duplicates). */
export interface Lesson {
  readonly features: readonly number[];
  readonly group: string;
}

/** Whether so many slices of so many groups can tell what is unlike them. */
export function canTellUnlike(lessons: readonly Pick<Lesson, 'group'>[]): boolean {
  return lessons.length >= FEWEST_FOR_LIKENESS && new Set(lessons.map(({ group }) => group)).size > 1;
}

/**
 * Takes training slices as the reference. Each is measured against the slices of other groups alone, as a new patient's slice will
 * be: beside its own patient's every slice lies near.
 * @throws RangeError unless they can tell (`canTellUnlike`)
 */
export function likenessReference(lessons: readonly Lesson[]): LikenessReference {
  if (!canTellUnlike(lessons)) {
    throw new RangeError(
      `${lessons.length} training slices are too few, or of one group, to tell what is unlike them.`,
    );
  }
  const standardise = standardiserOf(lessons.map(({ features }) => features));
  const standard = lessons.map(({ features }) => standardise(features));
  const ownDistances = standard.map((row, at) =>
    distanceTo(
      standard.filter((_, other) => lessons[other]?.group !== lessons[at]?.group),
      row,
    ),
  );
  return { rows: standard, standardise, ownDistances: ownDistances.sort((a, b) => a - b) };
}

/**
 * How unlike the training slices a slice is: a conformal p-value (Vovk, Gammerman & Shafer 2005; for novelty, Laxhammar &
 * Falkman 2011) of its mean distance to its five nearest neighbours, against the same distance of each training slice to
 * those of other groups. It says nothing of the label.
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
