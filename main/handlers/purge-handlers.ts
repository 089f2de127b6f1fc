import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { projectLoss } from '../services/purge-project.ts';
import { listPurgeable, purgeStudy, studyLoss } from '../services/purge-study.ts';
import { requireTyped } from '../services/require-typed.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { sourceNames } from '../services/source-names.ts';
import { emitProject } from './emit-project.ts';

type PurgeHandlers = Pick<
  Handlers,
  'purge.studies' | 'purge.study-loss' | 'purge.project-loss' | 'purge.study' | 'purge.project'
>;

/** Takes a study out of the open project for good, or the whole project off the disk. */
export function purgeHandlers(app: AppContext): PurgeHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  /** A study under its source's name as the reader knows that. */
  const naming = (): (<T extends { readonly source: string; readonly sourceId: number }>(study: T) => T) => {
    const names = sourceNames(context(), viewerOf(app));
    return (study) => ({ ...study, source: names.get(study.sourceId)?.name ?? study.source });
  };
  return {
    'purge.studies': async () => ({ studies: listPurgeable(context()).map(naming()) }),
    'purge.study-loss': async ({ study }) => naming()(studyLoss(context(), study)),
    'purge.project-loss': async () => projectLoss(context()),
    'purge.study': async ({ study, confirmed }) => {
      const { context: project, pictures } = app.projects.require();
      requireTyped(confirmed, study);
      requireIdle(app);
      const { readerName: reader } = app.preferences.get();
      const purged = await purgeStudy(project, { study, reader, thumbnailFolder: app.thumbnailFolder });
      pictures.clear();
      emitProject(app);
      return purged;
    },
    'purge.project': async ({ confirmed }) => {
      requireTyped(confirmed, projectLoss(context()).name);
      requireIdle(app);
      return { left: await app.projects.purge() };
    },
  };
}

/** What runs may hold pictures of the study, or write what is being deleted. */
function requireIdle({ jobs }: AppContext): void {
  if (!jobs.list().some(({ status }) => status === 'running')) return;
  throw new ServiceError('busy', 'Work on this project is under way. Wait for its end or cancel it, then purge.');
}
