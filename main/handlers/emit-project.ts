import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { summaryFor } from '../services/summarize-project.ts';

/** The open project as the screen shows it, null when none is open. */
export function summaryOf(app: AppContext): ProjectSummary | null {
  const project = app.projects.current();
  return project ? summaryFor(project.context, viewerOf(app)) : null;
}

/** Tells the window that labels, sources or models of the project changed. */
export function emitProject(app: AppContext): void {
  app.emit({ kind: 'project-changed', project: summaryOf(app) });
}
