import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { countMindChanges } from '../../../main/services/count-mind-changes.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { markPredictionSeen, presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead, recordUnshownRead, redoRead, undoRead } from '../../../main/services/record-read.ts';
import { recordStudyCall, undoStudyCall } from '../../../main/services/record-study-call.ts';
import { readerReport } from '../../../main/services/report-on-readers.ts';
import { setReadingMode } from '../../../main/services/set-reading-mode.ts';
import { auditEntry, auditHead } from '../../../main/store/audit-log.ts';
import { readCircumstances } from '../../../main/store/read-circumstances.ts';
import type { Label } from '../../../src/review/label.ts';
import type { ReadingMode } from '../../../src/review/reading-mode.ts';
import { parseCsvRecords } from '../../support/csv-records.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
afterEach(() => project.remove());

const READER = 'Ann';

/** Two slices: the source says haemorrhage of the first, none of the second, and so does the AI. */
function begin(readingMode: ReadingMode): void {
  const labels = ['haemorrhage', 'none'] as const;
  project = projectFixture({ readingMode, slices: 2, labels, probabilities: [0.9, 0.1] });
}

const show = (sliceId: number): number =>
  presentSlice(project.ctx, { sliceId, reader: READER, modelId: 1, predictionVisible: true }).presentationId ?? 0;

function read(presentationId: number, intent: Label): void {
  project.advance(1000);
  recordRead(project.ctx, { presentationId, intent, reason: null, confidence: 4 });
}

/** The blind read is wrong, then the AI comes to the same slice. */
function readBlindAndLook(): void {
  const shown = show(1);
  read(shown, 'none');
  markPredictionSeen(project.ctx, shown);
}

function undo(): void {
  project.advance(1000);
  undoRead(project.ctx, { reader: READER });
}

/** What the figures say: changes of mind, and reads with the AI unseen and seen, how many and how many of them right. */
function figures(reads: 'first' | 'last' = 'first') {
  const { blindReads, secondReads, helpful } = countMindChanges(project.ctx, null);
  const { referenceByAi, reference } = readerReport(project.ctx, reads).readers[0] ?? { referenceByAi: [] };
  const [unseen, seen] = referenceByAi.map(({ accuracy: { n, value } }) => [n, value]);
  return { blindReads, secondReads, helpful: helpful.k, unseen, seen, labelsSeen: reference?.labelsSeen };
}

describe('a blind read, and another after the AI was shown', () => {
  const TOLD = { blindReads: 1, secondReads: 1, helpful: 1, unseen: [1, 0], seen: [0, null], labelsSeen: 0 };

  it('are a change of mind, and the first counts as read without the AI', () => {
    begin('on');
    readBlindAndLook();
    read(show(1), 'haemorrhage');
    expect(figures()).toEqual(TOLD);
    expect(figures('last')).toEqual({ ...TOLD, unseen: [0, null], seen: [1, 1] });
  });

  it('are told in the same way when the first was taken back in between, and when that was restored and given up again', () => {
    begin('on');
    readBlindAndLook();
    undo();
    redoRead(project.ctx, { reader: READER });
    undo();
    read(show(1), 'haemorrhage');
    expect(figures()).toEqual(TOLD);
    expect(figures('last')).toEqual({ ...TOLD, unseen: [0, null], seen: [1, 1] });
  });

  it('are one blind read where the first was a slip that was taken back before anything was shown', () => {
    begin('on');
    read(show(1), 'none');
    undo();
    const shown = show(1);
    read(shown, 'haemorrhage');
    markPredictionSeen(project.ctx, shown);
    expect(figures()).toMatchObject({ blindReads: 1, secondReads: 0, helpful: 0, unseen: [1, 1] });
  });
});

