import { rmSync } from 'node:fs';
import path from 'node:path';
import type { StudyLoss } from '../../src/contract/purge-methods.ts';
import { backupsFolder } from '../store/backups.ts';
import { namesIn, syncFolder } from '../store/durable-files.ts';
import {
  countStudyRows,
  purgeableStudies,
  purgeStudyRows,
  scrubFreePages,
  sliceKeysOf,
  versionsWithStudy,
} from '../store/purge.ts';
import { DAMAGED } from '../store/replace-database.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { removeThumbnails } from './thumbnail-folder.ts';

export interface PurgeStudyRequest {
  /** The study's pseudonym. */
  readonly study: string;
  readonly reader: string | null;
  /** Where small pictures are kept outside of the project; null where there are none. */
  readonly thumbnailFolder: string | null;
}

export interface PurgedStudy {
  readonly study: string;
  readonly slices: number;
  /** Copies of the database that held the study and were deleted. */
  readonly backups: number;
  /** False where somebody else reads the project, so that its write-ahead log still holds what was deleted. */
  readonly scrubbed: boolean;
}

/**
 * What is lost with a study.
 * @throws ServiceError `no-study`
 */
export function studyLoss(context: ServiceContext, study: string): StudyLoss & { readonly sourceId: number } {
  const { db, folder } = context.store;
  const known = purgeableStudies(db).find((row) => row.study === study);
  if (!known) {
    throw new ServiceError(
      'no-study',
      `The project has no files of a study "${study}". Take the pseudonym from the list of studies or from the log.`,
    );
  }
  return {
    ...countStudyRows(db, study),
    ...known,
    versions: versionsWithStudy(db, study),
    backups: copiesIn(folder).length,
  };
}

/** The studies that can be taken out, by pseudonym. */
export const listPurgeable = ({ store }: ServiceContext): ReturnType<typeof purgeableStudies> =>
  purgeableStudies(store.db);

/**
 * Takes a study out of the project for good: names, headers, labels, predictions, everything measured of its pictures, small
 * pictures, and every copy of the database that held it. The log keeps its entries, which name it by pseudonym and hash alone,
 * and gains one. The pictures' own files are not the project's, and stay where they are.
 * @throws ServiceError `no-study`, `project-read-only`
 */
export async function purgeStudy(context: ServiceContext, request: PurgeStudyRequest): Promise<PurgedStudy> {
  const { store } = context;
  const { study, reader, thumbnailFolder } = request;
  if (store.readOnlyReason !== null) throw new ServiceError('project-read-only', store.readOnlyReason);
  const { slices, predictions } = studyLoss(context, study);
  const keys = sliceKeysOf(store.db, study);
  // The copies first: should the computer stop in between, nothing is said to be gone that is not.
  const backups = removeBackups(store.folder);
  store.transaction(() => {
    purgeStudyRows(store.db, study, context.clock().getTime());
    appendEntry(context, { event: 'study-purged', reader, studyPseudonym: study, slices, predictions, backups });
  });
  const scrubbed = scrubFreePages(store.db);
  if (thumbnailFolder !== null) await removeThumbnails(thumbnailFolder, keys);
  return { study, slices, backups, scrubbed };
}

function removeBackups(folder: string): number {
  const copies = copiesIn(folder);
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  for (const parent of new Set(copies.map(path.dirname))) syncFolder(parent);
  return copies.length;
}

/** Every copy of the database in the project's folder: its backups, and what a restore kept of a damaged one. */
function copiesIn(folder: string): string[] {
  const backups = backupsFolder(folder);
  const damaged = namesIn(folder).filter((name) => name.startsWith(DAMAGED));
  return [
    ...namesIn(backups).map((name) => path.join(backups, name)),
    ...damaged.map((name) => path.join(folder, name)),
  ];
}
