import { expect, it } from 'vitest';
import { folderNameFor, projectFolder } from '../../../renderer/actions/project-folder.ts';

it('writes paths the way the parent does', () => {
  expect(projectFolder('/home/a/', 'Head CT')).toBe('/home/a/Head CT');
  expect(projectFolder('C:\\Users\\a', 'Head CT')).toBe('C:\\Users\\a\\Head CT');
});

it('makes a folder name that no system refuses', () => {
  expect(folderNameFor(' a/b:c*? ')).toBe('a-b-c--');
  expect(folderNameFor('dots...')).toBe('dots');
  expect(folderNameFor('  ')).toBe('Overread project');
  expect(folderNameFor('x'.repeat(300))).toHaveLength(100);
});
