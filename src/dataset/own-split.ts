import { CsvError, parseCsv } from './parse-csv.ts';
import { shownCell } from './shown-cell.ts';
import { SPLIT_PARTS, type SplitPart } from './split.ts';

/** One row of a person's own split. */
export interface OwnSplitRow {
  /** The line in the table; 1 is the header. */
  readonly line: number;
  /** With `/` between folders, as the table has it. */
  readonly file: string;
  /** 0-based. */
  readonly frame: number;
  readonly part: SplitPart;
}

/** A table of a split that cannot be taken; the message says which line and what to write there. */
export class OwnSplitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OwnSplitError';
  }
}

/**
 * Reads a person's own split: columns `file` and `part` (training, validation or held-out), and `frame` (0-based) where files
 * have several.
 * @throws OwnSplitError for missing columns, an unknown part or frame, or a slice that stands twice
 */
export function readOwnSplit(text: string): OwnSplitRow[] {
  const [header, ...records] = recordsOf(text);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const [fileColumn, partColumn, frameColumn] = [names.indexOf('file'), names.indexOf('part'), names.indexOf('frame')];
  if (fileColumn < 0 || partColumn < 0) {
    throw new OwnSplitError(
      'The split needs a table with the columns file and part (and frame, where files have several).',
    );
  }
  const lines = new Map<string, number>();
  return records.map(({ line, fields }) => {
    const cell = (column: number): string => (fields[column] ?? '').trim();
    const file = cell(fileColumn).split('\\').join('/');
    const frame = frameColumn < 0 ? '0' : cell(frameColumn) || '0';
    const part = SPLIT_PARTS.find((name) => name === cell(partColumn).toLowerCase());
    if (!part)
      throw new OwnSplitError(
        `Line ${line}: ${shownCell(cell(partColumn))} is not a part. Use ${SPLIT_PARTS.join(', ')}.`,
      );
    if (!/^\d{1,6}$/.test(frame))
      throw new OwnSplitError(`Line ${line}: ${shownCell(frame)} is not a frame. Frames count from 0.`);
    const known = lines.get(`${file} ${Number(frame)}`);
    if (known !== undefined)
      throw new OwnSplitError(`Lines ${known} and ${line} both name ${shownCell(file)}. Name each slice once.`);
    lines.set(`${file} ${Number(frame)}`, line);
    return { line, file, frame: Number(frame), part };
  });
}

function recordsOf(text: string) {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof CsvError) throw new OwnSplitError(`Line ${error.line}: ${error.message}`);
    throw error;
  }
}
