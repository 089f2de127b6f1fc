import type { FileHeader } from '../../src/study/file-header.ts';

/** A picture of a source, before it has a place. */
export interface ArrangedFile {
  readonly relativePath: string;
  readonly header: FileHeader;
}

export interface ArrangedSeries<T> {
  /** Series instance UID, or the folder for files without one. */
  readonly key: string;
  readonly title: string;
  readonly remarks: readonly string[];
  readonly slices: readonly { readonly file: T; readonly frame: number }[];
}

/** Series in order, their slices in reading order. */
export function arrangeSlices<T extends ArrangedFile>(files: readonly T[]): ArrangedSeries<T>[] {
  const groups = new Map<string, T[]>();
  for (const file of files) {
    const key = file.header.seriesUid ?? 'pictures';
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups].map(([key, members]) => ({
    key,
    title: members[0]?.header.seriesDescription ?? 'Pictures',
    remarks: [],
    slices: members.flatMap((file) => file.header.frames.map((_, frame) => ({ file, frame }))),
  }));
}
