import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendEntry } from '../../../main/services/service-context.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

test('whoever acts has one name in the log, however it was typed, and nobody is null', () => {
  const { context } = project;
  for (const reader of ['Ada  Lovelace', ' Ada\nLovelace ', 'Ada Lovelace', '  ', null]) {
    context.store.transaction(() =>
      appendEntry(context, { event: 'source-moved', reader, sourcePseudonym: 'source-1' }),
    );
  }
  const readers = project.entries('source-moved').map(({ reader }) => reader);
  expect(readers).toEqual(['Ada Lovelace', 'Ada Lovelace', 'Ada Lovelace', null, null]);
});
