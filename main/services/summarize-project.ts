import { existsSync } from 'node:fs';
import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import { visibleText } from '../../src/report/visible-text.ts';
import { isNetworkPath } from '../../src/study/network-path.ts';
import { currentModel } from '../store/models.ts';
import { findProject, type ProjectRow } from '../store/project.ts';
import { namesOfReader } from '../store/readers.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { countsOfSources } from '../store/source-counts.ts';
import { listSources } from '../store/sources.ts';
import type { Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { sourceNames } from './source-names.ts';

/** @throws ServiceError `no-project` where the folder's database describes none */
export function requireProject({ store }: ServiceContext): ProjectRow {
  const project = findProject(store.db);
  if (!project) throw new ServiceError('no-project', `There is no Overread project in ${store.folder}.`);
  return project;
}

/** The project as its start page shows it, with what this reader has not read (without one: what nobody has). */
export function summarizeProject(ctx: ServiceContext, reader = ''): ProjectSummary {
  const { db, folder, readOnly, readOnlyReason } = ctx.store;
  const project = requireProject(ctx);
  const counts = countsOfSources(db, reader.trim() === '' ? null : namesOfReader(db, reader));
  const model = currentModel(db);
  return {
    folder,
    name: project.name,
    readOnly,
    readOnlyReason,
    synthetic: project.synthetic,
    createdMs: project.createdMs,
    sources: listSources(db).map(({ id, kind, name, root, synthetic, addedMs }) => {
      const { slices, refused, unread } = counts.get(id) ?? { slices: 0, refused: 0, unread: 0 };
      return {
        id,
        kind,
        name: visibleText(name),
        root,
        rootFound: !isNetworkPath(root) && existsSync(root),
        slices,
        refused,
        unread,
        synthetic,
        addedMs,
      };
    }),
    readingMode: readingSetting(db).mode,
    doubtWidth: project.doubtWidth,
    currentModel: model ? { id: model.id, name: model.name } : null,
  };
}

/** The same for whoever sits before the window: sources without names that tell what is hidden from them. */
export function summaryFor(ctx: ServiceContext, viewer: Viewer): ProjectSummary {
  const summary = summarizeProject(ctx, viewer.reader);
  const names = sourceNames(ctx, viewer);
  return { ...summary, sources: summary.sources.map((source) => ({ ...source, ...names.get(source.id) })) };
}
