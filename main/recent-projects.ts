import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './atomic-json.ts';

const storedSchema = z.array(z.object({ folder: z.string(), name: z.string(), openedMs: z.number() }));
type Stored = z.infer<typeof storedSchema>;

const KEPT = 12;

export interface RecentProject {
  readonly folder: string;
  readonly name: string;
  readonly openedMs: number;
  /** Whether the folder is still there. */
  readonly found: boolean;
}

export interface RecentProjects {
  /** Newest first. */
  list(): RecentProject[];
  /** Puts a project on top. */
  remember(project: { folder: string; name: string }): void;
  /** Takes a project off the list, also from the file. */
  forget(folder: string): void;
}

/** The projects opened last, kept as recent-projects.json in the app's data folder of this account. */
export function openRecentProjects(folder: string, now: () => number = Date.now): RecentProjects {
  const file = path.join(folder, 'recent-projects.json');
  let projects: Stored = readJsonFile(file, storedSchema, []);
  return {
    list: () => projects.map((project) => ({ ...project, found: existsSync(project.folder) })),
    remember: ({ folder: projectFolder, name }) => {
      const others = projects.filter((project) => project.folder !== projectFolder);
      projects = [{ folder: projectFolder, name, openedMs: now() }, ...others].slice(0, KEPT);
      writeJsonFile(file, projects);
    },
    forget: (projectFolder) => {
      projects = projects.filter((project) => project.folder !== projectFolder);
      writeJsonFile(file, projects);
    },
  };
}
