import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adjudicationCases, casesOnRecord, openAdjudication } from '../../../main/services/adjudication-queue.ts';
import { auditMoment } from '../../../main/services/audit-moment.ts';
import { auditPage } from '../../../main/services/audit-page.ts';
import { previewBulkRead } from '../../../main/services/bulk-read.ts';
import { describeRoles } from '../../../main/services/describe-roles.ts';
import { draftDataset } from '../../../main/services/draft-dataset.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { repeatSettings, setRepeats } from '../../../main/services/hidden-repeats.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { listReaders, signIn, signOut } from '../../../main/services/reader-sessions.ts';
import { marksInSight, saveMark } from '../../../main/services/record-mark.ts';
import { recordRead, redoRead, undoRead } from '../../../main/services/record-read.ts';
import { recordStudyCall, undoStudyCall } from '../../../main/services/record-study-call.ts';
import { readerReport } from '../../../main/services/report-on-readers.ts';
import { sliceHistory } from '../../../main/services/slice-history.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';
import type { Label } from '../../../src/review/label.ts';
import { emptyManifest } from '../../support/empty-manifest.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { refusingCompute } from '../../support/twin-worlds.ts';

const SLICES = 12;
let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({
    slices: SLICES,
    labels: Array.from({ length: SLICES }, (_, index) => (index % 2 === 0 ? 'none' : 'haemorrhage')),
    probabilities: Array.from({ length: SLICES }, (_, index) => (index % 3) / 3),
    readingMode: 'on',
  });
  wholeVersion();
  project.ctx.store.db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
});
afterEach(() => project.remove());

/** The fixture's version is a stub; a freeze compares with a whole one. */
function wholeVersion(): void {
  const manifest = emptyManifest(hashOf(500), false);
  project.ctx.store.db.exec('DROP TRIGGER dataset_versions_frozen');
  project.ctx.store.db.run('UPDATE dataset_versions SET manifest_json = :manifest', { manifest });
}

const viewer = (reader: string) => ({ reader, readsBlind: false });
const list = (reader: string) => listWorklist(project.ctx, { sourceId: 1, viewer: viewer(reader) }).items;
const item = (reader: string, sliceId: number) => list(reader).find((row) => row.sliceId === sliceId);

function show(reader: string, sliceId: number) {
  project.advance(60_000);
  return presentSlice(project.ctx, { sliceId, modelId: 1, predictionVisible: true, ...viewer(reader) });
}

function read(reader: string, sliceId: number, label: Label, adjudicates = false) {
  const { presentationId } = show(reader, sliceId);
  project.advance(4000);
  const input = { presentationId: presentationId ?? 0, reason: null, confidence: 4 };
  return recordRead(project.ctx, { ...input, intent: label, adjudicates });
}

function mark(reader: string, sliceId: number): void {
  const picture = {
    rows: 8,
    columns: 8,
    color: false,
    slope: 1,
    intercept: 0,
    unit: 'HU',
    padding: null,
    rowsMissing: 0,
  } as const;
  const ends = [
    { x: 1, y: 1 },
    { x: 4, y: 5 },
  ];
  const shape = shapeOf('length', ends) ?? expect.fail('no such mark');
  const spacing = { rowSpacingMm: 1, columnSpacingMm: 1, pixelAspect: 1 };
  saveMark(
    project.ctx,
    { sliceId, markId: null, shape, reader },
    { ...picture, ...spacing, pixels: new Int16Array(64) },
  );
}

const events = (): string[] => auditEntries(project.ctx.store.db).map(({ entryJson }) => JSON.parse(entryJson).event);

describe('signing in', () => {
  test('knows a reader however the name is written, and is in the log', () => {
    expect(signIn(project.ctx, 'Ann')).toBe('Ann');
    expect(signIn(project.ctx, ' ANN ')).toBe('Ann');
    signOut(project.ctx, 'Ann');
    expect(listReaders(project.ctx).map(({ name }) => name)).toEqual(['Ann']);
    expect(events().slice(-3)).toEqual(['reader-signed-in', 'reader-signed-in', 'reader-signed-out']);
    expect(() => signIn(project.ctx, '  ')).toThrow('name');
  });

  test('counts who has read as known, under the name that the reads have', () => {
    read('Bob', 1, 'none');
    expect(signIn(project.ctx, 'bob')).toBe('Bob');
  });
});

