import { existsSync } from 'node:fs';
import path from 'node:path';

/** Project root, from this file's place in the tree. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

/** Folder of the public head-CT slices, kept beside the project and never inside it. */
export const HEAD_CT_FOLDER = path.resolve(PROJECT_ROOT, '../shared/data/head-ct');

/** True where the real slices are there; tests that need them skip with a word otherwise. */
export const hasHeadCt = existsSync(path.join(HEAD_CT_FOLDER, 'labels.csv'));
