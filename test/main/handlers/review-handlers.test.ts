import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppContext, OpenProject } from '../../../main/app-context.ts';
import { reviewHandlers } from '../../../main/handlers/review-handlers.ts';
import { openPreferences, type PreferencesFile } from '../../../main/preferences.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { insertPromotion } from '../../../main/store/models.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
let preferences: PreferencesFile;
let handlers: ReturnType<typeof reviewHandlers>;

beforeEach(() => {
  project = projectFixture({ slices: 4, probabilities: [0.9, 0.2, 0.7, 0.6] });
  const { store } = project.ctx;
  store.db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
  store.transaction(() => insertPromotion(store.db, { modelId: 1, reader: 'Ada', note: null, promotedMs: 0 }));
  preferences = openPreferences(project.folder);
  preferences.set({ readerName: 'Ada' });
  const open = { context: project.ctx } as OpenProject;
  const app: Pick<AppContext, 'projects' | 'preferences'> = {
    preferences,
    projects: { require: () => open, showing: () => undefined } as unknown as AppContext['projects'],
  };
  handlers = reviewHandlers(app as AppContext);
});
afterEach(() => project.remove());

/** What the log says of a read that is made now, blind in this showing. */
function seenBefore(sliceId: number, reader = 'Ada'): boolean {
  const { presentationId } = presentSlice(project.ctx, { sliceId, reader, modelId: 1, predictionVisible: false });
  const read = { presentationId: presentationId ?? 0, intent: 'none', reason: null, confidence: null } as const;
  return recordRead(project.ctx, read).read.predictionSeen;
}

describe('predictions that a list shows', () => {
  test('count as seen for the reader, by the worklist, unless it hides them', async () => {
    preferences.set({ blindFirst: true });
    await handlers['worklist.get']({ sourceId: 1 });
    expect(seenBefore(1)).toBe(false);
    preferences.set({ blindFirst: false });
    await handlers['worklist.get']({ sourceId: 1 });
    expect(seenBefore(2)).toBe(true);
  });

  test('of slices that this reader has read are shown in a blind worklist, and count; those of another reader are not', async () => {
    preferences.set({ blindFirst: true });
    seenBefore(3);
    seenBefore(4, 'Grace');
    await handlers['worklist.get']({ sourceId: 1 });
    expect(seenBefore(3)).toBe(true);
    expect(seenBefore(4)).toBe(false);
  });

  test('count where another screen lists them: they outlast the window', async () => {
    preferences.set({ blindFirst: true });
    await handlers['presentation.listed']({ modelId: 1, sliceIds: [1, 2] });
    expect(seenBefore(1)).toBe(true);
    expect(seenBefore(3)).toBe(false);
    expect(seenBefore(2, 'Grace')).toBe(false);
  });

  test('count for nobody while no name is given', async () => {
    preferences.set({ readerName: ' ' });
    await handlers['presentation.listed']({ modelId: 1, sliceIds: [1] });
    expect(seenBefore(1)).toBe(false);
  });
});
