import type { AppEvent } from '../../src/contract/contract.ts';
import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import type { Job } from '../../src/contract/shared.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening, useApp } from '../state/app-store.ts';
import { loadAudit } from '../state/audit-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { takeCrossValidationJob } from '../state/evaluation-store.ts';
import { reloadShownGroups } from '../state/groups-store.ts';
import { jobWord } from '../state/jobs.ts';
import { takeJob } from '../state/jobs-store.ts';
import { reloadShortcuts } from '../state/shortcuts-store.ts';
import { say } from '../state/toast-store.ts';
import { loadTraining, takeRun } from '../state/training-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { countWord, shortHash } from '../words.ts';
import { afterBulkRead } from './bulk.ts';
import { openFolder, takeProject } from './folders.ts';
import { afterHeatmapCheck } from './heatmaps.ts';
import {
  openSource,
  predictWhatCameMeanwhile,
  predictWhatIsMissing,
  readSource,
  reloadWorklist,
  takePredictions,
} from './listing.ts';
import { present, refreshShownPrediction } from './reading.ts';

async function afterJob(job: Job): Promise<void> {
  if (job.status === 'failed') say('problem', `${jobWord(job.kind)} failed: ${job.message}`);
  if (job.status === 'cancelled') say('info', `${jobWord(job.kind)} was cancelled.`);
  if (job.kind === 'predict' && job.status !== 'running') await reloadWorklist();
  if (job.kind === 'predict' && job.status === 'done') await predictWhatCameMeanwhile();
  if (job.kind === 'heatmap-check' && job.status === 'done') await afterHeatmapCheck();
  if (job.kind === 'audit-shortcuts' && job.status !== 'running') await reloadShortcuts();
  if (job.kind === 'train' && job.status !== 'running') await loadTraining();
  if (job.kind === 'find-duplicates' && job.status !== 'running') await reloadShownGroups();
  if (job.kind === 'export-reports' && job.status === 'done') await afterReports(job.message);
  await takeCrossValidationJob(job);
}

/** Says where the reports are, and shows their entries where the log is on the screen. */
async function afterReports(message: string): Promise<void> {
  say('done', message);
  if (useApp.getState().tab === 'audit') await loadAudit();
}

/** Takes the project as it is now; where another model reads for it, the list and the slice on the screen follow. */
async function projectChanged(project: ProjectSummary | null): Promise<void> {
  const before = useApp.getState().project;
  takeProject(project);
  const { sourceId, selectedId } = useWorklist.getState();
  const sameModel = before?.currentModel?.id === project?.currentModel?.id;
  if (sourceId === null || before?.folder !== project?.folder || sameModel) return;
  await reloadWorklist();
  present(selectedId);
  await predictWhatIsMissing(sourceId);
}

/** A large new study comes to the screen with its first slices, long before the job that reads it ends and tells of the project. */
async function openStudy(sourceId: number, complete: boolean): Promise<void> {
  const { project } = useApp.getState();
  if (!project?.sources.some(({ id }) => id === sourceId)) {
    const here = sameOpening();
    const summary = await call('project.summary', {});
    if (!here()) return;
    takeProject(summary);
  }
  if (useWorklist.getState().sourceId === sourceId) await reloadWorklist();
  else await openSource(sourceId);
  if (complete) await predictWhatIsMissing(sourceId);
}

async function openDemo(sourceId: number): Promise<void> {
  const state = await call('app.state', {});
  takeProject(state.project);
  await readSource(sourceId);
}

async function react(event: AppEvent): Promise<void> {
  switch (event.kind) {
    case 'job':
      takeJob(event.job);
      return afterJob(event.job);
    case 'project-changed':
      return projectChanged(event.project);
    case 'study-opened':
      return openStudy(event.sourceId, event.complete);
    case 'import-checked':
      return openDialog({ kind: 'import-report', report: event.report });
    case 'predicted':
      takePredictions(event);
      return refreshShownPrediction(event.predictions.map(({ sliceId }) => sliceId));
    case 'training':
      return takeRun(event.run, event.etaMs);
    case 'trained':
      await loadTraining();
      return event.modelId === null
        ? say('info', 'The run ended without a model. The Training screen says why.')
        : say('done', 'A new model is ready to compare.');
    case 'dataset-exported':
      return say(
        'done',
        `Exported ${countWord(event.slices, 'slice')} to ${event.folder}. Manifest ${shortHash(event.manifestSha256)}.`,
      );
    case 'remark':
      return say('info', event.message);
    case 'model-card-exported':
      return say(
        'done',
        `The model card of ${event.model} is in ${event.folder}. SHA-256 ${shortHash(event.cardSha256)}.`,
      );
    case 'bulk-read':
      return afterBulkRead(event.sliceIds, event.label);
    case 'demo-ready':
      return openDemo(event.sourceId);
    case 'tensorflow':
      return useApp.setState({ tensorflow: { ok: event.ok, message: event.message } });
    case 'window-shown':
      return useApp.setState({ windowShown: event.shown });
    case 'open-folder':
      return openFolder('study', event.folder);
  }
}

/** Does what an event from main asks for; a failure is said, never swallowed. */
export async function handleEvent(event: AppEvent): Promise<void> {
  try {
    await react(event);
  } catch (error) {
    say('problem', messageOf(error));
  }
}

/** Main sent something that the contract does not know: said once per kind, details to the console. */
export function handleUnknownEvent(event: unknown, why: string): void {
  console.error('Unknown event from main', event, why);
  say('problem', 'A message from the app was not understood; the screen may be out of date.');
}
