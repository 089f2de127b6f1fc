import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { type ExportedMark, markTable } from '../../../src/marks/mark-table.ts';

const mark: ExportedMark = {
  mark: 7,
  reader: '=Ada',
  readerVouched: 'account',
  studyPseudonym: 'study-1',
  seriesPseudonym: 'series-1',
  fileSha256: 'ab'.repeat(32),
  frame: 2,
  spacingMm: { row: 0.9, column: 0.4 },
  shape: {
    kind: 'arrow',
    points: [
      { x: 10, y: 20 },
      { x: 30.5, y: 4 },
    ],
    text: '+cmd|calc, "here"',
  },
  figures: { kind: 'none' },
  recorded: '2026-11-22T10:00:00.000Z',
  auditSequence: 12,
};
const rows = (marks: ExportedMark[]): Record<string, string>[] =>
  parse(markTable(marks, { entries: 12, headHash: 'cd'.repeat(32) }), { columns: true });

test('a row names slice, reader and points, and no cell is a formula', () => {
  expect(rows([mark])[0]).toMatchObject({
    mark: '7',
    reader: "'=Ada",
    reader_vouched: 'account',
    text: `'+cmd|calc, "here"`,
    slice: `${'ab'.repeat(8)}/2`,
    frame: '2',
    points_px: '10 20; 30.5 4',
    points_mm: '4 18; 12.2 3.6',
    audit_sequence: '12',
  });
});

test('without a spacing nothing is in mm', () => {
  const length = {
    kind: 'length',
    points: [
      { x: 0, y: 0 },
      { x: 3, y: 4 },
    ],
  } as const;
  const figures = { kind: 'length', px: 5, mm: null } as const;
  const row = rows([{ ...mark, spacingMm: null, shape: { ...length, points: [...length.points] }, figures }])[0];
  expect(row).toMatchObject({ points_mm: '', row_spacing_mm: '', length_px: '5', length_mm: '' });
});

test('an angle says what its pixels were taken for', () => {
  const angle = (rest: { inMm: boolean; pixelAspect?: number }) => {
    const figures = { kind: 'angle', degrees: 45, ...rest } as const;
    const { angle_in_mm, angle_pixel_aspect } = rows([{ ...mark, figures }])[0] ?? {};
    return [angle_in_mm, angle_pixel_aspect];
  };
  expect(angle({ inMm: true })).toEqual(['yes', '']);
  expect(angle({ inMm: false, pixelAspect: 2.25 })).toEqual(['no', '2.25']);
  expect(angle({ inMm: false })).toEqual(['no', '1']);
});
