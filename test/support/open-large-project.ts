import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleChildScript } from './child-script.ts';
import type { LargeProject } from './large-project.ts';

async function inProcess(what: 'make' | 'add', folder: string, slices: number): Promise<LargeProject> {
  const script = await bundleChildScript('test/support/large-project-process.ts');
  const made = await promisify(execFile)(process.execPath, [script, what, folder, String(slices)]);
  return JSON.parse(made.stdout) as LargeProject;
}

/** Adds many slices to a project that has a model, in a process of its own. */
export function addManySlices(project: string, slices: number): Promise<LargeProject> {
  return inProcess('add', project, slices);
}

/** Makes a project of many slices in a process of its own, with its folder first among the recent projects of a user data folder. */
export async function prepareLargeProject(folder: string, slices: number): Promise<LargeProject> {
  const project = await inProcess('make', folder, slices);
  const userData = path.join(folder, 'user-data');
  mkdirSync(userData, { recursive: true });
  const recent = [{ folder: project.folder, name: 'Large', openedMs: 1 }];
  writeFileSync(path.join(userData, 'recent-projects.json'), JSON.stringify(recent));
  writeFileSync(path.join(userData, 'preferences.json'), JSON.stringify({ readerName: 'Ada', heatmapOn: false }));
  return project;
}
