import { parse } from 'csv-parse/sync';

/** The records of a CSV as this app writes it, header first. */
export function parseCsvRecords(text: string): string[][] {
  return parse(text, { record_delimiter: '\r\n' });
}
