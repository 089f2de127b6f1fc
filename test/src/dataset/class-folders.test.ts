import { describe, expect, it } from 'vitest';
import { hasClassFolders, labelByFolder } from '../../../src/dataset/class-folders.ts';

describe('labelByFolder', () => {
  it.each([
    ['hemorrhage', 'haemorrhage'],
    ['Haemorrhage', 'haemorrhage'],
    ['bleed', 'haemorrhage'],
    ['1', 'haemorrhage'],
    ['YES', 'haemorrhage'],
    ['positive', 'haemorrhage'],
    ['normal', 'none'],
    ['none', 'none'],
    ['No', 'none'],
    ['0', 'none'],
    ['negative', 'none'],
    ['no_hemorrhage', 'none'],
  ])('knows the class %s', (folder, label) => {
    expect(labelByFolder([`${folder}/a.png`]).rows).toEqual([{ file: `${folder}/a.png`, label }]);
  });

  it('goes by the nearest class folder', () => {
    expect(labelByFolder(['yes/scanner-2/a.png', '1/0/b.png']).rows.map((row) => row.label)).toEqual([
      'haemorrhage',
      'none',
    ]);
  });

  it('lists files in no class', () => {
    const { rows, problems } = labelByFolder(['yes/a.png', 'other/b.png', 'c.png']);
    expect(rows).toHaveLength(1);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['unknown-label', 'other/b.png'],
      ['unknown-label', 'c.png'],
    ]);
  });

  it('takes no file name for a class', () => {
    expect(hasClassFolders(['0.png', 'images/1.png'])).toBe(false);
  });
});
