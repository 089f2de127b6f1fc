import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inertText, originalText } from '../../../src/audit/inert-text.ts';
import { parseLabelledCsv } from '../../../src/dataset/labelled-csv.ts';
import { parseCsv } from '../../../src/dataset/parse-csv.ts';
import { writeCsv } from '../../../src/dataset/write-csv.ts';

const SEED = { seed: 20261128, numRuns: 1000 };
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', '\ufeff', '\u202e', 'a', '0'),
  }),
);

describe('a table', () => {
  test('that was written is read as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 6 }), (body) => {
        const records = [['file', 'label', 'note'], ...body];
        expect(parseCsv(writeCsv(records)).map(({ fields }) => fields)).toEqual(records);
      }),
      SEED,
    );
  });

  test('of cells that no spreadsheet runs comes back with the cells as they were meant', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 6 }), (body) => {
        const csv = writeCsv([['file', 'label'], ...body.map((cells) => cells.map(inertText))]);
        const read = parseCsv(csv).slice(1);
        for (const { fields } of read) for (const cell of fields) expect(cell).not.toMatch(/^(?:[\t\r\n]| *[=+\-@])/);
        expect(read.map(({ fields }) => fields.map(originalText))).toEqual(body);
      }),
      SEED,
    );
  });

  test('of labels is read row by row, whatever the files are called', () => {
    const name = hostile.filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.boolean()), { maxLength: 8 }), (slices) => {
        const csv = writeCsv([['file', 'label'], ...slices.map(([file, bleeds]) => [file, bleeds ? '1' : '0'])]);
        const { rows, problems } = parseLabelledCsv(csv);
        expect(problems).toEqual([]);
        expect(rows.map(({ file, label }) => [file, label === 'haemorrhage'])).toEqual(
          slices.map(([file, bleeds]) => [file.trim(), bleeds]),
        );
      }),
      SEED,
    );
  });
});

describe('any text at all', () => {
  test('is read or refused in short sentences, and never breaks the reader', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map((text) => `file,label\n${text}`),
        ),
        (text) => {
          for (const { message, row } of parseLabelledCsv(text).problems) {
            expect(message).toMatch(/\.$/);
            expect(message.length).toBeLessThan(1000);
            expect(row).toBeGreaterThan(0);
          }
        },
      ),
      SEED,
    );
  });

  test('in a long cell is shown by its start, without what a terminal would obey', () => {
    const { problems } = parseLabelledCsv(`file,label\na,\u001b[2J${'x'.repeat(5000)}\n${'y'.repeat(5000)},1\n`);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-label', 'row-without-file']);
    for (const { message, file } of problems) {
      expect(message.length).toBeLessThan(200);
      expect(message).not.toContain('\u001b');
      expect(file ?? '').not.toContain('y');
    }
  });
});
