import { afterEach, describe, expect, test } from 'vitest';
import type { AppContext, OpenProject } from '../../main/app-context.ts';
import { heatmapHandlers } from '../../main/handlers/heatmap-handlers.ts';
import { reviewHandlers } from '../../main/handlers/review-handlers.ts';
import { studyHandlers } from '../../main/handlers/study-handlers.ts';
import { openPreferences } from '../../main/preferences.ts';
import { setReadingMode } from '../../main/services/set-reading-mode.ts';
import { insertPromotion } from '../../main/store/models.ts';
import { armOf, type ReadingMode } from '../../src/review/reading-mode.ts';
import { type ProjectFixture, projectFixture } from '../support/project-fixture.ts';

const open: ProjectFixture[] = [];
afterEach(() => {
  for (const project of open.splice(0)) project.remove();
});

const MAP = { heat: new Uint8Array(4), head: new Uint8Array(4) };

/** Four slices of a labelled set in class folders, all predicted, under the reader Ada; every route that the window has. */
function readingRoom(readingMode: ReadingMode) {
  const project = projectFixture({
    slices: 4,
    labels: ['haemorrhage', 'haemorrhage', 'none', 'none'],
    probabilities: [0.91, 0.23, 0.71, 0.37],
    readingMode,
  });
  open.push(project);
  const { store } = project.ctx;
  store.db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
  store.db.exec(`UPDATE files SET relative_path = CASE WHEN id < 3 THEN 'bleed/' ELSE 'normal/' END || id || '.png'`);
  store.db.exec(`INSERT INTO source_series VALUES (1, 0, 'series-1', 'bleed', '[]')`);
  store.transaction(() => insertPromotion(store.db, { modelId: 1, reader: 'Ada', note: null, promotedMs: 0 }));
  const preferences = openPreferences(project.folder);
  preferences.set({ readerName: 'Ada' });
  const pictures = {
    heatmap: async (...[, , method, , answer]: Parameters<OpenProject['pictures']['heatmap']>) => ({
      ...MAP,
      metadata: { method, answer },
    }),
    agreement: async () => [],
  } as unknown as OpenProject['pictures'];
  const current = { context: project.ctx, pictures };
  const app = {
    preferences,
    projects: { require: () => current, showing: () => undefined },
  } as unknown as AppContext;
  const handlers = { ...reviewHandlers(app), ...studyHandlers(app), ...heatmapHandlers(app) };
  const heatmap = (sliceId: number, method: 'grad-cam' | 'occlusion' = 'grad-cam') =>
    handlers['slice.heatmap']({ sliceId, modelId: 1, method, answer: 'none' });
  return { project, preferences, heatmap, ...handlers };
}

type Room = ReturnType<typeof readingRoom>;

/** Words and numbers that tell the model's mind or a label of these slices. */
const TELLING = /bleed|normal|haemorrhage|"none"|0\.91|0\.23|0\.71|0\.37/;

async function show(room: Room, sliceId: number) {
  const shown = await room['presentation.begin']({ sliceId, predictionVisible: true });
  return { ...shown, presentationId: shown.presentationId ?? 0 };
}
async function read(room: Room, sliceId: number, intent: 'haemorrhage' | 'none', confidence: number | null = 3) {
  const { presentationId } = await show(room, sliceId);
  return room['read.record']({ presentationId, intent, reason: null, confidence });
}
const item = async (room: Room, sliceId: number) =>
  (await room['worklist.item']({ sourceId: 1, sliceId })).item ?? expect.fail('no item');

test('a map is asked for as it was wanted, and neither answer’s is given away while it is hidden', async () => {
  const { metadata } = await readingRoom('off').heatmap(1, 'occlusion');
  expect(metadata).toEqual({ method: 'occlusion', answer: 'none' });
  await expect(readingRoom('on').heatmap(1, 'occlusion')).rejects.toThrow('hidden');
});

describe('while blind, asked for what is hidden', () => {
  test('the worklist and its rows tell nothing', async () => {
    const room = readingRoom('on');
    expect(JSON.stringify(await room['worklist.get']({ sourceId: 1 }))).not.toMatch(TELLING);
    for (const sliceId of [1, 2, 3, 4]) expect(JSON.stringify(await item(room, sliceId))).not.toMatch(TELLING);
  });

  test('a showing that asks for the prediction is not given it, and does not count as seen', async () => {
    const room = readingRoom('on');
    const shown = await show(room, 1);
    expect(shown).toMatchObject({ prediction: null, aiVisible: false, arm: 'blind', history: [] });
    const { presentationId } = shown;
    const saved = await room['read.record']({ presentationId, intent: 'none', reason: null, confidence: 2 });
    expect(saved.read).toMatchObject({ predictionSeen: false, confidence: 2, labelBefore: null });
  });

  test('heatmap and agreement are refused', async () => {
    const room = readingRoom('on');
    await expect(room.heatmap(1)).rejects.toThrow('hidden');
    await expect(room['heatmap.agreement']({ sliceId: 1, modelId: 1 })).rejects.toThrow('hidden');
    await read(room, 1, 'none');
    expect((await room.heatmap(1)).heat).toHaveLength(4);
    await expect(room.heatmap(2)).rejects.toThrow('hidden');
  });

  test('the history of a slice that another reader has read is empty', async () => {
    const room = readingRoom('on');
    room.preferences.set({ readerName: 'Grace' });
    await read(room, 1, 'haemorrhage');
    room.preferences.set({ readerName: 'Ada' });
    expect((await room['slice.history']({ sliceId: 1 })).reads).toEqual([]);
    expect((await show(room, 1)).history).toEqual([]);
    expect(JSON.stringify(await item(room, 1))).not.toMatch(TELLING);
  });

  test('agreeing is refused, and so is a label without its confidence', async () => {
    const room = readingRoom('on');
    const { presentationId } = await show(room, 1);
    const plain = { presentationId, reason: null, confidence: null };
    await expect(room['read.record']({ ...plain, intent: 'agree' })).rejects.toThrow('hidden');
    await expect(room['read.record']({ ...plain, intent: 'none' })).rejects.toThrow('how sure');
    expect((await room['read.record']({ ...plain, intent: 'unsure' })).sliceRead).toBe(true);
  });
});

