import { create } from 'zustand';
import type { MethodOutput } from '../../src/contract/contract.ts';
import type { ProjectSummary } from '../../src/contract/project-methods.ts';

export const TABS = ['review', 'dataset', 'training', 'evaluation', 'readers', 'audit'] as const;
export type Tab = (typeof TABS)[number];

type RecentProject = MethodOutput<'app.state'>['recentProjects'][number];

interface AppState {
  readonly startup: { readonly kind: 'starting' | 'ready' } | { readonly kind: 'failed'; readonly message: string };
  readonly appVersion: string;
  readonly tensorflow: { readonly ok: boolean; readonly message: string };
  readonly recentProjects: readonly RecentProject[];
  readonly defaultProjectsFolder: string | null;
  readonly project: ProjectSummary | null;
  readonly tab: Tab;
  /** Whether the window is on the screen: neither minimised nor hidden. */
  readonly windowShown: boolean;
  /** Whether it is settled who reads, or asked on the screen. */
  readonly readerKnown: boolean;
  /** Counts the projects opened in this window; ids of slices mean something within one only. */
  readonly opening: number;
}

/** The window as a whole: what main said at the start, the open project, the tab. */
export const useApp = create<AppState>()(() => ({
  startup: { kind: 'starting' },
  appVersion: '',
  tensorflow: { ok: true, message: '' },
  recentProjects: [],
  defaultProjectsFolder: null,
  project: null,
  tab: 'review',
  windowShown: true,
  readerKnown: true,
  opening: 0,
}));

/** Why nothing can be written in a project; null where it can. */
export function whyReadOnly(project: Pick<ProjectSummary, 'readOnly' | 'readOnlyReason'>): string | null {
  return project.readOnly ? (project.readOnlyReason ?? 'This project is open for reading only.') : null;
}

export function showTab(tab: Tab): void {
  useApp.setState({ tab });
}

/**
 * To be asked before an answer is taken: false once another project has come (or the one has gone), for then the answer
 * is about slices and models of a project that is no longer here.
 */
export function sameOpening(): () => boolean {
  const { opening } = useApp.getState();
  return () => useApp.getState().opening === opening;
}
