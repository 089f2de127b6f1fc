import { groupBy } from '../collections/group-by.ts';
import type { ImportProblem } from '../contract/import-methods.ts';
import type { TrainableLabel } from '../review/label.ts';

/** A readable, labelled slice of a set under check. `row` is the table's line, null for class folders. */
export interface LabelledSlice {
  readonly row: number | null;
  readonly file: string;
  readonly fileSha256: string;
  /** 0-based. */
  readonly frame: number;
  readonly label: TrainableLabel;
}

const where = (slice: LabelledSlice): string =>
  slice.row === null ? `"${slice.file}"` : `row ${slice.row} ("${slice.file}")`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function conflict(slice: LabelledSlice, others: readonly LabelledSlice[]): ImportProblem {
  const against = others.find((other) => other.label !== slice.label) ?? slice;
  const same = against.file === slice.file ? 'the same picture' : 'a file with the same bytes';
  const message =
    `${sentence(where(slice))} says ${slice.label}, ${where(against)} says ${against.label} of ${same}. ` +
    `Neither is imported until one is corrected.`;
  return { code: 'conflicting-labels', row: slice.row, file: slice.file, message };
}

function repeated(slice: LabelledSlice, first: LabelledSlice): ImportProblem {
  const sameFile = slice.file === first.file;
  const message = sameFile
    ? `${sentence(where(slice))} names the same picture as ${where(first)}; it is imported once.`
    : `${sentence(where(slice))} has the same bytes as ${where(first)}; it is imported once.`;
  return { code: sameFile ? 'duplicate-id' : 'duplicate-file', row: slice.row, file: slice.file, message };
}

/**
 * Decides which labelled slices can be imported. Of slices with the same bytes and frame the first counts and the others
 * are listed; where their labels differ none counts. A slice that the project already holds with another source label
 * does not count either: source labels are never overwritten.
 * @param knownLabels source labels in the project, by `sliceKey`
 */
export function settleLabels<T extends LabelledSlice>(
  slices: readonly T[],
  knownLabels: ReadonlyMap<string, TrainableLabel>,
): { readonly good: readonly T[]; readonly problems: readonly ImportProblem[] } {
  const groups = groupBy(slices, sliceKey);
  const good: T[] = [];
  const problems: ImportProblem[] = [];
  for (const [key, group] of groups) {
    const [first, ...rest] = group;
    if (!first) continue;
    const known = knownLabels.get(key);
    if (rest.some((slice) => slice.label !== first.label)) {
      problems.push(...group.map((slice) => conflict(slice, group)));
    } else if (known !== undefined && known !== first.label) {
      const message =
        `${sentence(where(first))} says ${first.label}, but this picture came into the project as ${known}. The label ` +
        `it came with stays; change it by reading the slice.`;
      problems.push({ code: 'conflicting-labels', row: first.row, file: first.file, message });
    } else {
      good.push(first);
      problems.push(...rest.map((slice) => repeated(slice, first)));
    }
  }
  return { good, problems };
}

/** What a slice is known by: its file's SHA-256 and its frame. */
export function sliceKey(slice: { readonly fileSha256: string; readonly frame: number }): string {
  return `${slice.fileSha256}:${slice.frame}`;
}