describe('two readers', () => {
  test('are blind to each other: status, label, history and counters are their own', () => {
    read('Ann', 1, 'haemorrhage');
    show('Ann', 2);
    show('Bob', 2);
    expect(item('Ann', 1)).toMatchObject({ read: true, currentLabel: 'haemorrhage' });
    expect(item('Bob', 1)).toMatchObject({ read: false, currentLabel: null, prediction: null });
    expect(sliceHistory(project.ctx, 1, viewer('Bob'))).toEqual([]);
    expect(sliceHistory(project.ctx, 1, viewer('ann'))).toHaveLength(1);
    expect(summarizeProject(project.ctx, 'Ann').sources[0]?.unread).toBe(SLICES - 1);
    expect(summarizeProject(project.ctx, 'Bob').sources[0]?.unread).toBe(SLICES);
    read('Bob', 1, 'none');
    show('Bob', 2);
    expect(item('Bob', 1)).toMatchObject({ read: true, currentLabel: 'none', visible: { othersReads: false } });
    expect(item('Ann', 1)).toMatchObject({ currentLabel: 'haemorrhage' });
    const summaries = (reader: string) =>
      auditPage(project.ctx, { beforeSequence: null, limit: 50 }, viewer(reader)).lines.map(({ summary }) => summary);
    expect(summaries('Bob').filter((summary) => summary.includes('closed to you'))).toHaveLength(1);
    expect(summaries('Bob').join()).not.toContain('none → haemorrhage');
    expect(summaries('Ann').join()).toMatch(/Read slice \S+: haemorrhage(,|$)/);
    const [own] = sliceHistory(project.ctx, 1, viewer('Bob'));
    expect(own).toMatchObject({ reader: 'Bob', labelBefore: null });
  });

  test('who disagree put the label in dispute: it is not frozen until somebody adjudicates', () => {
    read('Ann', 1, 'haemorrhage');
    read('Bob', 1, 'none');
    read('Ann', 2, 'haemorrhage');
    read('Bob', 2, 'haemorrhage');
    read('Ann', 3, 'haemorrhage');
    show('Ann', 5);
    show('Bob', 5);
    const listed = (reader: string) => draftDataset(project.ctx, viewer(reader)).changes.map(({ sliceId }) => sliceId);
    expect(listed('Ann').sort()).toEqual([2, 3]);
    expect(listed('Bob')).toEqual([2]);
    undoRead(project.ctx, { reader: 'Ann' });
    expect(draftDataset(project.ctx)).toMatchObject({
      disputed: 1,
      counts: { haemorrhage: 6, none: 5, unlabelled: 0 },
    });
    expect(freezeDataset(project.ctx, { note: null })).toMatchObject({
      disputed: 1,
      counts: { haemorrhage: 6, none: 5 },
    });
    const frozen = auditEntries(project.ctx.store.db)
      .map(({ entryJson }) => JSON.parse(entryJson))
      .at(-1);
    expect(frozen).toMatchObject({ event: 'dataset-frozen', disputed: 1 });

    expect(() => read('Cy', 2, 'none', true)).toThrow('do not disagree');
    const [open] = openAdjudication(project.ctx, 'Cy');
    expect(open).toMatchObject({ sliceId: 1, decision: null });
    expect(open?.reads.map(({ who }) => who)).toEqual(['Reader A', 'Reader B']);
    expect(open?.reads.map(({ label }) => label).sort()).toEqual(['haemorrhage', 'none']);

    const decided = read('Cy', 1, 'haemorrhage', true);
    expect(decided.read.adjudication).toBe(true);
    expect(events().slice(-2)).toEqual(['adjudication-opened', 'adjudication']);
    expect(draftDataset(project.ctx)).toMatchObject({ disputed: 0, counts: { haemorrhage: 7, none: 5 } });
    const [known] = adjudicationCases(project.ctx);
    expect(known).toMatchObject({ decision: { label: 'haemorrhage', by: 'Cy' } });
    expect(known?.reads.map(({ who }) => who).sort()).toEqual(['Ann', 'Bob']);
    show('Bob', 3);
    expect(item('Bob', 1)).toMatchObject({ currentLabel: 'haemorrhage', visible: { othersReads: true } });
    expect(sliceHistory(project.ctx, 1, viewer('Bob'))).toHaveLength(3);

    undoRead(project.ctx, { reader: 'Cy' });
    expect(draftDataset(project.ctx).disputed).toBe(1);
    expect(sliceHistory(project.ctx, 1, viewer('Bob'))).toHaveLength(1);
  });

  test('who has adjudicated a slice is not a reader of it', () => {
    read('Ann', 1, 'haemorrhage');
    read('Bob', 1, 'none');
    openAdjudication(project.ctx, 'Cy');
    read('Cy', 1, 'none');
    read('Cy', 2, 'none');
    const report = readerReport(project.ctx, 'first');
    expect(report.readers.map(({ name, slices }) => [name, slices])).toEqual([
      ['Ann', 1],
      ['Bob', 1],
      ['Cy', 1],
    ]);
  });
});

