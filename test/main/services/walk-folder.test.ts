import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { walkFolder } from '../../../main/services/walk-folder.ts';
import { projectFixture } from '../../support/project-fixture.ts';

test('a project inside a folder is passed over, for reading its files would drop the locks on them', async () => {
  const project = projectFixture();
  const parent = path.dirname(project.folder);
  writeFileSync(path.join(parent, 'slice.png'), 'x');
  expect((await walkFolder(parent)).files.map((file) => file.relativePath)).toEqual(['slice.png']);
  expect((await walkFolder(project.folder)).files).toEqual([]);
  project.remove();
});
