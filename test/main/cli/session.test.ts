import { expect, test } from 'vitest';
import { readerIn } from '../../../main/cli/session.ts';
import { signIn } from '../../../main/services/reader-sessions.ts';
import { projectFixture } from '../../support/project-fixture.ts';

test('a reader on the command line is the one that the project knows, however the name is written', () => {
  const project = projectFixture();
  signIn(project.ctx, 'Émile');
  expect(readerIn(project.ctx, ' éMILE ')).toBe('Émile');
  expect(readerIn(project.ctx, 'Ann')).toBe('Ann');
  expect(readerIn(project.ctx, ' ')).not.toBe('');
  project.remove();
});
