import type { ImportProblem } from '../../src/contract/import-methods.ts';
import { hasClassFolders, labelByFolder } from '../../src/dataset/class-folders.ts';
import { parseLabelledCsv } from '../../src/dataset/labelled-csv.ts';
import { createFileMatcher } from '../../src/dataset/match-files.ts';
import { shownCell } from '../../src/dataset/shown-cell.ts';
import type { Label } from '../../src/review/label.ts';
import { mayBeImage } from './image-files.ts';
import { readExportedManifest, setAsideSlices } from './read-exported-manifest.ts';
import { readLabelTable } from './read-label-table.ts';
import type { WalkedFolder } from './walk-folder.ts';

/** A label that the set gives to a picture, before the picture was looked at. */
export interface ClaimedLabel {
  readonly row: number | null;
  /** Relative to the set's folder. */
  readonly file: string;
  /** 0-based; null: not said. */
  readonly frame: number | null;
  readonly label: Label;
  /** Set where the bytes must be these (a slice that a manifest sets aside). */
  readonly fileSha256: string | null;
}

export interface LabelledSet {
  readonly layout: 'csv' | 'class-folders';
  /** The table's path relative to the folder, or `folders`. */
  readonly labelOrigin: string;
  readonly claims: readonly ClaimedLabel[];
  readonly problems: readonly ImportProblem[];
}

/** What a folder says of the labels of its pictures: by a table, or by folders named for the classes. */
export async function readLabelledSet(folder: WalkedFolder): Promise<LabelledSet> {
  const pictures = folder.files.filter(mayBeImage).map((file) => file.relativePath);
  const table = await readLabelTable(folder.files);
  if (table.kind === 'table') {
    const fromTable = await readTable(folder, table.relativePath, table.text, pictures);
    const useless = fromTable.problems.some((problem) => problem.code === 'wrong-columns');
    if (!useless || !hasClassFolders(pictures)) return fromTable;
  }
  if (hasClassFolders(pictures)) return readFolders(pictures);
  const noTable: ImportProblem = {
    code: pictures.length === 0 ? 'no-images' : 'wrong-columns',
    row: null,
    file: null,
    message:
      pictures.length === 0
        ? 'There are no pictures in this folder. Choose the folder that holds the slices and their labels.'
        : 'There is no table of labels (such as "labels.csv") in this folder, and no sub-folder is named for a class ' +
          '(such as "haemorrhage" and "normal").',
  };
  const problem = table.kind === 'problem' ? table.problem : noTable;
  return { layout: 'csv', labelOrigin: 'labels.csv', claims: [], problems: [problem] };
}

function readFolders(pictures: readonly string[]): LabelledSet {
  const { rows, problems } = labelByFolder(pictures);
  const claims = rows.map(({ file, label }) => ({ row: null, file, frame: null, label, fileSha256: null }));
  return { layout: 'class-folders', labelOrigin: 'folders', claims, problems };
}

async function readTable(
  folder: WalkedFolder,
  labelOrigin: string,
  text: string,
  pictures: readonly string[],
): Promise<LabelledSet> {
  const table = parseLabelledCsv(text);
  const problems: ImportProblem[] = [...table.problems];
  const claims: ClaimedLabel[] = [];
  const find = createFileMatcher(pictures);
  for (const { row, file, frame, label } of table.rows) {
    const match = find(file);
    if (match.kind === 'file') claims.push({ row, file: match.path, frame, label, fileSha256: null });
    else problems.push(noMatch(row, file, match));
  }
  if (table.labelColumn === null) return { layout: 'csv', labelOrigin, claims, problems };

  const named = new Set(claims.map((claim) => claim.file));
  for (const problem of table.problems) {
    const match = problem.file === null ? null : find(problem.file);
    if (match?.kind === 'file') named.add(match.path);
  }
  const manifest = await readExportedManifest(folder.root);
  const inFolder = new Set(pictures);
  for (const slice of manifest ? setAsideSlices(manifest) : []) {
    if (!inFolder.has(slice.file) || claims.some((claim) => sameSlice(claim, slice))) continue;
    claims.push({ row: null, ...slice });
    named.add(slice.file);
  }
  for (const file of pictures.filter((picture) => !named.has(picture))) {
    const message = `"${file}" has no row in "${labelOrigin}". It is left out.`;
    problems.push({ code: 'file-without-row', row: null, file, message });
  }
  return { layout: 'csv', labelOrigin, claims, problems };
}

const sameSlice = (claim: ClaimedLabel, slice: { readonly file: string; readonly frame: number }): boolean =>
  claim.file === slice.file && (claim.frame ?? 0) === slice.frame;

function noMatch(
  row: number,
  file: string,
  match: Exclude<ReturnType<ReturnType<typeof createFileMatcher>>, { kind: 'file' }>,
): ImportProblem {
  switch (match.kind) {
    case 'missing': {
      const message = `Row ${row}: there is no file ${shownCell(file)} in the folder.`;
      return { code: 'missing-file', row, file, message };
    }
    case 'ambiguous': {
      const some = match.paths.slice(0, 3).join('", "');
      const message = `Row ${row}: ${shownCell(file)} could be any of ${match.paths.length} files ("${some}"). Write its path.`;
      return { code: 'missing-file', row, file, message };
    }
    case 'outside': {
      const message = `Row ${row}: ${shownCell(file)} lies outside the folder. Only files inside it are imported.`;
      return { code: 'outside-folder', row, file, message };
    }
  }
}
