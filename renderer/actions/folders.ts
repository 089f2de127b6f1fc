import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import { CallFailed, call, messageOf } from '../api.ts';
import { showTab, useApp, whyReadOnly } from '../state/app-store.ts';
import { clearAudit } from '../state/audit-store.ts';
import { clearDataset } from '../state/dataset-store.ts';
import { closeDialog, type FolderPurpose, openDialog } from '../state/dialog-store.ts';
import { clearEvaluation } from '../state/evaluation-store.ts';
import { clearGroups } from '../state/groups-store.ts';
import { clearHeatmapFacts } from '../state/heatmap-store.ts';
import { clearReaders } from '../state/readers-store.ts';
import { resetReview } from '../state/review-store.ts';
import { clearRunMaterial } from '../state/run-form-store.ts';
import { clearShortcuts } from '../state/shortcuts-store.ts';
import { clearStudies } from '../state/study-store.ts';
import { say } from '../state/toast-store.ts';
import { clearTraining } from '../state/training-store.ts';
import { clearWorklist } from '../state/worklist-store.ts';
import { clearHeatmaps } from '../viewer/heatmap.ts';
import { looks } from '../viewer/look-memory.ts';
import { pictures } from '../viewer/picture-cache.ts';
import { readSource } from './listing.ts';
import { askingWhoReads } from './readers.ts';
import { keptPlace, openLastPlace } from './resume.ts';
import { forgetPlaces, leaveSource } from './source-places.ts';

/** Takes the open project from main; everything on the screen of another project goes. */
export function takeProject(project: ProjectSummary | null): void {
  const before = useApp.getState().project;
  const same =
    before?.folder === project?.folder &&
    before?.createdMs === project?.createdMs &&
    before?.readOnly === project?.readOnly;
  useApp.setState(({ opening }) => ({ project, opening: same ? opening : opening + 1 }));
  if (same) return;
  pictures.clear();
  looks.clear();
  clearHeatmaps();
  clearHeatmapFacts();
  clearWorklist();
  clearStudies();
  resetReview();
  clearDataset();
  clearGroups();
  clearTraining();
  clearRunMaterial();
  clearEvaluation();
  clearShortcuts();
  clearAudit();
  clearReaders();
  forgetPlaces();
  showTab('review');
}

/** Counts the openings that were asked for. */
let opened = 0;

export async function openProject(folder: string): Promise<void> {
  try {
    opened += 1;
    const mine = opened;
    const project = await call('project.open', { folder });
    // Asked for before the project is drawn, so that main lists its slices meanwhile. What is not of this project, or could not be
    // told, is asked for again.
    const place = await keptPlace().catch(() => undefined);
    takeProject(project);
    await askingWhoReads(openLastPlace(mine === opened ? place : undefined));
  } catch (error) {
    say('problem', messageOf(error));
    if (error instanceof CallFailed && error.code === 'project-damaged') openDialog({ kind: 'restore', folder });
  }
}

export async function closeProject(): Promise<void> {
  try {
    await call('project.close', {});
    takeProject(null);
    useApp.setState({ recentProjects: (await call('app.state', {})).recentProjects });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Hands a folder to main as a study or as a labelled set; asks for a project first when none is open. */
export async function openFolder(purpose: FolderPurpose, folder: string): Promise<void> {
  const { project } = useApp.getState();
  if (!project) return openDialog({ kind: 'new-project', next: { purpose, folder } });
  const readOnly = whyReadOnly(project);
  if (readOnly !== null) return say('problem', readOnly);
  try {
    await call(purpose === 'study' ? 'study.open' : 'import.check', { folder });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Asks for a folder with the system's dialog, then opens it. */
export async function chooseFolder(purpose: FolderPurpose | 'open-project'): Promise<void> {
  try {
    const { path } = await call('dialog.choose-folder', { purpose });
    if (path === null) return;
    if (purpose === 'open-project') await openProject(path);
    else await openFolder(purpose, path);
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Makes a project, then goes on with what needed one. Throws CallFailed. */
export async function createProject(
  folder: string,
  name: string,
  next: { readonly purpose: FolderPurpose; readonly folder: string } | null,
  readingMode: ReadingMode,
): Promise<void> {
  takeProject(await call('project.create', { folder, name, readingMode }));
  closeDialog();
  if (next) await openFolder(next.purpose, next.folder);
}

export async function startDemo(): Promise<void> {
  try {
    await call('demo.start', {});
  } catch (error) {
    say('problem', `The demo did not start: ${messageOf(error)}`);
  }
}

/** Imports what is good in a checked set and opens it. Throws CallFailed. */
export async function commitImport(token: string): Promise<void> {
  const { sourceId, slices } = await call('import.commit', { token });
  closeDialog();
  takeProject(await call('project.summary', {}));
  say('done', `Imported ${slices} slices.`);
  await readSource(sourceId);
}

export async function discardImport(token: string): Promise<void> {
  closeDialog();
  try {
    await call('import.discard', { token });
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Points a source at the place its folder has moved to. */
export async function relocateSource(sourceId: number, purpose: FolderPurpose): Promise<void> {
  try {
    const { path } = await call('dialog.choose-folder', { purpose });
    if (path === null) return;
    takeProject(await call('source.relocate', { sourceId, root: path }));
    say('done', 'The folder was found at its new place.');
    leaveSource();
    clearWorklist();
    await readSource(sourceId);
  } catch (error) {
    say('problem', messageOf(error));
  }
}
