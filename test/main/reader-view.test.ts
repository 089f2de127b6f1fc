import { afterEach, describe, expect, test } from 'vitest';
import type { AppContext, OpenProject } from '../../main/app-context.ts';
import { heatmapHandlers } from '../../main/handlers/heatmap-handlers.ts';
import { reviewHandlers } from '../../main/handlers/review-handlers.ts';
import { studyHandlers } from '../../main/handlers/study-handlers.ts';
import { openPreferences } from '../../main/preferences.ts';
import { dueRepeatsOf, setRepeats } from '../../main/services/hidden-repeats.ts';
import { setReadingMode } from '../../main/services/set-reading-mode.ts';
import { insertPromotion } from '../../main/store/models.ts';
import { insertReadingMode } from '../../main/store/reading-modes.ts';
import { unreadFrom } from '../../renderer/state/worklist-view.ts';
import { worklistSchema } from '../../src/contract/review-methods.ts';
import { armOf, type ReadingMode } from '../../src/review/reading-mode.ts';
import { type ProjectFixture, projectFixture } from '../support/project-fixture.ts';

const open: ProjectFixture[] = [];
afterEach(() => {
  for (const project of open.splice(0)) project.remove();
});

const MAP = { heat: new Uint8Array(4), head: new Uint8Array(4) };

/** Four slices of a labelled set in class folders, all predicted, under the reader Ada; every route that the window has. */
function readingRoom(readingMode: ReadingMode, { promoted = true, slices = 4 } = {}) {
  const project = projectFixture({
    slices,
    labels: ['haemorrhage', 'haemorrhage', 'none', 'none'],
    probabilities: [0.91, 0.23, 0.71, 0.37],
    readingMode,
  });
  open.push(project);
  const { store } = project.ctx;
  store.db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
  store.db.exec(`UPDATE files SET relative_path = CASE WHEN id < 3 THEN 'bleed/' ELSE 'normal/' END || id || '.png'`);
  store.db.exec(`INSERT INTO source_series VALUES (1, 0, 'series-1', 'bleed', '[]')`);
  if (promoted)
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
  /** As the window has it; main does not parse it again. */
  const list = async (input: { sourceId: number }) => {
    const answer: unknown = JSON.parse(JSON.stringify(await handlers['worklist.get'](input)));
    const fitting = worklistSchema.parse(answer);
    expect(answer).toEqual(fitting);
    return fitting;
  };
  return { project, preferences, heatmap, ...handlers, 'worklist.get': list };
}

type Room = ReturnType<typeof readingRoom>;

/** Words and numbers that tell the model's mind or a label of these slices. */
const TELLING = /bleed|normal|haemorrhage|"none"|0\.91|0\.23|0\.71|0\.37/;

/** What a file is called while its name may tell: a drawn number, and not that of the order of the files. */
const NEUTRAL = /^slice [0-9a-z]{7}$/;

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
      file: expect.stringMatching(NEUTRAL),
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

describe('a slice that comes again unknown', () => {
  /** The words and numbers of an answer, by name. */
  const shapeOf = (value: unknown): unknown =>
    value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]))
      : typeof value;

  const SLICES = 24;

  test('is asked for as any other, between first reads, and no answer tells which it is', async () => {
    const room = readingRoom('on', { slices: SLICES });
    const { ctx } = room.project;
    // The same draw and the same order in each run.
    ctx.store.db.run("UPDATE project SET uuid = 'b'");
    insertReadingMode(ctx.store.db, { mode: 'on', seed: 1, setMs: 0 });
    setRepeats(ctx, { share: 0.5, afterReads: 3, afterMinutes: 0, reader: 'Ada' });
    const turns: number[] = [];
    const stands = new Map<string, string>();
    for (let from: number | null = null; ; from = turns.at(-1) ?? null) {
      const { items } = await room['worklist.get']({ sourceId: 1 });
      const listed = items.filter((row) => !row.read);
      expect(new Set(listed.map((row) => JSON.stringify(shapeOf(row)))).size).toBeLessThan(2);
      const isUnread = (sliceId: number) => listed.some((row) => row.sliceId === sliceId);
      const order = items.map((row) => row.sliceId);
      const answer = await room['worklist.next']({ from, unread: unreadFrom(order, isUnread, from) });
      expect(Object.keys(answer)).toEqual(['sliceId']);
      if (answer.sliceId === null) break;
      turns.push(answer.sliceId);
      // What a slice's label is may tell that it came again once that is over.
      const { read: made, currentLabel, stand, ...rest } = await read(room, answer.sliceId, 'none');
      expect(made.sliceId).toBe(answer.sliceId);
      expect(rest).toEqual({ sliceRead: true, canUndo: true, canRedo: false, batch: null });
      stands.set([...dueRepeatsOf(ctx, 'Ada').keys()].join(), stand);
    }
    expect(new Set(turns).size).toBe(SLICES);
    const repeats = turns.map((sliceId, place) => turns.indexOf(sliceId) < place);
    const between = repeats.slice(0, repeats.lastIndexOf(false)).filter(Boolean).length;
    expect(between).toBeGreaterThan((turns.length - SLICES) / 2);
    expect(between).toBeGreaterThan(5);
    // Where other slices are due another word stands.
    expect(new Set(stands.values()).size).toBe(stands.size);
    expect(stands.get('')).toBe('');
  });
});

