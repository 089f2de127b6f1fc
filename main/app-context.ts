import type { AppEvent } from '../src/contract/contract.ts';
import type { ComputeClient } from './compute/compute-client.ts';
import type { Dialogs } from './dialogs.ts';
import type { Jobs } from './jobs.ts';
import type { PreferencesFile } from './preferences.ts';
import type { RecentProjects } from './recent-projects.ts';
import type { NewProject } from './services/open-project.ts';
import type { SlicePictures } from './services/pictures.ts';
import type { Restored } from './services/restore-project.ts';
import type { ServiceContext } from './services/service-context.ts';
import type { SigningKey } from './signing-key.ts';
import type { TensorflowProbe } from './tensorflow-status.ts';

/** A rectangle of the window. */
export interface WindowArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The project in the window. */
export interface OpenProject {
  readonly context: ServiceContext;
  readonly pictures: SlicePictures;
}

/** Holds the one project of the window, opens another in its place, and closes it with all that works on it. */
export interface ProjectHolder {
  current(): OpenProject | null;
  /** @throws ServiceError `no-project` when none is open */
  require(): OpenProject;
  /** Opens the project of a folder, or makes it; the one that was open is closed first. */
  open(folder: string): Promise<OpenProject>;
  create(project: NewProject): Promise<OpenProject>;
  /** The window lists this source now: predictions that come for it are drawn as they come. */
  showing(sourceId: number): void;
  close(): Promise<void>;
  /**
   * Closes the project and leaves nothing of it, in its folder or in the app's own.
   * @returns what could not be deleted
   * @throws ServiceError `no-project`, `project-in-use`
   */
  purge(): Promise<string[]>;
  /** Takes the project of a folder back to one of its backups and opens it; see restoreProject. */
  restore(folder: string, backup: string): Promise<Restored & { readonly project: OpenProject }>;
}

/** What the handlers work with. */
export interface AppContext {
  readonly appVersion: string;
  /** The licences of what the app is made of, as JSON. */
  readonly noticesFile: string;
  readonly preferences: PreferencesFile;
  readonly recentProjects: RecentProjects;
  readonly jobs: Jobs;
  readonly compute: ComputeClient;
  readonly dialogs: Pick<Dialogs, 'chooseFolder' | 'choosePictureFile' | 'chooseExportedFile' | 'chooseReport'>;
  /** A PNG of a part of the window as it is on the screen, in pixels of the page. */
  readonly captureWindow: (area: WindowArea) => Promise<Uint8Array>;
  readonly signing: SigningKey;
  readonly projects: ProjectHolder;
  readonly tensorflow: TensorflowProbe;
  /** Where new projects are suggested, and the demo's are made. */
  readonly projectsFolder: string;
  /** Where small pictures of slices are kept, outside any project. */
  readonly thumbnailFolder: string;
  /** A folder from the command line that is yet to be opened; null once it was. */
  studyToOpen: string | null;
  readonly emit: (event: AppEvent) => void;
}
