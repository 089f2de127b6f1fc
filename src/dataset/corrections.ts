import type { Label } from '../review/label.ts';
import { labelOfWord } from './label-words.ts';
import { type CsvRecord, parseCsv } from './parse-csv.ts';
import { shownCell } from './shown-cell.ts';

/** One row of a table of corrections: what is to be read of which slice. */
export interface Correction {
  /** The line in the table; 1 is the header. */
  readonly row: number;
  /** With `/` between folders, as the table has it. */
  readonly file: string;
  /** 0-based. */
  readonly frame: number;
  readonly label: Label;
  readonly reason: string | null;
}

/** A row that cannot be taken; the message is a sentence for whoever wrote the table. */
export interface RefusedCorrection {
  readonly row: number;
  readonly file: string;
  readonly message: string;
}

/** A table without the columns that are needed. */
export class CorrectionsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CorrectionsError';
  }
}

/**
 * The rows of a table with the columns file, label and, where there are some, frame and reason, in order.
 * @throws CorrectionsError; CsvError
 */
export function readCorrections(text: string): (Correction | RefusedCorrection)[] {
  const [header, ...rows] = parseCsv(text);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  if (!names.includes('file') || !names.includes('label')) {
    throw new CorrectionsError('The table needs the columns file, frame, label, reason; file and label at least.');
  }
  return rows.map((record) => correctionOf(names, record));
}

function correctionOf(names: readonly string[], { line: row, fields }: CsvRecord): Correction | RefusedCorrection {
  const field = (name: string): string => (fields[names.indexOf(name)] ?? '').trim();
  const file = field('file').split('\\').join('/');
  const label = labelOf(field('label'));
  const frame = field('frame') || '0';
  if (label === null) {
    const message = `${shownCell(field('label'))} is not a label. Use haemorrhage, none, unsure or excluded.`;
    return { row, file, message };
  }
  if (!/^\d{1,6}$/.test(frame)) {
    return { row, file, message: `${shownCell(frame)} is not a frame. Frames count from 0.` };
  }
  return { row, file, frame: Number(frame), label, reason: field('reason') || null };
}

function labelOf(word: string): Label | null {
  const plain = word.toLowerCase();
  if (plain === 'unsure' || plain === 'excluded') return plain;
  return plain === 'exclude' ? 'excluded' : labelOfWord(word);
}
