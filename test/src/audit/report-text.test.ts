import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inertText, originalText } from '../../../src/audit/inert-text.ts';
import { writeCsv } from '../../../src/dataset/write-csv.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', '＝', 'a', '0', 'é'),
  }),
);

describe('text in a report', () => {
  test('comes out as it went in, through mark, CSV and back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(hostile, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (rows) => {
          const width = rows[0]?.length ?? 0;
          const records = rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? ''));
          const csv = writeCsv(records.map((record) => record.map(inertText)));
          const back: string[][] = parse(csv, { record_delimiter: '\r\n' });
          expect(back.map((record) => record.map(originalText))).toEqual(records);
        },
      ),
      { seed: 20261122, numRuns: 1000 },
    );
  });

  test('never begins as a formula', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(inertText(text)).not.toMatch(/^(?:[\t\r\n]| *[=+\-@＝＋－＠])/);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  test('is marked with one apostrophe only where it needs it', () => {
    expect(['=1+1', '+1', '-1', '@A1', '\tx', '\rx', "'x", ' =1', 'a=b', '1-2', '', '{"a":1}'].map(inertText)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@A1",
      "'\tx",
      "'\rx",
      "''x",
      "' =1",
      'a=b',
      '1-2',
      '',
      '{"a":1}',
    ]);
  });

  test('is plain RFC 4180: a lone line break is quoted, lines end with CRLF', () => {
    expect(writeCsv([['a\nb', 'c\rd', 'e"f', 'g,h', 'i']])).toBe('"a\nb","c\rd","e""f","g,h",i\r\n');
  });
});