describe('the timeline', () => {
  const lineOf = (reader: string, event: string) => {
    const { lines } = auditPage(project.ctx, { beforeSequence: null, limit: 50 }, viewer(reader));
    return JSON.stringify(lines.find((line) => line.event === event) ?? expect.fail(`no ${event}`));
  };

  test('keeps marks and study calls of others closed like their reads', () => {
    mark('Ann', 1);
    project.ctx.store.db.run("UPDATE sources SET kind = 'study'", {});
    const call = { label: 'haemorrhage', confidence: 4, note: 'thin rim', predictionVisible: false } as const;
    const bleeds = [{ type: 'subdural', side: 'left' }] as const;
    recordStudyCall(project.ctx, { study: 'study-1', reader: 'Ann', ...call, bleeds });
    for (const event of ['mark-added', 'study-called']) {
      expect(lineOf('Bob', event)).toContain('closed to you');
      expect(lineOf('Bob', event)).not.toMatch(/length|subdural|thin rim/);
    }
    expect(lineOf('Ann', 'study-called')).toContain('subdural');
  });

  test('tells of an own act what its reader said, and not the label that others made of the slice', () => {
    read('Ann', 1, 'unsure');
    read('Bob', 1, 'excluded');
    show('Bob', 2);
    expect(lineOf('Bob', 'read')).toMatch(/Read slice \S+: excluded"/);
    expect(lineOf('Bob', 'read')).not.toMatch(/unsure|labelBefore|changesCurrentLabel/);
    undoRead(project.ctx, { reader: 'Bob' });
    redoRead(project.ctx, { reader: 'Bob' });
    show('Bob', 2);
    expect(lineOf('Bob', 'read-redone')).toMatch(/Redid read 2 of slice [^ :]+"/);
    expect(lineOf('Bob', 'read-redone')).not.toContain('labelAfter');
  });
});

describe.each(['off', 'on', 'half'] as const)('where the project is read "%s"', (mode) => {
  beforeEach(() => {
    project.ctx.store.db.run('INSERT INTO reading_modes (mode, seed, set_ms) VALUES (:mode, 1, 0)', { mode });
    project.ctx.store.db.exec(`UPDATE sources SET kind = 'study'`);
    project.ctx.store.db.exec(`UPDATE slices SET study_pseudonym = 'study-2' WHERE id > 2`);
    for (const name of ['Ann', 'Bob', 'Cy']) signIn(project.ctx, name);
  });
  const call = (reader: string) =>
    recordStudyCall(project.ctx, {
      ...{ study: 'study-1', reader, label: 'haemorrhage', bleeds: [{ type: 'subdural', side: 'left' }] },
      ...{ confidence: 4, note: 'thin rim', predictionVisible: false },
    });
  /** What the timeline, and the moment of the entry, tell a reader of Bob's mark, or call. */
  async function told(reader: string, event: 'mark-added' | 'study-called'): Promise<'all' | 'nothing'> {
    const { lines } = auditPage(project.ctx, { beforeSequence: null, limit: 100 }, viewer(reader));
    const line = lines.find((one) => one.event === event && one.reader === 'Bob') ?? expect.fail(`no ${event}`);
    const moment = await auditMoment(project.ctx, refusingCompute, String(line.sequence), viewer(reader));
    expect(moment.line).toEqual(line);
    expect(moment.slice !== null).toBe(event === 'mark-added' && /length/.test(line.summary));
    const text = JSON.stringify([line, moment]);
    if (/length|subdural|thin rim|study-1|series-1/.test(text)) return 'all';
    expect(text).toContain('closed to you');
    return 'nothing';
  }

  const bothTold = async (reader: string) => [await told(reader, 'mark-added'), await told(reader, 'study-called')];

  test('a mark waits for the own read of its slice, a call for the own call of its study', async () => {
    mark('Bob', 1);
    call('Bob');
    expect(await bothTold('Ann')).toEqual(['nothing', 'nothing']);
    read('Ann', 2, 'none');
    call('Ann');
    show('Ann', 3);
    expect(await told('Ann', 'mark-added')).toBe('nothing');
    read('Ann', 1, 'none');
    show('Ann', 3);
    expect(await bothTold('Ann')).toEqual(['all', 'all']);
    undoStudyCall(project.ctx, { reader: 'Ann' });
    expect(await bothTold('Ann')).toEqual(['all', 'nothing']);
    undoRead(project.ctx, { reader: 'Ann' });
    expect(await bothTold('Ann')).toEqual(['nothing', 'nothing']);
  });

  test('both wait for what readers disagree on to be settled, and are open to who settled it, without a call of theirs', async () => {
    mark('Bob', 1);
    call('Bob');
    read('Bob', 1, 'none');
    read('Ann', 1, 'haemorrhage');
    call('Ann');
    read('Cy', 2, 'none');
    openAdjudication(project.ctx, 'Cy');
    show('Cy', 3);
    for (const reader of ['Ann', 'Cy']) expect(await bothTold(reader)).toEqual(['nothing', 'nothing']);
    read('Cy', 1, 'none', true);
    show('Cy', 3);
    expect(await bothTold('Cy')).toEqual(['all', 'all']);
    show('Ann', 3);
    expect(await told('Ann', 'mark-added')).toBe('all');
    expect(await told('Dan', 'mark-added')).toBe('nothing');
  });
});

test('no figure answers a read before its reader has gone on', () => {
  read('Bob', 1, 'haemorrhage');
  show('Bob', 5);
  const known = (reader: string) => {
    const { pairs, disputed, readers } = readerReport(project.ctx, 'first', viewer(reader));
    const draft = draftDataset(project.ctx, viewer(reader));
    const { reference } = readers.find(({ name }) => name === reader) ?? expect.fail('no reader');
    const { haemorrhage, none } = draft.counts;
    const { development } = describeRoles(project.ctx, viewer(reader));
    return [
      ...[pairs.length, disputed, reference.n, draft.disputed, haemorrhage, none],
      ...[development.haemorrhage, development.none],
    ];
  };
  read('Ann', 1, 'none');
  expect(known('Ann')).toEqual([0, 0, 0, 0, 6, 6, 6, 6]);
  expect(known('Bob')).toEqual([1, 1, 1, 1, 6, 5, 6, 5]);
  show('Ann', 5);
  expect(known('Ann')).toEqual([1, 1, 1, 1, 6, 5, 6, 5]);
  expect(casesOnRecord(project.ctx, 'Cy')).toEqual([]);
  openAdjudication(project.ctx, 'Cy');
  expect(casesOnRecord(project.ctx, 'cy')).toHaveLength(1);
  expect(casesOnRecord(project.ctx, 'Ann')).toEqual([]);
});

test('no figure that an unfinished reader sees depends on what others make of slices that they have not read', () => {
  signIn(project.ctx, 'Ann');
  signIn(project.ctx, 'Bob');
  read('Ann', 1, 'haemorrhage');
  show('Ann', 2);
  const seen = () => {
    const report = readerReport(project.ctx, 'first', viewer('Ann'));
    const draft = draftDataset(project.ctx, viewer('Ann'));
    return { report, roles: describeRoles(project.ctx, viewer('Ann')), ...draft };
  };
  const before = seen();
  expect(before).toMatchObject({ partial: true, disputed: 0, report: { closed: SLICES - 1 } });
  expect(before.counts).toMatchObject({ haemorrhage: 7, none: 5, unlabelled: 0 });
  read('Bob', 3, 'haemorrhage');
  read('Bob', 4, 'unsure');
  show('Bob', 5);
  read('Cy', 4, 'none');
  show('Cy', 5);
  signIn(project.ctx, 'Ann');
  const { readers, ...after } = seen().report;
  expect(after).toEqual({ ...before.report, readers: undefined });
  expect(readers.find(({ name }) => name === 'Bob')).toMatchObject({ slices: 0, times: { n: 0 } });
  expect({ ...seen(), report: null }).toEqual({ ...before, report: null });
  for (let sliceId = 2; sliceId <= SLICES; sliceId += 1) read('Ann', sliceId, 'haemorrhage');
  show('Ann', 1);
  const { counts, disputed, partial, report } = seen();
  expect(report).toMatchObject({ closed: 0, disputed: 1 });
  expect({ counts, disputed, partial }).toEqual({
    partial: false,
    counts: draftDataset(project.ctx).counts,
    disputed: draftDataset(project.ctx).disputed,
  });
});

test('alone in a project a reader has every figure, but for the slice that they have not gone on from', () => {
  read('Ann', 1, 'haemorrhage');
  expect(draftDataset(project.ctx, viewer('Ann'))).toMatchObject({
    partial: true,
    counts: { haemorrhage: 6, none: 6 },
  });
  expect(readerReport(project.ctx, 'first', viewer('Ann')).closed).toBe(0);
  show('Ann', 2);
  expect(draftDataset(project.ctx, viewer('Ann'))).toMatchObject({
    partial: false,
    counts: { haemorrhage: 7, none: 5 },
  });
});

test('whether the newest version holds exactly this is told once it depends on nobody else’s reads', () => {
  for (const name of ['Ann', 'Bob']) signIn(project.ctx, name);
  freezeDataset(project.ctx, { note: null });
  const unchanged = (reader: string) => draftDataset(project.ctx, viewer(reader)).unchanged;
  const before = unchanged('Ann');
  read('Bob', 1, 'haemorrhage');
  show('Bob', 2);
  expect(draftDataset(project.ctx).unchanged).toBe(false);
  expect(unchanged('Ann')).toBe(before);
  undoRead(project.ctx, { reader: 'Bob' });
  for (let sliceId = 1; sliceId <= SLICES; sliceId += 1)
    read('Ann', sliceId, sliceId % 2 === 1 ? 'none' : 'haemorrhage');
  show('Ann', 1);
  expect(unchanged('Ann')).toBe(true);
});

test('a restored read tells nothing of the label that stands over all readers', () => {
  read('Ann', 1, 'haemorrhage');
  read('Bob', 1, 'none');
  undoRead(project.ctx, { reader: 'Bob' });
  redoRead(project.ctx, { reader: 'Bob' });
  const acts = sliceHistory(project.ctx, 1, viewer('Bob'));
  expect(acts.map(({ kind, labelAfter }) => [kind, labelAfter])).toEqual([
    ['read', 'none'],
    ['undo', null],
    ['redo', null],
  ]);
});

describe('hidden repeats', () => {
  const ALL = { share: 0.5, afterReads: 1, afterMinutes: 0, reader: 'Ann' };
  function readAll(): number[] {
    setRepeats(project.ctx, ALL);
    for (let sliceId = 1; sliceId <= SLICES; sliceId += 1) read('Ann', sliceId, 'haemorrhage');
    return list('Ann').flatMap(({ sliceId, read: done }) => (done ? [] : [sliceId]));
  }

  test('are unread again with everything of before hidden, change no label, and are marked as what they are', () => {
    const due = readAll();
    expect(due.length).toBeGreaterThan(0);
    expect(due.length).toBeLessThan(SLICES);
    const [sliceId = 0] = due;
    const untouched = item('Bob', sliceId);
    // Each reader has an order of their own, which tells nothing.
    const { visible, sliceIndex } = untouched ?? expect.fail('not listed');
    const hidden = { ...item('Ann', sliceId), visible, sliceIndex };
    expect(hidden).toEqual(untouched);
    expect(show('Ann', sliceId)).toMatchObject({ history: [], prediction: null, aiVisible: false });
    const again = read('Ann', sliceId, 'none');
    expect(again).toMatchObject({ currentLabel: 'haemorrhage', read: { labelAfter: 'none' } });
    expect(events().at(-1)).toBe('repeat-read');
    expect(item('Ann', sliceId)?.read).toBe(true);
    expect(draftDataset(project.ctx).disputed).toBe(0);

    undoRead(project.ctx, { reader: 'Ann' });
    expect(item('Ann', sliceId)?.read).toBe(true);
    expect(readerReport(project.ctx, 'first').readers[0]?.repeats).toMatchObject({ n: 0, undone: 1 });
  });

  test('are told neither by a mark of before nor by the counts of a bulk label', () => {
    for (let sliceId = 1; sliceId <= SLICES; sliceId += 1) mark('Ann', sliceId);
    const due = readAll();
    const marks = marksInSight(project.ctx, { sourceId: 1, viewer: viewer('Ann') });
    expect(marks).toHaveLength(SLICES - due.length);
    expect(marks.filter(({ sliceId }) => due.includes(sliceId))).toEqual([]);
    const counts = previewBulkRead(project.ctx, { sliceIds: due, reader: 'Ann' });
    expect(counts).toEqual({ unread: due.length, neverShown: due.length, unreadNeverShown: due.length });
  });

  test('measure how a reader agrees with themselves', () => {
    const due = readAll();
    const same = due.map((sliceId, index) => {
      read('Ann', sliceId, index === 0 ? 'none' : 'haemorrhage');
      return index === 0 ? 0 : 1;
    });
    const [ann] = readerReport(project.ctx, 'first').readers;
    const agreed = same.reduce<number>((sum, one) => sum + one, 0);
    expect(ann?.repeats).toMatchObject({ n: due.length, both: agreed, firstOnly: 1, undone: 0 });
    expect(ann?.repeats.agreement.value).toBeCloseTo(agreed / due.length, 12);
    expect(ann).toMatchObject({ slices: SLICES, times: { n: SLICES, medianMs: 4000 } });
  });

  test('are none where labels stand beside unread slices, and their settings are in the log', () => {
    expect(repeatSettings(project.ctx).share).toBe(0);
    const settings = setRepeats(project.ctx, ALL);
    expect(repeatSettings(project.ctx)).toEqual(settings);
    expect(JSON.parse(auditEntries(project.ctx.store.db).at(-1)?.entryJson ?? '')).toMatchObject({
      event: 'repeats-set',
      share: 0.5,
      seed: settings.seed,
    });
    project.ctx.store.db.run(`INSERT INTO reading_modes (mode, seed, set_ms) VALUES ('off', 1, 0)`);
    for (let sliceId = 1; sliceId <= SLICES; sliceId += 1) read('Ann', sliceId, 'none');
    expect(list('Ann').every((row) => row.read)).toBe(true);
  });
});

test('the export has every read, named by hash, with what it was for', () => {
  read('Ann', 1, 'haemorrhage');
  read('=Bob', 1, 'none');
  openAdjudication(project.ctx, 'Cy');
  read('Cy', 1, 'none', true);
  const folder = path.join(path.dirname(project.folder), 'out');
  const { files } = exportReaders(project.ctx, { folder, reads: 'first', reader: 'Cy' });
  const [report = '', reads = ''] = files.map((file) => readFileSync(file, 'utf8'));
  expect(JSON.parse(report)).toMatchObject({ pairs: [{ first: 'Ann', second: '=Bob', n: 1 }], adjudicated: 1 });
  const rows = reads.trim().split('\r\n');
  expect(rows.slice(1).map((row) => row.split(',').slice(4, 8))).toEqual([
    ['Ann', 'claimed', 'read', 'haemorrhage'],
    ["'=Bob", 'claimed', 'read', 'none'],
    ['Cy', 'claimed', 'adjudication', 'none'],
  ]);
  expect(reads).not.toContain('smith');
  expect(events().at(-1)).toBe('readers-exported');
});
