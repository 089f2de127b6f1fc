import type { AppEvent } from '../src/contract/contract.ts';
import type { OpenProject, ProjectHolder } from './app-context.ts';
import type { ComputeClient } from './compute/compute-client.ts';
import type { Jobs } from './jobs.ts';
import type { PreferencesFile } from './preferences.ts';
import { viewerOf } from './reader-view.ts';
import type { RecentProjects } from './recent-projects.ts';
import { namelessEvent } from './services/neutral-names.ts';
import { type ContextParts, closeProject, createProject, openProject } from './services/open-project.ts';
import { createPictures } from './services/pictures.ts';
import { markPredictionsListed } from './services/present-slice.ts';
import { purgeProject } from './services/purge-project.ts';
import { sightOf } from './services/reader-sight.ts';
import { restoreProject } from './services/restore-project.ts';
import type { ServiceContext } from './services/service-context.ts';
import { ServiceError } from './services/service-error.ts';
import { requireProject } from './services/summarize-project.ts';
import type { SigningKey } from './signing-key.ts';

export interface ProjectHolderOptions {
  readonly compute: ComputeClient;
  readonly jobs: Jobs;
  readonly recentProjects: RecentProjects;
  readonly preferences: PreferencesFile;
  readonly signing: SigningKey;
  readonly appVersion: string;
  /** Where small pictures of slices are kept, outside any project. */
  readonly thumbnailFolder: string;
  readonly emit: (event: AppEvent) => void;
  readonly onFailure: (where: string, error: unknown) => void;
}

type PredictedEvent = Extract<AppEvent, { kind: 'predicted' }>;

/** The one project of the window. */
export function createProjectHolder(options: ProjectHolderOptions): ProjectHolder {
  const { compute, jobs, recentProjects, appVersion, thumbnailFolder } = options;
  let current: OpenProject | null = null;

  let shownSourceId: number | null = null;

  const contextParts = (): ContextParts => {
    const notify = (event: AppEvent): void =>
      options.emit(event.kind === 'predicted' ? visiblePart(event) : unnamed(event));
    return { appVersion, notify, signingKey: () => options.signing.current() };
  };
  /** Remarks and runs without the names of files that may tell what is hidden from the window's reader. */
  const unnamed = (event: Exclude<AppEvent, PredictedEvent>): AppEvent => {
    if (!current) return event;
    try {
      return namelessEvent(current.context, viewerOf(options), event);
    } catch (error) {
      options.onFailure('event without names', error);
      if (event.kind === 'training') return { ...event, run: { ...event.run, reason: null } };
      return event.kind === 'remark'
        ? { ...event, message: 'Something is to be said that cannot be told now.' }
        : event;
    }
  };
  /**
   * Of predictions that come, those that the window draws at once: of the source that it lists, and not hidden from its reader.
   * They count as seen.
   */
  const visiblePart = (event: PredictedEvent): PredictedEvent => {
    const reader = options.preferences.get().readerName;
    if (!current || event.sourceId !== shownSourceId) return { ...event, predictions: [] };
    const sliceIds = event.predictions.map(({ sliceId }) => sliceId);
    try {
      const sight = sightOf(current.context, viewerOf(options), sliceIds);
      const predictions = event.predictions.filter(({ sliceId }) => sight(sliceId).ai);
      const [first] = predictions;
      if (first && reader.trim() !== '') {
        const shown = predictions.map(({ sliceId }) => sliceId);
        markPredictionsListed(current.context, { sliceIds: shown, reader, modelId: first.prediction.modelId });
      }
      return { ...event, predictions };
    } catch (error) {
      options.onFailure('predictions listed', error);
      return { ...event, predictions: [] };
    }
  };
  /** Changes of the project go one after the other, however fast they are asked for. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const mine = turn.then(change);
    turn = mine.catch(() => undefined);
    return mine;
  };
  /** Ends all work on the project, also what is begun while the rest ends. */
  const endWork = async (): Promise<void> => {
    do {
      jobs.cancelAll();
      await jobs.idle();
    } while (jobs.list().some(({ status }) => status === 'running'));
  };
  const close = async (): Promise<void> => {
    if (!current) return;
    await endWork();
    const closing = current;
    current = null;
    closing.pictures.clear();
    closeProject(closing.context);
  };
  const hold = (context: ServiceContext): OpenProject => {
    const project = { context, pictures: createPictures({ context, compute, thumbnailFolder }) };
    current = project;
    compute.warmUp();
    shownSourceId = null;
    recentProjects.remember({ folder: context.store.folder, name: requireProject(context).name });
    return project;
  };

  /** The next project is open before the one before it closes: one that cannot be opened costs nothing. */
  const replaceWith = async (context: ServiceContext): Promise<OpenProject> => {
    await close();
    return hold(context);
  };

  const requireOpen = (): OpenProject => {
    if (current) return current;
    throw new ServiceError('no-project', 'No project is open. Open one, or make a new one.');
  };
  /** The project goes first: where it cannot, the app still knows it. */
  const purge = async (): Promise<string[]> => {
    const { folder } = requireOpen().context.store;
    await close();
    const left = await purgeProject({ folder, thumbnailFolder }, contextParts());
    recentProjects.forget(folder);
    const recentCommands = options.preferences.get().recentCommands.filter((id) => !id.includes(folder));
    options.preferences.set({ recentCommands });
    return left;
  };

  return {
    current: () => current,
    require: requireOpen,
    open: (folder) =>
      inTurn(async () => {
        // Open for reading only it may have become free meanwhile.
        const held = current?.context.store;
        if (current && held?.folder === folder && !held.readOnly) return current;
        return replaceWith(openProject({ folder }, contextParts()));
      }),
    create: (project) => inTurn(() => replaceWith(createProject(project, contextParts()))),
    showing: (sourceId) => {
      shownSourceId = sourceId;
    },
    close: () => inTurn(close),
    purge: () => inTurn(purge),
    restore: (folder, backup) =>
      inTurn(async () => {
        const reader = options.preferences.get().readerName.trim() || null;
        const wasOpen = current?.context.store.folder === folder;
        if (wasOpen) await close();
        try {
          const restored = restoreProject({ folder, backup, reader }, contextParts());
          return { ...restored, project: await replaceWith(openProject({ folder }, contextParts())) };
        } catch (error) {
          if (wasOpen) hold(openProject({ folder }, contextParts()));
          throw error;
        }
      }),
  };
}
