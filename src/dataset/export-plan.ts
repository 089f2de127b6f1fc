import type { TrainableLabel } from '../review/label.ts';
import type { Manifest } from './manifest.ts';

/** A file of a data set version, in the order in which it is to be numbered. */
export interface ExportFile {
  readonly fileSha256: string;
  readonly format: 'png' | 'dicom';
  /** Name in its source, without folders. */
  readonly name: string;
}

export interface ExportPlan {
  /** Path below the export's folder for every file, by SHA-256. */
  readonly paths: ReadonlyMap<string, string>;
  /** The text of labels.csv: LF line ends, UTF-8, a line feed at the end. */
  readonly labelsCsv: string;
}

const FOLDER = 'images';

/** The names are plain numbers of a few digits: ids of a set as it was published, and nobody's name or number. */
function keepNumbers(files: readonly ExportFile[]): boolean {
  const numbers = files.map((file) => /^(\d{1,4})\.png$/i.exec(file.name)?.[1]);
  const values = new Set(numbers.map((number) => (number === undefined ? null : Number(number))));
  return !values.has(null) && values.size === files.length;
}

/** Names without anything of the patient: the number a published set gave, else the place in the list. */
function nameFiles(files: readonly ExportFile[]): Map<string, string> {
  const keep = keepNumbers(files);
  const paths = new Map<string, string>();
  files.forEach((file, index) => {
    const number = keep ? String(Number.parseInt(file.name, 10)).padStart(3, '0') : String(index + 1).padStart(6, '0');
    paths.set(file.fileSha256, `${FOLDER}/${number}.${file.format === 'png' ? 'png' : 'dcm'}`);
  });
  return paths;
}

const bit = (label: TrainableLabel): 0 | 1 => (label === 'haemorrhage' ? 1 : 0);

/**
 * Where the files of an exported version go, and its label table. A set of PNGs has the form of the public head-CT set
 * (`id, hemorrhage`; the id is the file's number); with DICOM among them each row names its file and frame (0-based).
 * Only 0 and 1 stand in the table; what is unsure or excluded stands in the manifest.
 * @param files every file of the manifest once
 */
export function planExport(content: Manifest['content'], files: readonly ExportFile[]): ExportPlan {
  const paths = nameFiles(files);
  const pathOf = (slice: { readonly fileSha256: string }) => paths.get(slice.fileSha256) ?? '';
  const slices = [...content.slices].sort((a, b) =>
    pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : a.frame - b.frame,
  );
  const onlyPng = files.every((file) => file.format === 'png');
  const rows = slices.map((slice) => {
    const path = pathOf(slice);
    if (!onlyPng) return `${path},${slice.frame},${bit(slice.label)}`;
    return `${Number.parseInt(path.slice(FOLDER.length + 1), 10)},${bit(slice.label)}`;
  });
  const header = onlyPng ? 'id, hemorrhage' : 'file,frame,hemorrhage';
  return { paths, labelsCsv: `${[header, ...rows].join('\n')}\n` };
}

/**
 * The manifest with the place of every slice's file in the export.
 * @param changed SHA-256 of files as they were written, by that of the original, where the two differ
 */
export function withPaths(
  manifest: Manifest,
  paths: ReadonlyMap<string, string>,
  changed: ReadonlyMap<string, string> = new Map(),
): Manifest {
  const provenance = manifest.provenance.map((entry) => {
    const file = paths.get(entry.fileSha256);
    const exportedSha256 = changed.get(entry.fileSha256);
    return { ...entry, ...(file !== undefined && { file }), ...(exportedSha256 !== undefined && { exportedSha256 }) };
  });
  return { ...manifest, provenance };
}

/** Every file of a manifest once, in its order. */
export function filesOfManifest(content: Manifest['content']): string[] {
  const all = [...content.slices, ...content.unsure, ...content.excluded];
  return [...new Set(all.map((slice) => slice.fileSha256))];
}