describe('after the read', () => {
  test('the AI is there at once, the labels once another slice was shown', async () => {
    const room = readingRoom('on');
    await room['worklist.get']({ sourceId: 1 });
    const outcome = await read(room, 1, 'none');
    expect(outcome).toMatchObject({ currentLabel: null, read: { labelBefore: null, labelAfter: 'none' } });
    expect(await item(room, 1)).toMatchObject({
      prediction: { probability: 0.91 },
      sourceLabel: null,
      file: 'slice 1',
      visible: { ai: true, truth: false },
    });
    await show(room, 2);
    expect(await item(room, 1)).toMatchObject({ sourceLabel: 'haemorrhage', file: 'bleed/1.png' });
    expect(await item(room, 2)).toMatchObject({ sourceLabel: null, prediction: null });
  });

  test('a change of mind needs no confidence and counts as seen; labels were not', async () => {
    const room = readingRoom('on');
    await read(room, 1, 'none');
    const second = await read(room, 1, 'haemorrhage', null);
    expect(second.read).toMatchObject({ predictionSeen: true });
    await show(room, 2);
    expect((await show(room, 1)).history.at(-1)).toMatchObject({ labelAfter: 'haemorrhage', labelBefore: 'none' });
  });

  test('undone, it stays seen: the read after it says so, and the AI does not go away once it was on the screen', async () => {
    const room = readingRoom('on');
    const { presentationId } = await show(room, 1);
    await room['read.record']({ presentationId, intent: 'none', reason: null, confidence: 3 });
    await room['presentation.reveal']({ presentationId });
    const undone = { currentLabel: null, read: { labelAfter: null } };
    expect(await room['act.undo']({})).toMatchObject({ kind: 'read', outcome: undone });
    expect((await item(room, 1)).visible).toMatchObject({ ai: true, truth: false });
    expect((await read(room, 1, 'haemorrhage', null)).read.predictionSeen).toBe(true);
  });
});

describe('on purpose', () => {
  test('the AI can be revealed, on record, and not the labels', async () => {
    const room = readingRoom('on');
    const { presentationId } = await show(room, 1);
    expect((await room['presentation.reveal']({ presentationId })).prediction?.probability).toBe(0.91);
    expect(await item(room, 1)).toMatchObject({ sourceLabel: null, file: 'slice 1' });
    expect((await read(room, 1, 'none', null)).read.predictionSeen).toBe(true);
  });

  test('a list of an evaluation shows labels too: they stay, and later reads count as made with both seen', async () => {
    const room = readingRoom('on');
    await room['presentation.listed']({ modelId: 1, sliceIds: [1] });
    expect(await item(room, 1)).toMatchObject({ sourceLabel: 'haemorrhage', prediction: { call: 'haemorrhage' } });
    expect(JSON.stringify(await item(room, 2))).not.toMatch(TELLING);
  });
});

describe('a reader study', () => {
  test('has the AI from the start in one half, and nothing to reveal before the read in the other', async () => {
    const room = readingRoom('half');
    const { mode, seed } = room.project.ctx.store.db.get(
      (await import('../../src/review/reading-mode.ts')).readingSettingSchema,
      'SELECT mode, seed FROM reading_modes',
    ) ?? { mode: 'half' as const, seed: 0 };
    for (const sliceId of [1, 2, 3, 4]) {
      const arm = armOf({ mode, seed }, sliceId.toString(16).padStart(64, '0'), false);
      const shown = await show(room, sliceId);
      expect(shown).toMatchObject({ arm, aiVisible: arm === 'open', mayReveal: arm === 'open' });
      expect(await item(room, sliceId)).toMatchObject({ sourceLabel: null, file: `slice ${sliceId}` });
      if (arm === 'open') continue;
      const { presentationId } = shown;
      await expect(room['presentation.reveal']({ presentationId })).rejects.toThrow('reader study');
      await expect(room['presentation.listed']({ modelId: 1, sliceIds: [sliceId] })).rejects.toThrow('reader study');
    }
  });

  test('that has begun keeps its mode; any other change with reads is asked for and stands in the log', async () => {
    const study = readingRoom('half');
    await read(study, 1, 'none');
    const change = { mode: 'off', confirmed: true, reader: 'Ada' } as const;
    expect(() => setReadingMode(study.project.ctx, change)).toThrow('reader study');
    const room = readingRoom('on');
    await read(room, 1, 'none');
    expect(() => setReadingMode(room.project.ctx, { ...change, confirmed: false })).toThrow('another way of reading');
    setReadingMode(room.project.ctx, change);
    expect(JSON.stringify(await room['worklist.get']({ sourceId: 1 }))).toMatch(/bleed/);
  });
});

test('a project that is off hides nothing, but from a reader who wants to read blind', async () => {
  const room = readingRoom('off');
  const all = JSON.stringify(await room['worklist.get']({ sourceId: 1 }));
  for (const word of ['bleed/1.png', '0.91', 'haemorrhage']) expect(all).toContain(word);
  room.preferences.set({ blindFirst: true });
  expect(JSON.stringify(await room['worklist.get']({ sourceId: 1 }))).not.toMatch(TELLING);
  await expect(room.heatmap(1)).rejects.toThrow('hidden');
});
