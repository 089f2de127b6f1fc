import { parse } from 'csv-parse/sync';
import { writeCsv } from '../dataset/write-csv.ts';
import type { ChainedEntry, Sha256OfText } from './hash-chain.ts';
import { inertText, originalText } from './inert-text.ts';
import { READABLE_COLUMNS, REPORT_FORMAT_VERSION, REPORT_HEADER, readableCells } from './report-columns.ts';
import { type ChainResult, type KeptHead, verifyChain } from './verify-chain.ts';

/** The report of a log: a header, then one record for each entry. */
export function writeReport(entries: readonly ChainedEntry[]): string {
  const version = String(REPORT_FORMAT_VERSION);
  const records = entries.map(({ entryJson, previousHash, hash }) => [
    ...readableCells(entryJson),
    previousHash,
    hash,
    inertText(entryJson),
    version,
  ]);
  return writeCsv([REPORT_HEADER, ...records]);
}

/** A record of a report: the link of the chain, and its readable cells as they stand. */
interface ReportRecord {
  readonly link: ChainedEntry;
  readonly cells: readonly string[];
  readonly formatVersion: string;
}

export type ParsedReport =
  | { readonly ok: true; readonly records: readonly ReportRecord[] }
  | { readonly ok: false; readonly sequence: number; readonly why: string };

/** Reads a report back, without judging its chain. `sequence` of a failure is the record counted from 1, 0 for the header. */
export function parseReport(csv: string): ParsedReport {
  let rows: string[][];
  try {
    rows = parse(csv, { record_delimiter: ['\r\n', '\n'], relax_column_count: true, bom: true });
  } catch (error) {
    return { ok: false, sequence: 0, why: `The file is not a CSV: ${error instanceof Error ? error.message : error}` };
  }
  const [header, ...body] = rows;
  if (header?.join('\n') !== REPORT_HEADER.join('\n')) {
    const why = `The first line is not the header of an audit report of version ${REPORT_FORMAT_VERSION}.`;
    return { ok: false, sequence: 0, why };
  }
  // A project's making is its first entry: there is no report of nothing.
  if (body.length === 0) return { ok: false, sequence: 1, why: 'The report holds no entry.' };
  const short = body.findIndex((row) => row.length !== REPORT_HEADER.length);
  if (short >= 0) {
    return { ok: false, sequence: short + 1, why: `Entry ${short + 1} does not have ${REPORT_HEADER.length} cells.` };
  }
  return { ok: true, records: body.map(recordOf) };
}

function recordOf(row: readonly string[]): ReportRecord {
  const cells = row.slice(0, READABLE_COLUMNS.length);
  const [previousHash = '', hash = '', entry = '', formatVersion = ''] = row.slice(READABLE_COLUMNS.length);
  const sequence = Number(cells[0]);
  return { link: { sequence, entryJson: originalText(entry), previousHash, hash }, cells, formatVersion };
}

/**
 * Verifies a report from its text alone: the chain, and that each readable cell says what the entry says. The first
 * record that breaks is named.
 */
export function verifyReport(csv: string, sha256: Sha256OfText, kept?: KeptHead): ChainResult {
  const parsed = parseReport(csv);
  if (!parsed.ok) return parsed;
  const { records } = parsed;
  const chain = verifyChain(
    records.map((record) => record.link),
    sha256,
    kept,
  );
  const intact = chain.ok ? records.length : chain.sequence - 1;
  for (const [index, record] of records.slice(0, intact).entries()) {
    const why = cellFault(record, index + 1);
    if (why !== null) return { ok: false, sequence: index + 1, why };
  }
  return chain;
}

function cellFault(record: ReportRecord, sequence: number): string | null {
  const expected = readableCells(record.link.entryJson);
  const wrong = expected.findIndex((cell, column) => record.cells[column] !== cell);
  if (wrong >= 0)
    return `Entry ${sequence} was changed: its column ${REPORT_HEADER[wrong]} is not what the entry says.`;
  if (record.formatVersion === String(REPORT_FORMAT_VERSION)) return null;
  return `Entry ${sequence} was changed: its column format_version is not ${REPORT_FORMAT_VERSION}.`;
}
