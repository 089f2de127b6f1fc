import type { Label } from '../review/label.ts';

/** A slice whose label differs between two versions of a data set. */
export interface LabelDifference {
  /** `sliceKey` of the slice. */
  readonly key: string;
  readonly before: Label;
  readonly after: Label;
}

/** What changed from one version to the next. */
export interface VersionDifference {
  /** Slices of both versions whose label differs, in the order of the later one. */
  readonly corrected: readonly LabelDifference[];
  readonly added: number;
  readonly removed: number;
}

/** Compares the labels of two versions, by `sliceKey`. New slices are no corrections. */
export function versionDifference(
  before: ReadonlyMap<string, Label>,
  after: ReadonlyMap<string, Label>,
): VersionDifference {
  const corrected: LabelDifference[] = [];
  let added = 0;
  for (const [key, label] of after) {
    const old = before.get(key);
    if (old === undefined) added += 1;
    else if (old !== label) corrected.push({ key, before: old, after: label });
  }
  return { corrected, added, removed: before.size + added - after.size };
}
