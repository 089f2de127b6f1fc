import { describe, expect, it } from 'vitest';
import { looksLikeLabelledCsv, parseLabelledCsv } from '../../../src/dataset/labelled-csv.ts';

const codes = (text: string) => parseLabelledCsv(text).problems.map(({ code, row }) => `${row} ${code}`);

describe('parseLabelledCsv', () => {
  it('reads the public head-CT form, the space in its header included', () => {
    const { rows, problems } = parseLabelledCsv('id, hemorrhage\n0,1\n1,1\n100,0\n');
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { row: 2, file: '0', frame: null, label: 'haemorrhage' },
      { row: 3, file: '1', frame: null, label: 'haemorrhage' },
      { row: 4, file: '100', frame: null, label: 'none' },
    ]);
  });

  it.each([
    ['a byte order mark and CRLF', '\uFEFFid,label\r\na,yes\r\n"b, c",no\r\n'],
    ['semicolons', 'id;label\na;TRUE\n"b, c";False\n'],
    ['tabs', 'id\tlabel\na\thaemorrhage\nb, c\tnone\n'],
    ['old line ends', 'id,label\ra,1\r"b, c",0\r'],
    ['other names and order', 'Has_Bleed,File Name\nY,a\nN,"b, c"'],
    ['an unnamed label column', 'image,whatever\na,positive\n"b, c",negative\n'],
  ])('reads a table with %s', (_, text) => {
    const { rows, problems } = parseLabelledCsv(text);
    expect(problems).toEqual([]);
    expect(rows.map(({ file, label }) => [file, label])).toEqual([
      ['a', 'haemorrhage'],
      ['b, c', 'none'],
    ]);
  });

  it('reads frames, counted from 0', () => {
    const { rows } = parseLabelledCsv('file,frame,hemorrhage\na.dcm,0,1\na.dcm,12,0\n');
    expect(rows.map((row) => row.frame)).toEqual([0, 12]);
  });

  it('lists what is wrong by row and keeps the rest', () => {
    const text = 'id,frame,label\na,0,1\n,0,1\nb,0,maybe\nc,x,1\nd,0,\n\ne,0,0\n';
    expect(codes(text)).toEqual(['3 row-without-file', '4 unknown-label', '5 no-such-frame', '6 unknown-label']);
    expect(parseLabelledCsv(text).rows.map((row) => `${row.row} ${row.file}`)).toEqual(['2 a', '8 e']);
  });

  it('counts rows by the line they begin on, also after a line break inside quotes', () => {
    expect(codes('id,label\n"a\nb",1\nc,?\n')).toEqual(['4 unknown-label']);
  });

  it.each([
    ['no header', '0,1\n1,0\n'],
    ['no label column', 'id,width,height\n0,1,2\n'],
    ['nothing at all', ''],
    ['a quote that is never closed', 'id,label\n"a,1\nb,0\n'],
  ])('says what columns are needed where there is %s', (_, text) => {
    expect(parseLabelledCsv(text)).toMatchObject({ rows: [], labelColumn: null });
    expect(codes(text)[0]).toMatch(/wrong-columns$/);
  });

  it('tells a table of labels from another', () => {
    expect(looksLikeLabelledCsv('file,label\n')).toBe(true);
    expect(looksLikeLabelledCsv('patient,age,sex\n1,2,3\n')).toBe(false);
  });
});
