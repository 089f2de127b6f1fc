import { stringify } from 'csv-stringify/sync';

/** Records of cells as RFC 4180 text: commas, CRLF, quotes where needed. */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((record) => [...record]),
    // Without the pattern a lone line break would go unquoted, since it is not the record delimiter.
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/, quoted_empty: false },
  );
}
