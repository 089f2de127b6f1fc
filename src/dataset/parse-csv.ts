/** One record of a CSV: its fields as text, and the line (1 = first) on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Thrown for text that is not a CSV or is larger than any label table; `line` is where reading stopped. */
export class CsvError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'CsvError';
    this.line = line;
  }
}

const SEPARATORS = [',', ';', '\t'] as const;

/** The separator that the first line uses most outside quotes; a comma when there is none. */
function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const firstLine = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => firstLine.split(separator).length);
  const most = Math.max(...counts);
  return most === 1 ? ',' : (SEPARATORS[counts.indexOf(most)] ?? ',');
}

/**
 * Reads a CSV as RFC 4180 has it, and as spreadsheets write it: a byte order mark, CRLF, LF or CR, comma, semicolon or
 * tab (found in the first line), quotes around a field (doubled inside). Blank lines are left out; fields are not trimmed.
 * @throws CsvError for a quote that is never closed, and for more than `maxRecords` records
 */
export function parseCsv(text: string, maxRecords = 1_000_000): CsvRecord[] {
  const separator = separatorOf(text.replace(/^\uFEFF/, ''));
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = (): void => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') records.push({ line: startLine, fields });
    if (records.length > maxRecords) throw new CsvError(startLine, `The table has more than ${maxRecords} rows.`);
    fields = [];
    field = '';
    startLine = line;
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const lineEnd = char === '\n' || (char === '\r' && text.charAt(at + 1) !== '\n');
    if (lineEnd) line += 1;
    if (quoted && char === '"' && text.charAt(at + 1) === '"') {
      field += '"';
      at += 1;
    } else if (quoted) {
      if (char === '"') quoted = false;
      else field += char;
    } else if (char === '"' && field.trim() === '') {
      quoted = true;
      field = '';
    } else if (char === separator) {
      fields.push(field);
      field = '';
    } else if (lineEnd) endRecord();
    else if (char !== '\r') field += char;
  }
  if (quoted) throw new CsvError(startLine, `The quote that opens in line ${startLine} is never closed.`);
  if (fields.length > 0 || field !== '') endRecord();
  return records;
}