describe('on purpose', () => {
  test('the AI can be revealed, on record, and not the labels', async () => {
    const room = readingRoom('on');
    const { presentationId } = await show(room, 1);
    expect((await room['presentation.reveal']({ presentationId })).prediction?.probability).toBe(0.91);
    expect(await item(room, 1)).toMatchObject({ sourceLabel: null, file: expect.stringMatching(NEUTRAL) });
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
      expect(await item(room, sliceId)).toMatchObject({ sourceLabel: null, file: expect.stringMatching(NEUTRAL) });
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

describe('a labelled set that came in class folders', () => {
  /** The order of the list as the reader gets it now. */
  const order = async (room: Room) => (await room['worklist.get']({ sourceId: 1 })).items.map(({ sliceId }) => sliceId);
  /** DICOM slices: two of a series with positions for each class, and four series of one slice. */
  function asDicom(room: Room, positions: boolean) {
    const { db } = room.project.ctx.store;
    const position = positions
      ? `'positionMm', json_array(0, 0, slices.id), 'orientation', json('[1,0,0,0,1,0]'),`
      : '';
    db.exec(`UPDATE images SET format = 'dicom', header_json = (SELECT json_object('format', 'dicom', 'samples', 1,
      'studyUid', '1.' || slices.id, 'frames', json_array(json_object(${position} 'instanceNumber', slices.id)))
      FROM slices WHERE slices.sha256 = images.sha256)`);
    db.exec(`DELETE FROM source_series`);
    const series = positions ? '((id - 1) / 2)' : '(id - 1)';
    db.exec(`UPDATE source_slices SET series_index = (SELECT ${series} FROM slices WHERE id = slice_id)`);
    db.exec(`UPDATE slices SET study_pseudonym = 'study-' || ${series}`);
    for (const index of positions ? [0, 1] : [0, 1, 2, 3]) {
      db.exec(`INSERT INTO source_series VALUES (1, ${index}, 'series-${index}', 'bleed or normal', '[]')`);
    }
  }
  /** The orders of eight readers, the first of them Ada's; the project's seed is fixed. */
  async function readersOrders(room: Room) {
    room.project.ctx.store.db.exec("INSERT INTO reading_modes (mode, seed, set_ms) VALUES ('on', 7, 0)");
    const orders: number[][] = [];
    for (const readerName of ['Ada', 'Grace', 'Mary', 'Rosa', 'Emmy', 'Lise', 'Marie', 'Hedy']) {
      room.preferences.set({ readerName });
      orders.push(await order(room));
    }
    room.preferences.set({ readerName: 'Ada' });
    return orders;
  }

  test.each(['pictures', 'DICOM without positions'])('of %s comes in an order drawn for each reader', async (form) => {
    const room = readingRoom('on');
    if (form !== 'pictures') asDicom(room, false);
    const orders = await readersOrders(room);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(3);
    expect(orders.filter((one) => String(one) === '1,2,3,4').length).toBeLessThan(3);
    expect(await order(room)).toEqual(orders[0]);
    room.preferences.set({ readerName: ' ADA ' });
    expect(await order(room)).toEqual(orders[0]);
    const { items } = await room['worklist.get']({ sourceId: 1 });
    for (const { instanceNumber } of items) expect(instanceNumber).toBeNull();
    expect(await item(room, 1)).not.toHaveProperty('sliceIndex');
    expect(await item(room, 1)).not.toHaveProperty('seriesIndex');
  });

  test('of stacks draws the series and leaves each stack as it was scanned', async () => {
    const room = readingRoom('on', { promoted: false });
    asDicom(room, true);
    expect(new Set((await readersOrders(room)).map(String))).toEqual(new Set(['1,2,3,4', '3,4,1,2']));
    const { items, series } = await room['worklist.get']({ sourceId: 1 });
    expect(series.map(({ title, slices }) => ({ title, slices }))).toEqual([
      { title: 'Series 1', slices: 2 },
      { title: 'Series 2', slices: 2 },
    ]);
    const { studies } = await room['study.list']({ sourceId: 1 });
    for (const { sliceId, seriesIndex } of items) {
      const study = studies.find((one) => one.series.includes(seriesIndex));
      expect(study?.study).toBe(`study-${sliceId < 3 ? 0 : 1}`);
    }
  });

  test('is in the order of its files again for whoever may see every label', async () => {
    const room = readingRoom('on');
    room.preferences.set({ readerName: 'Grace' });
    for (const sliceId of [1, 2, 3, 4]) await read(room, sliceId, 'none');
    expect((await room['worklist.get']({ sourceId: 1 })).series).toMatchObject([{ title: 'patient Smith' }]);
    await show(room, 1);
    const { items, series } = await room['worklist.get']({ sourceId: 1 });
    expect(items.map(({ sliceId }) => sliceId)).toEqual([1, 2, 3, 4]);
    expect(items[0]).toMatchObject({ file: 'bleed/1.png', sourceLabel: 'haemorrhage' });
    expect(series).toMatchObject([{ title: 'bleed' }]);
  });
});

test('class folders of an opened study stand in no heading, and neither do other folders’ names', async () => {
  const room = readingRoom('on');
  const { db } = room.project.ctx.store;
  db.exec(`UPDATE sources SET kind = 'study'; UPDATE source_slices SET series_index = (slice_id > 2);
    INSERT INTO source_series VALUES (1, 1, 'series-2', 'normal', '[]')`);
  expect((await room['worklist.get']({ sourceId: 1 })).series).toMatchObject([{ title: 'patient Smith', slices: 4 }]);
  db.exec(`UPDATE files SET relative_path = replace(replace(relative_path, 'bleed', 'mine'), 'normal', 'yours')`);
  const { items, series } = await room['worklist.get']({ sourceId: 1 });
  expect(series.map(({ title }) => title)).toEqual(['Series 1', 'Series 2']);
  expect(items.map(({ sliceId }) => sliceId)).toEqual([1, 2, 3, 4]);
});

test('a project that is off hides nothing, but from a reader who wants to read blind', async () => {
  const room = readingRoom('off');
  const all = JSON.stringify(await room['worklist.get']({ sourceId: 1 }));
  for (const word of ['bleed/1.png', '0.91', 'haemorrhage']) expect(all).toContain(word);
  room.preferences.set({ blindFirst: true });
  expect(JSON.stringify(await room['worklist.get']({ sourceId: 1 }))).not.toMatch(TELLING);
  await expect(room.heatmap(1)).rejects.toThrow('hidden');
});

test.each([
  ['bleed/$& 3.png', /^file 1 is no PNG\.$/],
  ['bleed/3\u202e.png', /^file 1 is no PNG\.$/],
])('a refused file %j is not told in what is said of it', async (file, told) => {
  const room = readingRoom('on');
  room.project.ctx.store.db.run(`INSERT INTO files VALUES (100, 1, :file, 10, 0, NULL, 'not-png', :message)`, {
    ...{ file, message: `${file} is no PNG.` },
  });
  const { refused } = await room['worklist.get']({ sourceId: 1 });
  expect(refused).toMatchObject([{ file: 'file 1', message: expect.stringMatching(told) }]);
});

test('of a refused file that tells nothing the name is put into the sentence as it is', async () => {
  const room = readingRoom('on');
  const { db } = room.project.ctx.store;
  db.exec(`UPDATE sources SET kind = 'study'; UPDATE files SET relative_path = 'mine/' || id || '.png';
    INSERT INTO files VALUES (100, 1, 'mine/a$&b.png', 10, 0, NULL, 'not-png', 'mine/a$&b.png is no PNG.')`);
  const { refused } = await room['worklist.get']({ sourceId: 1 });
  expect(refused).toMatchObject([{ file: 'a$&b.png', message: 'a$&b.png is no PNG.' }]);
});
