import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, open, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { type ExportPlan, filesOfManifest, planExport, withPaths } from '../../src/dataset/export-plan.ts';
import { auditHead } from '../store/audit-log.ts';
import { type DatasetVersionRow, findDatasetVersion } from '../store/dataset-versions.ts';
import { syncFolder } from '../store/durable-files.ts';
import { exportFiles } from '../store/export-files.ts';
import { findProject } from '../store/project.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice } from './locate-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { writeExport } from './write-export.ts';

export interface ExportRequest {
  readonly datasetId: number;
  /** An existing folder; the export becomes a new folder inside it. */
  readonly folder: string;
  /** `link` makes hard links where the disk allows, else symbolic links, else copies. */
  readonly images: 'copy' | 'link';
  readonly reader?: string | null | undefined;
}

export interface ExportOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

export interface ExportedDataset {
  /** The new folder. */
  readonly folder: string;
  readonly manifestSha256: string;
  /** Slices in labels.csv. */
  readonly slices: number;
}

/**
 * Writes a data set version into a new folder `<project>-<version>`: the images under names without patient data,
 * labels.csv in the form of the import (0 and 1 only), and manifest.json. The folder appears whole or not at all, every
 * image checked against its hash. Importing the folder and freezing gives the same manifest hash.
 *
 * DICOM files are handed over as they are: what their headers say of the patient goes with them.
 * @throws ServiceError `no-dataset`, `no-folder`, `project-read-only`, `changed`; SliceNotFound; the signal's reason
 */
export async function exportDataset(
  context: ServiceContext,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<ExportedDataset> {
  const { store } = context;
  const version = findDatasetVersion(store.db, request.datasetId);
  if (!version) {
    throw new ServiceError('no-dataset', `There is no data set version ${request.datasetId} in this project.`);
  }
  // What leaves the project is in the log, so a project that cannot be written exports nothing.
  if (store.readOnlyReason !== null) throw new ServiceError('project-read-only', store.readOnlyReason);
  await requireFolder(request.folder);
  const sources = locateFiles(context, version);
  const plan = planExport(version.manifest.content, sources);
  const temporary = path.join(path.resolve(request.folder), `.overread-export-${randomUUID()}`);
  try {
    await mkdir(path.join(temporary, 'images'), { recursive: true });
    await placeImages(temporary, sources, plan, request.images, options);
    writeExport(context, path.join(temporary, 'labels.csv'), plan.labelsCsv);
    writeExport(context, path.join(temporary, 'manifest.json'), manifestText(context, version, plan));
    syncFolder(path.join(temporary, 'images'));
    syncFolder(temporary);
    options.signal?.throwIfAborted();
    const folder = await takeName(temporary, request.folder, exportName(context, version));
    const exported = { folder, manifestSha256: version.manifestSha256, slices: version.manifest.content.slices.length };
    await logExport(context, version, exported, request.reader ?? null);
    context.notify({ kind: 'dataset-exported', ...exported });
    return exported;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

interface LocatedFile {
  readonly fileSha256: string;
  readonly format: 'png' | 'dicom';
  readonly name: string;
  readonly absolutePath: string;
}

async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (!stats?.isDirectory()) {
    throw new ServiceError('no-folder', `There is no folder "${folder}". Choose the folder to export into.`);
  }
}

function locateFiles(context: ServiceContext, version: DatasetVersionRow): LocatedFile[] {
  const rows = exportFiles(context.store.db, filesOfManifest(version.manifest.content));
  return rows.map(({ fileSha256, format, sliceId, file }) => {
    const place = locateSlice(context, sliceId);
    const name = path.posix.basename(file ?? place.file);
    return { fileSha256, format, name, absolutePath: place.path };
  });
}

async function placeImages(
  temporary: string,
  sources: readonly LocatedFile[],
  plan: ExportPlan,
  how: ExportRequest['images'],
  options: ExportOptions,
): Promise<void> {
  let done = 0;
  await inParallel(sources, READ_CONCURRENCY, async (source) => {
    options.signal?.throwIfAborted();
    const target = path.join(temporary, plan.paths.get(source.fileSha256) ?? '');
    if (how === 'copy') await copyDurably(source.absolutePath, target);
    else await linkFile(source.absolutePath, target);
    if ((await sha256OfFile(target)) !== source.fileSha256) {
      const message = `"${source.absolutePath}" has changed since the version was frozen. Put the original back, then export again.`;
      throw new ServiceError('changed', message);
    }
    done += 1;
    options.onProgress?.({ message: 'Writing the images', done, total: sources.length });
  });
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  // A copy comes with the original's mode, which may be read-only.
  await chmod(to, 0o644);
  const handle = await open(to, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    return;
  } catch {
    // Another disk, or a file system without hard links.
  }
  try {
    await symlink(from, to);
  } catch {
    await copyDurably(from, to);
  }
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function manifestText(context: ServiceContext, version: DatasetVersionRow, plan: ExportPlan): string {
  const head = headText(auditHead(context.store.db));
  const sorted: unknown = JSON.parse(
    canonicalJson({ ...withPaths(version.manifest, plan.paths), [HEAD_COLUMN]: head }),
  );
  return `${JSON.stringify(sorted, null, 1)}\n`;
}

/** `<project>-<version>` in letters that every file system takes. */
function exportName(context: ServiceContext, version: DatasetVersionRow): string {
  const project = findProject(context.store.db)?.name ?? '';
  const plain = project
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain.slice(0, 60) || 'overread'}-${version.name}`;
}

/** Gives the finished folder its name, with a number after it where the name is taken. */
async function takeName(temporary: string, folder: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const target = path.join(path.resolve(folder), attempt === 1 ? name : `${name}-${attempt}`);
    if ((await lstat(target).catch(() => null)) !== null) continue;
    await rename(temporary, target);
    syncFolder(path.dirname(target));
    return target;
  }
}

/** The entry in the log; an export that cannot be logged does not stay. */
async function logExport(
  context: ServiceContext,
  version: DatasetVersionRow,
  exported: ExportedDataset,
  reader: string | null,
): Promise<void> {
  const { manifestSha256, slices } = exported;
  try {
    context.store.transaction(() =>
      appendEntry(context, { event: 'dataset-exported', reader, datasetVersion: version.name, manifestSha256, slices }),
    );
  } catch (error) {
    await rm(exported.folder, { recursive: true, force: true });
    throw error;
  }
}
