import { describe, expect, it } from 'vitest';
import { type LabelledSlice, settleLabels } from '../../../src/dataset/settle-labels.ts';

const slice = (row: number, file: string, bytes: string, label: LabelledSlice['label']): LabelledSlice => ({
  row,
  file,
  fileSha256: bytes.repeat(64),
  frame: 0,
  label,
});

describe('settleLabels', () => {
  it('takes what is good', () => {
    const slices = [slice(2, 'a', 'a', 'none'), slice(3, 'b', 'b', 'haemorrhage')];
    expect(settleLabels(slices, new Map())).toEqual({ good: slices, problems: [] });
  });

  it('takes one of a repeated id, and one of two files with the same bytes', () => {
    const slices = [slice(2, 'a', 'a', 'none'), slice(3, 'a', 'a', 'none'), slice(4, 'b', 'a', 'none')];
    const { good, problems } = settleLabels(slices, new Map());
    expect(good.map((found) => found.row)).toEqual([2]);
    expect(problems.map(({ code, row }) => `${row} ${code}`)).toEqual(['3 duplicate-id', '4 duplicate-file']);
  });

  it('takes none of the same bytes under different labels', () => {
    const slices = [slice(2, 'a', 'a', 'none'), slice(3, 'b', 'a', 'haemorrhage'), slice(4, 'c', 'c', 'none')];
    const { good, problems } = settleLabels(slices, new Map());
    expect(good.map((found) => found.row)).toEqual([4]);
    expect(problems.map(({ code, row }) => `${row} ${code}`)).toEqual(['2 conflicting-labels', '3 conflicting-labels']);
    expect(problems[0]?.message).toContain('"b"');
  });

  it('tells frames of one file apart', () => {
    const one = slice(2, 'a', 'a', 'none');
    const other = { ...slice(3, 'a', 'a', 'haemorrhage'), frame: 1 };
    expect(settleLabels([one, other], new Map()).good).toHaveLength(2);
  });

  it('does not overwrite the source label of a slice in the project', () => {
    const key = `${'a'.repeat(64)}:0`;
    const slices = [slice(2, 'a', 'a', 'none')];
    expect(settleLabels(slices, new Map([[key, 'haemorrhage' as const]])).problems[0]?.code).toBe('conflicting-labels');
    expect(settleLabels(slices, new Map([[key, 'none' as const]])).good).toHaveLength(1);
  });
});
