import { parse } from 'csv-parse/sync';
import { writeCsv } from '../dataset/write-csv.ts';
import type { AuditHead } from './audit-head.ts';
import type { ChainedEntry, Sha256OfText } from './hash-chain.ts';
import { inertText, originalText } from './inert-text.ts';
import { KNOWN_FORMS, REPORT_FORM, type ReportForm, readableCells } from './report-columns.ts';
import { type ChainResult, chainCheck } from './verify-chain.ts';

/** The report of a log: a header, then one record for each entry. */
export function writeReport(entries: readonly ChainedEntry[]): string {
  const version = String(REPORT_FORM.version);
  const records = entries.map(({ entryJson, previousHash, hash }) => [
    ...readableCells(entryJson, REPORT_FORM),
    previousHash,
    hash,
    inertText(entryJson),
    version,
  ]);
  return writeCsv([REPORT_FORM.header, ...records]);
}

/** How a report is read as a CSV. */
export const CSV_FORM = { record_delimiter: ['\r\n', '\n'], relax_column_count: true, bom: true };

/** The records of a CSV as far as it is one, and what is wrong with the record after them. */
function recordsOf(csv: string): { readonly rows: readonly (readonly string[])[]; readonly fault: string | null } {
  const rows: string[][] = [];
  const keep = (row: string[]): null => {
    rows.push(row);
    return null;
  };
  try {
    parse(csv, { ...CSV_FORM, on_record: keep });
    return { rows, fault: null };
  } catch (error) {
    return { rows, fault: error instanceof Error ? error.message : String(error) };
  }
}

const formOf = (header: readonly string[] | undefined): ReportForm | undefined =>
  KNOWN_FORMS.find((known) => known.header.join('\n') === header?.join('\n'));

/** The head that a report carries: number and hash of its last record. Null for what is no report, or has none. */
export function headOfReport(csv: string): AuditHead | null {
  const [header, ...records] = recordsOf(csv).rows;
  const form = formOf(header);
  const headHash = records.at(-1)?.[form?.header.indexOf('hash') ?? -1];
  return headHash === undefined ? null : { entries: records.length, headHash };
}

/** A check of a report that is given its records one after the other, so that a large file need not be held. */
export interface ReportCheck {
  /** Takes the next record, the header first. After the first that breaks no other is looked at. */
  take(record: readonly string[]): void;
  /**
   * What comes of the records that were taken: the first that breaks is named, counted from 1 (0 for the header).
   * @param fault why what follows them is no record of a CSV; null where nothing follows
   */
  end(fault: string | null): ChainResult;
}

/**
 * Verifies a report from its records alone: the chain, and that each readable cell says what the entry says.
 * @param onEntry hears each entry that the chain holds
 */
export function reportCheck(
  sha256: Sha256OfText,
  kept?: AuditHead,
  onEntry?: (entryJson: string) => void,
): ReportCheck {
  const chain = chainCheck(sha256, kept);
  const takeLink = (link: ChainedEntry): string | null => {
    const broken = chain.take(link);
    if (broken === null) onEntry?.(link.entryJson);
    return broken;
  };
  const noReport = `The first line is not the header of an audit report of version ${KNOWN_FORMS.map(({ version }) => version).join(' or ')}.`;
  let form: ReportForm | undefined;
  let entries = 0;
  let why: string | null = null;
  return {
    take: (record) => {
      if (why !== null) return;
      if (form) {
        entries += 1;
        why = recordFault(record, entries, form, takeLink);
      } else {
        form = formOf(record);
        if (!form) why = noReport;
      }
    },
    end: (fault) => {
      if (!form) return { ok: false, sequence: 0, why: noReport };
      if (why !== null) return { ok: false, sequence: entries, why };
      const next = entries + 1;
      if (fault !== null) return { ok: false, sequence: next, why: `Entry ${next} is not a record of a CSV: ${fault}` };
      // A project's making is its first entry: there is no report of nothing.
      if (entries === 0) return { ok: false, sequence: 1, why: 'The report holds no entry.' };
      return chain.end();
    },
  };
}

/** Verifies a report from its text alone; see `reportCheck`. */
export function verifyReport(csv: string, sha256: Sha256OfText, kept?: AuditHead): ChainResult {
  const { rows, fault } = recordsOf(csv);
  const check = reportCheck(sha256, kept);
  for (const row of rows) check.take(row);
  return check.end(fault);
}

function recordFault(
  record: readonly string[],
  sequence: number,
  form: ReportForm,
  chainFault: (link: ChainedEntry) => string | null,
): string | null {
  if (record.length !== form.header.length) return `Entry ${sequence} does not have ${form.header.length} cells.`;
  const cells = record.slice(0, form.columns.length);
  const [previousHash = '', hash = '', entry = ''] = record.slice(form.columns.length);
  const entryJson = originalText(entry);
  const broken = chainFault({ sequence: Number(cells[0]), entryJson, previousHash, hash });
  if (broken !== null) return broken;
  const expected = readableCells(entryJson, form);
  const wrong = [...expected, previousHash, hash, inertText(entryJson), String(form.version)].findIndex(
    (cell, column) => record[column] !== cell,
  );
  return wrong < 0
    ? null
    : `Entry ${sequence} was changed: its column ${form.header[wrong]} is not what the entry says.`;
}
