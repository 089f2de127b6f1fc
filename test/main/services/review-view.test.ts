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
  window: { center: 40, width: 80 },
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

test('a place that another version wrote is passed over', () => {
  project = projectFixture();
  project.ctx.store.transaction(() => saveSetting(project.ctx.store.db, 'view Ada', { tab: 'hologram' }));
  expect(findReviewView(project.ctx, 'Ada')).toBeNull();
});
