import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditPage } from '../../../main/services/audit-page.ts';
import { fewHiddenOfParts } from '../../../main/services/few-hidden.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import type { Viewer } from '../../../main/services/reader-sight.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { crossValidationFor, evaluationFor, unveilSlices } from '../../../main/services/veil-slices.ts';
import { measuredOf } from '../../renderer/support/measured.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { twinWorld } from '../../support/twin-worlds.ts';

const ADA: Viewer = { reader: 'Ada', readsBlind: false };
const MADE = [
  { sliceId: 1, label: 'haemorrhage', probability: 0.9, group: hashOf(1) },
  { sliceId: 2, label: 'none', probability: 0.2, group: hashOf(2) },
  { sliceId: 3, label: 'none', probability: 0.7, group: hashOf(3) },
  { sliceId: 4, label: 'haemorrhage', probability: 0.6, group: hashOf(3) },
  { sliceId: 5, label: 'none', probability: 0.1, group: hashOf(5) },
  { sliceId: 6, label: 'haemorrhage', probability: 0.8, group: hashOf(6) },
] as const;

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({
    slices: MADE.length,
    labels: MADE.map(({ label }) => label),
    probabilities: MADE.map(({ probability }) => probability),
    readingMode: 'on',
  });
});
afterEach(() => project.remove());

function read(sliceId: number): void {
  const shown = { sliceId, reader: 'Ada', modelId: 1, predictionVisible: true };
  const { presentationId } = presentSlice(project.ctx, shown);
  recordRead(project.ctx, { presentationId: presentationId ?? 0, intent: 'none', reason: null, confidence: 3 });
}

describe('an evaluation for a reader who reads blind', () => {
  test('keeps its scores and figures, and says of no hidden slice which it is', () => {
    const whole = measuredOf(MADE);
    const veiled = evaluationFor(project.ctx, ADA, whole);
    expect(veiled.hidden).toEqual([1, 2, 3, 4, 5, 6]);
    expect(veiled.slices.some(({ sliceId }) => sliceId <= 6)).toBe(false);
    expect(JSON.stringify(veiled.slices)).not.toMatch(/\.png|000000/);
    // Not even the source, which may have but one slice among them.
    expect(new Set(veiled.slices.map(({ sourceId }) => sourceId))).toEqual(new Set([2 ** 50]));
    const scores = (of: typeof whole) => of.slices.map(({ label, probability }) => `${label} ${probability}`).sort();
    expect(scores(veiled)).toEqual(scores(whole));
    expect(new Set(veiled.slices.map(({ group }) => group)).size).toBe(5);
    expect(veiled.figures).toEqual(whole.figures);
  });

  test('names a slice once it was read and the reader has gone on', () => {
    read(1);
    presentSlice(project.ctx, { sliceId: 2, reader: 'Ada', modelId: 1, predictionVisible: true });
    const veiled = evaluationFor(project.ctx, ADA, measuredOf(MADE));
    expect(veiled.hidden).toEqual([2, 3, 4, 5, 6]);
    expect(veiled.slices[0]).toMatchObject({ sliceId: 1, file: '1.png' });
  });

  test('is made without the hidden slices where they are so few that its totals would tell of them', () => {
    for (const sliceId of [1, 2]) read(sliceId);
    presentSlice(project.ctx, { sliceId: 3, reader: 'Ada', modelId: 1, predictionVisible: true });
    const veiled = evaluationFor(project.ctx, ADA, measuredOf(MADE));
    expect(veiled.hidden).toEqual([3, 4, 5, 6]);
    const open = measuredOf(MADE.slice(0, 2));
    expect(veiled.slices).toEqual(open.slices);
    expect(veiled).toMatchObject({ n: 2, confusion: open.confusion, figures: open.figures, accuracy: open.accuracy });
    expect(veiled.warnings[0]).toMatch(/^4 slices are hidden from you/);
    unveilSlices(project.ctx, { modelId: 1, sliceIds: veiled.hidden ?? [], reader: 'Ada' });
    expect(evaluationFor(project.ctx, ADA, measuredOf(MADE))).toEqual(measuredOf(MADE));
  });

  test('names all that it hid when asked, on record: later reads count as made with AI and labels seen', () => {
    const veiled = evaluationFor(project.ctx, ADA, measuredOf(MADE));
    const { slices } = unveilSlices(project.ctx, { modelId: 1, sliceIds: veiled.hidden ?? [], reader: 'Ada' });
    const known = new Map(slices.map(({ alias, sliceId }) => [alias, sliceId]));
    expect(slices.every(({ sourceId }) => sourceId === 1)).toBe(true);
    for (const { sliceId, probability } of veiled.slices) {
      expect(MADE.find((made) => made.sliceId === known.get(sliceId))?.probability).toBe(probability);
    }
    expect(evaluationFor(project.ctx, ADA, measuredOf(MADE)).hidden).toBeUndefined();
    read(2);
    const { lines } = auditPage(project.ctx, { beforeSequence: null, limit: 1 }, ADA);
    expect(JSON.parse(lines[0]?.entryJson ?? '')).toMatchObject({ predictionSeen: true, labelsSeen: true });
  });
});

test('totals over parts leave out the hidden ones where they are few, and together never but a few', () => {
  const left = (...parts: number[][]) => [...fewHiddenOfParts(project.ctx, ADA, parts)].sort((a, b) => a - b);
  expect(left([1, 2, 3, 4, 5, 6])).toEqual([]);
  // 6 alone would be told by the total less the other part.
  expect(left([6], [1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(left([1, 2, 3], [4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
  read(6);
  presentSlice(project.ctx, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: true });
  expect(left([6], [1, 2, 3, 4, 5])).toEqual([]);
});

test('of a source with one hidden slice a cross-validation shows no figures that hold it, and says so', () => {
  const world = twinWorld('one');
  try {
    world.ctx.store.db.exec('UPDATE source_slices SET source_id = 2 WHERE slice_id = 12');
    const { perSource, repeats, suspectLabels } = crossValidationFor(world.ctx, ADA, 1, null);
    expect(perSource.map(({ sourceId, n }) => ({ sourceId, n }))).toEqual([{ sourceId: 1, n: 2 }]);
    expect(repeats[0]?.n).toBe(12);
    expect(repeats[0]?.warnings[0]).toMatch(/^The figures of some sources/);
    const hidden = [...(repeats[0]?.slices ?? []), ...suspectLabels].filter(({ sliceId }) => sliceId > 18);
    expect(new Set(hidden.map(({ sourceId }) => sourceId))).toEqual(new Set([2 ** 50]));
  } finally {
    world.remove();
  }
});

test('the timeline says of an act on a slice whose labels are hidden only that it was made', () => {
  read(1);
  const newest = () => auditPage(project.ctx, { beforeSequence: null, limit: 1 }, ADA).lines[0];
  expect(newest()).toMatchObject({ event: 'read', reader: 'Ada' });
  expect(JSON.stringify(newest())).not.toMatch(/haemorrhage|none|0\.9/);
  presentSlice(project.ctx, { sliceId: 2, reader: 'Ada', modelId: 1, predictionVisible: true });
  expect(newest()?.entryJson).toContain('"sourceLabel":"haemorrhage"');
});
