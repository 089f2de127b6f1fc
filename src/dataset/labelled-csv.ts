import type { ImportProblem } from '../contract/import-methods.ts';
import type { TrainableLabel } from '../review/label.ts';
import { labelOfWord } from './label-words.ts';
import { CsvError, type CsvRecord, parseCsv } from './parse-csv.ts';
import { shownCell } from './shown-cell.ts';

/** One good row of a label table. `row` is its line (1 = header), `file` what its id or file column says, trimmed. */
export interface LabelledRow {
  readonly row: number;
  readonly file: string;
  /** 0-based; null where the table does not say, which is enough for a file of one frame. */
  readonly frame: number | null;
  readonly label: TrainableLabel;
}

export interface LabelledCsv {
  readonly rows: readonly LabelledRow[];
  readonly problems: readonly ImportProblem[];
  /** The label column's own name, as it stands in the table. */
  readonly labelColumn: string | null;
}

const FILE_COLUMNS = [
  'file',
  'filename',
  'filepath',
  'path',
  'image',
  'imagefile',
  'imagename',
  'id',
  'imageid',
  'sliceid',
  'slice',
  'name',
];
const FRAME_COLUMNS = ['frame', 'frameindex'];
const LABEL_COLUMNS = [
  'hemorrhage',
  'haemorrhage',
  'hasbleed',
  'bleed',
  'ich',
  'label',
  'class',
  'target',
  'diagnosis',
  'any',
];

interface Columns {
  readonly file: number;
  readonly frame: number | null;
  readonly label: number;
}

const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

function firstOf(names: readonly string[], wanted: readonly string[]): number | null {
  for (const name of wanted) {
    const index = names.indexOf(name);
    if (index >= 0) return index;
  }
  return null;
}

/** Which column is which, or null where that cannot be told. An unnamed last choice for the label: the only one left. */
function findColumns(header: readonly string[]): Columns | null {
  const names = header.map(plainName);
  const file = firstOf(names, FILE_COLUMNS);
  const frame = firstOf(names, FRAME_COLUMNS);
  const named = firstOf(names, LABEL_COLUMNS);
  const others = names.map((_, index) => index).filter((index) => index !== file && index !== frame);
  const label = named ?? (others.length === 1 ? (others[0] ?? null) : null);
  return file === null || label === null ? null : { file, frame, label };
}

const MOST_SHOWN_COLUMNS = 8;
/** Longer than any path that a system knows (Linux: 4,096 bytes). */
const LONGEST_FILE = 4096;

function wrongColumns(header: readonly string[], row: number): ImportProblem {
  const shown = header.slice(0, MOST_SHOWN_COLUMNS).map((name) => shownCell(name.trim()));
  const found = [...shown, ...(header.length > shown.length ? [`and ${header.length - shown.length} more`] : [])].join(
    ', ',
  );
  const message =
    `The first row must name a column with the file or its id (for example "id" or "file") and one with the label ` +
    `(for example "hemorrhage" or "label"). It has: ${found}.`;
  return { code: 'wrong-columns', row, file: null, message };
}

function readRow(record: CsvRecord, columns: Columns): LabelledRow | ImportProblem {
  const row = record.line;
  const file = (record.fields[columns.file] ?? '').trim();
  const word = (record.fields[columns.label] ?? '').trim();
  const frameText = columns.frame === null ? '' : (record.fields[columns.frame] ?? '').trim();
  if (file === '') return { code: 'row-without-file', row, file: null, message: `Row ${row} names no file.` };
  if (file.length > LONGEST_FILE) {
    const message = `Row ${row} names a file in ${file.length} characters. Write its path, of at most ${LONGEST_FILE}.`;
    return { code: 'row-without-file', row, file: null, message };
  }
  const label = labelOfWord(word);
  if (label === null) {
    const message = `Row ${row}: ${shownCell(word)} is not a label. Use 1 or 0, yes or no, true or false.`;
    return { code: 'unknown-label', row, file, message };
  }
  if (!/^\d{0,6}$/.test(frameText)) {
    const message = `Row ${row}: ${shownCell(frameText)} is not a frame number. Frames are counted from 0.`;
    return { code: 'no-such-frame', row, file, message };
  }
  return { row, file, frame: frameText === '' ? null : Number(frameText), label };
}

/**
 * Reads a table of labels: the public head-CT set's `id, hemorrhage` (with the space), or any table with a column for the
 * file or its id, one for the label, and perhaps one for the frame (0-based). What is wrong with a row stands in
 * `problems` by row; the other rows are good as far as the table alone can tell.
 */
export function parseLabelledCsv(text: string): LabelledCsv {
  let records: CsvRecord[];
  try {
    records = parseCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem: ImportProblem = { code: 'wrong-columns', row: error.line, file: null, message: error.message };
    return { rows: [], problems: [problem], labelColumn: null };
  }
  const [header, ...body] = records;
  const columns = header ? findColumns(header.fields) : null;
  if (!header || !columns) {
    return { rows: [], problems: [wrongColumns(header?.fields ?? [], header?.line ?? 1)], labelColumn: null };
  }
  const rows: LabelledRow[] = [];
  const problems: ImportProblem[] = [];
  for (const record of body) {
    const read = readRow(record, columns);
    if ('code' in read) problems.push(read);
    else rows.push(read);
  }
  return { rows, problems, labelColumn: header.fields[columns.label]?.trim() ?? null };
}

/** True for a table that has the columns of a labelled set: how a label table is told from another CSV in the folder. */
export function looksLikeLabelledCsv(text: string): boolean {
  const firstLines = text.slice(0, 20_000);
  const end = firstLines.search(/[\r\n]/);
  try {
    const [header] = parseCsv(end < 0 ? firstLines : firstLines.slice(0, end), 1);
    return header !== undefined && findColumns(header.fields) !== null;
  } catch {
    return false;
  }
}
