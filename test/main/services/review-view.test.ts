import { afterEach, expect, test } from 'vitest';
import { openProject } from '../../../main/services/open-project.ts';
import { findReviewView, keepReviewView } from '../../../main/services/review-view.ts';
import { auditHead } from '../../../main/store/audit-log.ts';
import { saveSetting } from '../../../main/store/settings.ts';
import type { ReviewView } from '../../../src/contract/view-methods.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
afterEach(() => project.remove());

const VIEW: ReviewView = {
  tab: 'review',
  sourceId: 1,
  sort: 'suspicion',
  filters: { status: 'unread', disagreement: false, uncertain: true, label: null, call: null, series: 0, search: 'a' },
  sliceId: 2,
  topSliceId: 1,
  beside: { kind: 'series', seriesIndex: 1 },
  places: [
    { sourceId: 3, sliceId: 9, topSliceId: 8, series: 2, search: 'b', beside: { kind: 'slice', sliceId: 7 } },
    { sourceId: 4, sliceId: null, topSliceId: null, series: null, search: '', beside: { kind: 'none' } },
  ],
  looks: [
    {
      group: '1/0',
      look: {
        ...{ windowCenter: 40, windowWidth: 80, table: 0, invert: true },
        view: { scale: 2, translation: { x: 1, y: -2 }, rotation: 90, hflip: true, vflip: false },
      },
      ...{ windowChosen: true, fits: false },
      shape: { rows: 64, columns: 64, unit: 'HU', rowSpacingMm: 0.5, columnSpacingMm: 0.5, color: false },
    },
  ],
  queue: { title: 'suspect labels', by: 'cross-validation 3', slices: [], reread: [], adjudication: false },
};

test('each reader finds the place where they left, after a restart too, and the log knows nothing of it', () => {
  project = projectFixture();
  const before = auditHead(project.ctx.store.db);
  expect(findReviewView(project.ctx, 'Ada')).toBeNull();
  keepReviewView(project.ctx, ' Ada ', { ...VIEW, sliceId: 3 });
  keepReviewView(project.ctx, 'Ada', VIEW);
  keepReviewView(project.ctx, 'Ben', { ...VIEW, tab: 'audit' });
  expect(auditHead(project.ctx.store.db)).toEqual(before);
  project.ctx.store.close();
  const again = openProject({ folder: project.folder, mode: 'read-only' }, { appVersion: '0.1.0' });
  expect(findReviewView(again, 'Ada')).toEqual(VIEW);
  expect(findReviewView(again, 'Ben')).toMatchObject({ tab: 'audit' });
  keepReviewView(again, 'Ada', { ...VIEW, sliceId: null });
  expect(findReviewView(again, 'Ada')).toEqual(VIEW);
  again.store.close();
});

test('a place from before looks, queues and other sources were kept is found all the same', () => {
  project = projectFixture();
  const { looks, queue, beside, places, ...place } = VIEW;
  const before = { ...place, window: { center: 40, width: 80 } };
  project.ctx.store.transaction(() => saveSetting(project.ctx.store.db, 'view Ada', before));
  expect(findReviewView(project.ctx, 'Ada')).toEqual({
    ...place,
    ...{ looks: [], queue: null, places: [], beside: { kind: 'none' } },
  });
});

test('a place that another version wrote is passed over', () => {
  project = projectFixture();
  project.ctx.store.transaction(() => saveSetting(project.ctx.store.db, 'view Ada', { tab: 'hologram' }));
  expect(findReviewView(project.ctx, 'Ada')).toBeNull();
});
