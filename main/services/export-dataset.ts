import { createReadStream, createWriteStream } from 'node:fs';
import { link, lstat, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type AuditHead, HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import { type ExportPlan, filesOfManifest, planExport, withPaths } from '../../src/dataset/export-plan.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeRefusal } from '../compute/compute-errors.ts';
import { auditHead, sha256OfText } from '../store/audit-log.ts';
import { type DatasetVersionRow, findDatasetVersion } from '../store/dataset-versions.ts';
import { clearUnfinished, publishFolder, unfinishedPath } from '../store/durable-files.ts';
import { dicomSlicesOf, exportFiles } from '../store/export-files.ts';
import { findSlice } from '../store/slices.ts';
import { hashOfFile } from './hash-of-file.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice } from './locate-slice.ts';
import { namingFile } from './naming-file.ts';
import { pseudonymKey } from './pseudonym.ts';
import { requireOutside } from './require-outside.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { writeExports } from './write-export.ts';

export interface ExportRequest {
  readonly datasetId: number;
  /** An existing folder; the export becomes a new folder inside it. */
  readonly folder: string;
  /** `link` makes hard links where the disk allows, else symbolic links, else copies. */
  readonly images: 'copy' | 'link';
  readonly reader?: string | null | undefined;
  /** `pseudonyms` takes out of the files what names somebody; `originals` hands them over as they are. */
  readonly identifiers?: Identifiers | undefined;
  /** Whether somebody looked at every picture for text that is burnt into it; nothing takes that out. */
  readonly picturesSeen?: boolean | undefined;
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
  /** Files that are not the project's, byte for byte, because something was taken out of them. */
  readonly deidentified: number;
}

/**
 * Writes a data set version into a new folder `overread-dataset-<version>`: the images under names without patient data,
 * labels.csv in the form of the import (0 and 1 only), and manifest.json. The folder appears whole or not at all, every
 * image checked against its hash. Files are cleaned in the decoding children. Importing the folder and freezing gives the
 * same manifest hash where no file had to be changed.
 *
 * Under pseudonyms DICOM headers are de-identified (PS3.15 basic profile) and PNGs lose their texts; the manifest names the
 * hash of each such file beside the original's. Somebody must have looked at the pictures before DICOM goes out so.
 * @throws ServiceError `no-dataset`, `no-folder`, `project-read-only`, `changed`, `pictures-not-seen`, `inside-project`; naming
 *   a file that is cleaned, `not-deidentifiable`, `timed-out`, `crashed`, `out-of-memory`, `unreadable`, `not-an-image`,
 *   `too-large`, or the system's code; SliceNotFound; the signal's reason; ComputeAborted where the app closes
 */
export async function exportDataset(
  context: ServiceContext,
  compute: ComputeClient,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<ExportedDataset> {
  const { store } = context;
  requireOutside(context, request.folder);
  const version = findDatasetVersion(store.db, request.datasetId);
  if (!version) throw noDataset(request.datasetId);
  // What leaves the project is in the log, so a project that cannot be written exports nothing.
  if (store.readOnlyReason !== null) throw new ServiceError('project-read-only', store.readOnlyReason);
  await requireFolder(request.folder);
  const sources = locateFiles(context, version);
  requirePicturesSeen(request, sources);
  const plan = planExport(version.manifest.content, sources);
  const temporary = unfinishedPath(path.join(path.resolve(request.folder), `overread-dataset-${version.name}`));
  clearUnfinished(path.dirname(temporary));
  try {
    await mkdir(path.join(temporary, 'images'), { recursive: true });
    const changed = await placeImages(context, compute, temporary, sources, plan, request, options);
    const head = auditHead(context.store.db);
    const manifest = manifestText(version, plan, changed, head);
    const texts = { 'labels.csv': plan.labelsCsv, 'manifest.json': manifest };
    const files = Object.entries(texts).map(([name, content]) => ({ file: path.join(temporary, name), content }));
    writeExports(context, files, head);
    options.signal?.throwIfAborted();
    const folder = await takeName(temporary, request.folder, `overread-dataset-${version.name}`);
    const slices = version.manifest.content.slices.length;
    const exported = { folder, manifestSha256: version.manifestSha256, slices, deidentified: changed.size };
    await logExport(context, version, exported, request);
    context.notify({ kind: 'dataset-exported', ...exported });
    return exported;
  } catch (error) {
    // A child that still writes what was given up is ended within a second.
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    throw error;
  }
}

/**
 * Every slice of a version's DICOM files, in the order of their hashes: whoever looks for burnt-in text learns nothing of labels.
 * @throws ServiceError `no-dataset`
 */
export function picturesToLookAt({ store }: ServiceContext, datasetId: number): number[] {
  const version = findDatasetVersion(store.db, datasetId);
  if (!version) throw noDataset(datasetId);
  return dicomSlicesOf(store.db, filesOfManifest(version.manifest.content));
}

const noDataset = (id: number): ServiceError =>
  new ServiceError('no-dataset', `There is no data set version ${id} in this project.`);

interface LocatedFile {
  readonly fileSha256: string;
  readonly format: 'png' | 'dicom';
  readonly name: string;
  readonly absolutePath: string;
  readonly byteLength: number;
  /** Pseudonym of the patient, else of the study. */
  readonly patient: string;
}

async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (!stats?.isDirectory()) {
    throw new ServiceError('no-folder', `There is no folder "${folder}". Choose the folder to export into.`);
  }
}

function locateFiles(context: ServiceContext, version: DatasetVersionRow): LocatedFile[] {
  const rows = exportFiles(context.store.db, filesOfManifest(version.manifest.content));
  return rows.map(({ fileSha256, format, byteLength, sliceId, file }) => {
    const place = locateSlice(context, sliceId);
    const name = path.posix.basename(file ?? place.file);
    const slice = findSlice(context.store.db, sliceId);
    const patient = slice?.patientPseudonym ?? slice?.studyPseudonym ?? '';
    return { fileSha256, format, byteLength, name, absolutePath: place.path, patient };
  });
}

/** @returns the SHA-256 of each file that was changed, by that of the original */
async function placeImages(
  context: ServiceContext,
  compute: ComputeClient,
  temporary: string,
  sources: readonly LocatedFile[],
  plan: ExportPlan,
  request: ExportRequest,
  options: ExportOptions,
): Promise<Map<string, string>> {
  let done = 0;
  const changed = new Map<string, string>();
  await inParallel(sources, READ_CONCURRENCY, async (source) => {
    options.signal?.throwIfAborted();
    const target = path.join(temporary, plan.paths.get(source.fileSha256) ?? '');
    const cleanedSha256 =
      identifiersOf(request) === 'pseudonyms'
        ? await writeCleaned(context, compute, source, target, options.signal)
        : null;
    if (cleanedSha256 !== null) changed.set(source.fileSha256, cleanedSha256);
    else {
      if (request.images === 'copy') await copyDurably(source.absolutePath, target, options.signal);
      else await linkFile(source.absolutePath, target, options.signal);
      requireHash(source, await hashOfFile(target, options.signal));
    }
    done += 1;
    options.onProgress?.({ message: 'Writing the images', done, total: sources.length });
  });
  return changed;
}

const identifiersOf = ({ identifiers = 'pseudonyms' }: ExportRequest): Identifiers => identifiers;

function requirePicturesSeen(request: ExportRequest, sources: readonly LocatedFile[]): void {
  if (identifiersOf(request) === 'originals' || request.picturesSeen === true) return;
  const dicom = sources.filter(({ format }) => format === 'dicom').length;
  if (dicom === 0) return;
  throw new ServiceError(
    'pictures-not-seen',
    `The headers of ${dicom} DICOM files are de-identified, but text that is burnt into a picture is not removed. Look at every picture ` +
      'for names first; on the command line say that you did with --pictures-seen.',
  );
}

/** What a decoding child is given for any file, and beside it for each byte of a long one on a slow disk: 4 MB a second. */
const CLEAN_BOUND_MS = 20_000;
const CLEAN_MS_PER_BYTE = 1 / 4000;

/**
 * Has a decoding child write the file without what names somebody.
 * @returns the SHA-256 of what it wrote; null where the bytes can go as they are, and nothing was written
 */
async function writeCleaned(
  context: ServiceContext,
  compute: ComputeClient,
  source: LocatedFile,
  target: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const { absolutePath, fileSha256, format, patient, byteLength } = source;
  const program = `Overread ${context.appVersion}`;
  const job = { path: absolutePath, format, sha256: fileSha256, target, patient, program };
  const timeoutMs = CLEAN_BOUND_MS + byteLength * CLEAN_MS_PER_BYTE;
  const cleaning = compute
    .request(
      'clean-file',
      { ...job, uidKey: pseudonymKey(context.store) },
      { signal, timeoutMs, priority: 'background' },
    )
    .catch((error: unknown) => {
      signal?.throwIfAborted();
      const refused = error instanceof ComputeRefusal && error.code === 'not-deidentifiable';
      throw refused ? notDeidentifiable(source, error.message) : error;
    });
  const { sha256, cleanedSha256 } = await namingFile(absolutePath, cleaning);
  requireHash(source, sha256);
  return cleanedSha256;
}

const notDeidentifiable = ({ absolutePath }: LocatedFile, why: string): ServiceError =>
  new ServiceError(
    'not-deidentifiable',
    `"${absolutePath}" cannot be de-identified: ${why} Exclude its slices and freeze again, or export with the original identifiers.`,
  );

function requireHash({ fileSha256, absolutePath }: LocatedFile, sha256: string): void {
  if (sha256 === fileSha256) return;
  const message = `"${absolutePath}" has changed since the version was frozen. Put the original back, then export again.`;
  throw new ServiceError('changed', message);
}

/** In pieces, so that a cancel need not wait for the end of a large file. */
async function copyDurably(from: string, to: string, signal?: AbortSignal): Promise<void> {
  // `flush`: synced before it is closed.
  const written = createWriteStream(to, { flags: 'wx', mode: 0o644, flush: true });
  await pipeline(createReadStream(from), written, { signal });
}

async function linkFile(from: string, to: string, signal?: AbortSignal): Promise<void> {
  try {
    await link(from, to);
  } catch {
    // Another disk, or a file system without hard links. A symbolic link would lead out of the set.
    await copyDurably(from, to, signal);
  }
}

/** The table of labels has no column for the head of the log: the manifest carries its hash beside that head. */
function manifestText(
  version: DatasetVersionRow,
  plan: ExportPlan,
  changed: ReadonlyMap<string, string>,
  head: AuditHead,
): string {
  const labelsSha256 = sha256OfText(plan.labelsCsv);
  const manifest = { ...withPaths(version.manifest, plan.paths, changed), labelsSha256, [HEAD_COLUMN]: headText(head) };
  const sorted: unknown = JSON.parse(canonicalJson(manifest));
  return `${JSON.stringify(sorted, null, 1)}\n`;
}

/** Gives the finished folder its name, with a number after it where the name is taken. */
async function takeName(temporary: string, folder: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const target = path.join(path.resolve(folder), attempt === 1 ? name : `${name}-${attempt}`);
    if ((await lstat(target).catch(() => null)) !== null) continue;
    publishFolder(temporary, target);
    return target;
  }
}

/** The entry in the log; an export that cannot be logged does not stay. */
async function logExport(
  context: ServiceContext,
  version: DatasetVersionRow,
  exported: ExportedDataset,
  request: ExportRequest,
): Promise<void> {
  const { manifestSha256, slices, deidentified } = exported;
  const facts = { manifestSha256, slices, deidentified, identifiers: identifiersOf(request) };
  const picturesSeen = request.picturesSeen ?? false;
  try {
    context.store.transaction(() =>
      appendEntry(context, {
        event: 'dataset-exported',
        reader: request.reader ?? null,
        datasetVersion: version.name,
        ...facts,
        picturesSeen,
      }),
    );
  } catch (error) {
    await rm(exported.folder, { recursive: true, force: true });
    throw error;
  }
}
