import { describe, expect, it } from 'vitest';
import { CorrectionsError, readCorrections } from '../../../src/dataset/corrections.ts';

describe('a table of corrections', () => {
  it('is read by its columns, in any order, with frames and reasons where there are some', () => {
    const text = 'label,file,reason,frame\nnone,a\\b.png,calcified,\nExclude,c.dcm,,2\n';
    expect(readCorrections(text)).toEqual([
      { row: 2, file: 'a/b.png', frame: 0, label: 'none', reason: 'calcified' },
      { row: 3, file: 'c.dcm', frame: 2, label: 'excluded', reason: null },
    ]);
  });

  it('lists the rows that cannot be taken', () => {
    expect(readCorrections('file,label,frame\na,maybe,\nb,none,x\n')).toEqual([
      { row: 2, file: 'a', message: '"maybe" is not a label. Use haemorrhage, none, unsure or excluded.' },
      { row: 3, file: 'b', message: '"x" is not a frame. Frames count from 0.' },
    ]);
    expect(() => readCorrections('name,label\na,none\n')).toThrow(CorrectionsError);
  });

  it('shows the start of a cell, and nothing that a terminal obeys', () => {
    const [label, frame] = readCorrections(
      `file,label,frame\na,\u001b[2J${'x'.repeat(5000)},0\nb,none,\u202e\u001b1\n`,
    );
    for (const row of [label, frame]) {
      const message = row && 'message' in row ? row.message : '';
      expect(message).toContain('is not a');
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(message.length).toBeLessThan(200);
    }
  });
});