describe.each([
  ['without', false],
  ['with', true],
] as const)('a read that is copied from the source label, %s an undo before it,', (_, undone) => {
  it('is right in no figure', () => {
    begin('on');
    readBlindAndLook();
    project.advance(1000);
    show(2);
    if (undone) undo();
    project.advance(1000);
    read(show(1), 'haemorrhage');
    expect(figures()).toMatchObject({ unseen: [1, 0], seen: [0, null], labelsSeen: 0 });
    // With the first taken back nothing else stands but the copied one, which is left out and counted.
    expect(figures('last')).toMatchObject(
      undone ? { unseen: [0, null], seen: [0, null], labelsSeen: 1 } : { unseen: [1, 0], labelsSeen: 0 },
    );
    const { files } = exportReaders(project.ctx, { folder: `${project.folder}-out`, reads: 'first', reader: READER });
    const [header = [], ...rows] = parseCsvRecords(
      readFileSync(files.find((file) => file.endsWith('reads.csv')) ?? '', 'utf8'),
    );
    const columns = ['label', 'reading_mode', 'arm', 'prediction_seen', 'labels_seen', 'standing'] as const;
    expect(rows.map((row) => columns.map((column) => row[header.indexOf(column)]))).toEqual([
      ['none', 'on', 'blind', 'no', 'no', undone ? 'no' : 'yes'],
      ['haemorrhage', 'on', 'blind', 'yes', 'yes', 'yes'],
    ]);
  });
});

describe('labels that came into the row when the reader had gone on', () => {
  /** Whether the read that is made now counts as made with the labels seen, in the log as in the figures' own table. */
  function seenNow(): boolean[] {
    project.advance(1000);
    const { presentationId } = presentSlice(project.ctx, {
      sliceId: 1,
      reader: READER,
      modelId: 1,
      predictionVisible: true,
    });
    read(presentationId ?? 0, 'haemorrhage');
    const { db } = project.ctx.store;
    const entry = auditEntry(db, auditHead(db).entries);
    const logged = entry?.event === 'read' ? entry.labelsSeen : undefined;
    return [logged ?? false, [...readCircumstances(db).values()].at(-1)?.labelsSeen ?? false];
  }
  const redo = () => {
    project.advance(1000);
    redoRead(project.ctx, { reader: READER });
  };
  const goOn = () => {
    project.advance(1000);
    show(2);
  };

  it.each([
    ['read, gone on, taken back', [goOn, undo], true],
    ['read, taken back, gone on', [undo, goOn], false],
    ['read, taken back, restored, gone on, taken back', [undo, redo, goOn, undo], true],
    ['read, taken back, gone on, restored, taken back', [undo, goOn, redo, undo], true],
    ['read, taken back, restored, taken back, gone on', [undo, redo, undo, goOn], false],
  ] as const)('%s', (_, acts, seen) => {
    begin('on');
    read(show(1), 'none');
    for (const act of acts) act();
    expect(seenNow()).toEqual([seen, seen]);
  });

  it('are there at once after a read that nothing was shown for', () => {
    begin('on');
    recordUnshownRead(project.ctx, { sliceId: 1, reader: READER, modelId: 1, label: 'none', reason: null });
    undo();
    expect(seenNow()).toEqual([true, true]);
  });
});

it('where labels are in sight from the start nobody is right or wrong by them', () => {
  begin('off');
  read(show(1), 'haemorrhage');
  expect(figures()).toMatchObject({ unseen: [0, null], seen: [0, null], labelsSeen: 1 });
});

it('a reader study keeps its mode when its only read was taken back', () => {
  begin('half');
  read(show(1), 'none');
  undo();
  const change = () => setReadingMode(project.ctx, { mode: 'on', reader: READER, confirmed: true });
  expect(change).toThrow(/study/);
});

describe('calls of a study by readers who have read no slice', () => {
  const say = (reader: string, label: 'haemorrhage' | 'none') => {
    project.advance(1000);
    recordStudyCall(project.ctx, {
      ...{ study: 'study-1', reader, label, bleeds: [], confidence: null, note: null, predictionVisible: false },
    });
  };
  const studies = (viewer: string | null) =>
    readerReport(project.ctx, 'first', viewer === null ? null : { reader: viewer, readsBlind: false }).studies;

  it('agree or do not, and are told to a reader after their own call alone', () => {
    begin('on');
    project.ctx.store.db.run("UPDATE sources SET kind = 'study'");
    say('Bob', 'haemorrhage');
    expect(studies('Ann')).toEqual({ called: 0, pairs: [], fleiss: null });
    say('Ann', 'none');
    expect(studies('Ann')).toMatchObject({ called: 1, pairs: [{ first: 'Bob', second: 'Ann', n: 1, firstOnly: 1 }] });
    expect(studies('Cy')).toMatchObject({ called: 0, pairs: [] });
    expect(studies(null)).toMatchObject({ called: 1, pairs: [{ n: 1 }] });
    undoStudyCall(project.ctx, { reader: 'Ann' });
    expect(studies('Ann')).toMatchObject({ called: 0 });
  });
});
