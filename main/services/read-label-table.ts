import type { ImportProblem } from '../../src/contract/import-methods.ts';
import { looksLikeLabelledCsv } from '../../src/dataset/labelled-csv.ts';
import { readRegularFile } from '../store/regular-file.ts';
import type { WalkedFile } from './walk-folder.ts';

/** The label table of a folder, or why there is none. */
export type LabelTable =
  | { readonly kind: 'table'; readonly relativePath: string; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

const MAX_TABLE_BYTES = 64 * 1024 * 1024;

/** A table's text: UTF-8, UTF-16 with a byte order mark (spreadsheets' "Unicode text"), else Windows-1252. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Finds the label table directly in the folder: `labels.csv` when it is there, else the one CSV (or TSV) whose columns are
 * those of a labelled set. Of several that could be meant, none is taken.
 */
export async function readLabelTable(files: readonly WalkedFile[]): Promise<LabelTable> {
  const tables = files.filter((file) => /^[^/]+\.(csv|tsv)$/i.test(file.relativePath));
  const named = tables.find((file) => file.relativePath.toLowerCase() === 'labels.csv');
  const texts = new Map<string, string>();
  for (const file of named ? [named] : tables) {
    const bytes = await readRegularFile(file.absolutePath, MAX_TABLE_BYTES);
    if (bytes === null && !named) continue;
    if (bytes === null) return problem(file.relativePath, `"${file.relativePath}" is too large for a table of labels.`);
    texts.set(file.relativePath, textOf(bytes));
  }
  const fitting = named ? [named] : tables.filter((file) => looksLikeLabelledCsv(texts.get(file.relativePath) ?? ''));
  if (fitting.length > 1) {
    const names = fitting.map((file) => `"${file.relativePath}"`).join(' and ');
    return problem(null, `${names} could both be the table of labels. Name the right one "labels.csv".`);
  }
  const [only] = fitting.length === 1 ? fitting : tables;
  if (!only) return { kind: 'none' };
  return { kind: 'table', relativePath: only.relativePath, text: texts.get(only.relativePath) ?? '' };
}

function problem(file: string | null, message: string): LabelTable {
  return { kind: 'problem', problem: { code: 'wrong-columns', row: null, file, message } };
}
