import type { ImportProblem } from '../contract/import-methods.ts';
import type { TrainableLabel } from '../review/label.ts';
import { labelOfWord } from './label-words.ts';

export interface FolderLabels {
  readonly rows: readonly { readonly file: string; readonly label: TrainableLabel }[];
  readonly problems: readonly ImportProblem[];
}

/** The label of the nearest folder above a file whose name is a class. */
function labelOfPath(path: string): TrainableLabel | null {
  const folders = path.split('/').slice(0, -1).reverse();
  for (const folder of folders) {
    const label = labelOfWord(folder);
    if (label !== null) return label;
  }
  return null;
}

/** True where at least one folder's name is a class. */
export function hasClassFolders(paths: readonly string[]): boolean {
  return paths.some((path) => labelOfPath(path) !== null);
}

/**
 * Labels files by the folder they lie in: one folder per class, named for it (haemorrhage, bleed, yes, 1, ... or normal,
 * none, no, 0, ...), at any depth; the nearest one counts. Files under no such folder are listed as problems.
 * @param paths files relative to the set's folder, with `/`
 */
export function labelByFolder(paths: readonly string[]): FolderLabels {
  const rows: { file: string; label: TrainableLabel }[] = [];
  const problems: ImportProblem[] = [];
  for (const file of paths) {
    const label = labelOfPath(file);
    if (label !== null) {
      rows.push({ file, label });
      continue;
    }
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : null;
    const message =
      folder === null
        ? `"${file}" lies in no class folder. Move it into one, or leave it out.`
        : `"${file}": the folder "${folder}" is not a class. Name it "haemorrhage" or "normal", or leave it out.`;
    problems.push({ code: 'unknown-label', row: null, file, message });
  }
  return { rows, problems };
}
