import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { standingReads } from '../../src/review/read-transition.ts';
import type { ReportImage } from '../../src/structured-report/content-items.ts';
import type { ReportContent, ReportRead } from '../../src/structured-report/measurement-report.ts';
import { type ReportIdentity, reportDataset } from '../../src/structured-report/report-file.ts';
import type { FileHeader } from '../../src/study/file-header.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { syncFolder, writeFileDurably } from '../store/durable-files.ts';
import { headersOfImages } from '../store/images.ts';
import { type ReportAct, reportActs } from '../store/report-slices.ts';
import { findSource } from '../store/sources.ts';
import { dicomReportFile } from './dicom-report-file.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { requireReader } from './present-slice.ts';
import { pseudonymUid } from './pseudonym.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface ExportReportsRequest {
  readonly sourceId: number;
  /** An existing folder; the reports come into a new folder inside it. */
  readonly folder: string;
  /** Whose reads. */
  readonly reader: string;
  /** `pseudonyms`: the project's names and mapped UIDs. `originals`: patient, study and UIDs as in the pictures. */
  readonly identifiers: 'pseudonyms' | 'originals';
}

export interface ExportReportsOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ExportedReport {
  /** File name inside the folder. */
  readonly file: string;
  readonly studyPseudonym: string;
  readonly sha256: string;
  readonly reads: number;
}

export interface ExportedReports {
  readonly folder: string;
  readonly reports: readonly ExportedReport[];
  /** Read slices whose files lack the identifiers that a report refers to them by. */
  readonly withoutIdentifiers: number;
}

/**
 * Writes a reader's standing reads as DICOM Structured Reports, one for each study of a source. The folder appears whole
 * with its entries in the log, or not at all.
 * @throws ServiceError `nothing-to-report`, `no-reader`, `project-read-only`, `changed`; SliceNotFound; the signal's reason
 */
export async function exportReports(
  context: ServiceContext,
  compute: ComputeClient,
  request: ExportReportsRequest,
  options: ExportReportsOptions = {},
): Promise<ExportedReports> {
  const { readOnlyReason } = context.store;
  if (readOnlyReason !== null) throw new ServiceError('project-read-only', readOnlyReason);
  const reader = requireReader(request.reader);
  const { studies, withoutIdentifiers } = studiesToReport(context, request.sourceId, reader);
  const made: { report: ExportedReport; bytes: Uint8Array }[] = [];
  for (const study of studies) {
    options.signal?.throwIfAborted();
    made.push(await makeReport(context, compute, study, { ...request, reader }));
    options.onProgress?.(made.length, studies.length);
  }
  const folder = freeFolder(request.folder, context.clock());
  writeFolder(folder, made, () => logReports(context, reader, request.identifiers, made));
  return { folder, reports: made.map(({ report }) => report), withoutIdentifiers };
}

/** A slice with the read of it that stands, and the file header that tells what it is called in DICOM. */
interface ReadSlice {
  readonly act: ReportAct;
  readonly header: FileHeader & { readonly sopClassUid: string; readonly sopInstanceUid: string };
}

interface Study {
  readonly pseudonym: string;
  readonly slices: readonly [ReadSlice, ...ReadSlice[]];
}

function studiesToReport(
  context: ServiceContext,
  sourceId: number,
  reader: string,
): { studies: Study[]; withoutIdentifiers: number } {
  const standing = standingActs(reportActs(context.store.db, sourceId, reader));
  const headers = headersOfImages(
    context.store.db,
    standing.map(({ sliceId }) => sliceId),
  );
  const studies = new Map<string, [ReadSlice, ...ReadSlice[]]>();
  let withoutIdentifiers = 0;
  for (const act of standing) {
    const header = headers.get(act.sha256);
    if (!header?.sopClassUid || !header.sopInstanceUid) {
      withoutIdentifiers += 1;
      continue;
    }
    const { sopClassUid, sopInstanceUid } = header;
    const slice = { act, header: { ...header, sopClassUid, sopInstanceUid } };
    const known = studies.get(act.studyPseudonym);
    if (known) known.push(slice);
    else studies.set(act.studyPseudonym, [slice]);
  }
  if (studies.size === 0) {
    const source = findSource(context.store.db, sourceId)?.name ?? `source ${sourceId}`;
    throw new ServiceError(
      'nothing-to-report',
      `${reader} has no standing read of a DICOM slice in "${source}". A report needs at least one; PNG files have no place in DICOM.`,
    );
  }
  return { studies: [...studies].map(([pseudonym, slices]) => ({ pseudonym, slices })), withoutIdentifiers };
}

/** Of each slice the reader's last read that stands, in the order of the acts' slices. */
function standingActs(acts: readonly ReportAct[]): ReportAct[] {
  const bySlice = new Map<number, ReportAct[]>();
  for (const act of acts) bySlice.set(act.sliceId, [...(bySlice.get(act.sliceId) ?? []), act]);
  return [...bySlice.values()].flatMap((ofSlice) => {
    const last = standingReads(ofSlice).at(-1);
    return ofSlice.filter(({ id }) => id === last?.id);
  });
}

async function makeReport(
  context: ServiceContext,
  compute: ComputeClient,
  study: Study,
  request: ExportReportsRequest,
): Promise<{ report: ExportedReport; bytes: Uint8Array }> {
  const uid = request.identifiers === 'originals' ? (own: string) => own : mappedUid(context);
  const reads = study.slices.map((slice) => reportRead(context, slice, uid));
  const images = reads.map(({ image }) => image);
  const content: ReportContent = { reader: request.reader, images, reads, marks: [], statements: [] };
  const seriesOf = new Map(
    study.slices.map(({ header }) => [uid(header.sopInstanceUid), uid(header.seriesUid ?? header.sopInstanceUid)]),
  );
  const dataset = reportDataset({
    content,
    seriesOf,
    identity: await identityOf(context, compute, study, request.identifiers),
    sopInstanceUid: newUid(),
    seriesUid: newUid(),
    time: context.clock(),
    appVersion: context.appVersion,
  });
  const bytes = dicomReportFile(dataset);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${study.pseudonym}.dcm`;
  return { report: { file, studyPseudonym: study.pseudonym, sha256, reads: reads.length }, bytes };
}

function reportRead(
  context: ServiceContext,
  { act, header }: ReadSlice,
  uid: (original: string) => string,
): ReportRead {
  const image: ReportImage = {
    sopClassUid: header.sopClassUid,
    sopInstanceUid: uid(header.sopInstanceUid),
    frameNumber: header.frames.length > 1 ? act.frame + 1 : null,
  };
  return {
    image,
    label: act.labelAfter ?? 'unsure',
    confidence: act.confidence,
    reason: act.reason,
    aiSeen: act.predictionSeen,
    trackingId: `read ${act.id}`,
    trackingUid: pseudonymUid(context.store, `read ${act.id}`),
  };
}

const mappedUid =
  (context: ServiceContext) =>
  (original: string): string =>
    pseudonymUid(context.store, original);

async function identityOf(
  context: ServiceContext,
  compute: ComputeClient,
  study: Study,
  identifiers: ExportReportsRequest['identifiers'],
): Promise<ReportIdentity> {
  const [{ act, header }] = study.slices;
  if (identifiers === 'originals') {
    const place = locateSlice(context, act.sliceId);
    const { sha256, identity } = await compute.request('study-identity', { path: place.path });
    requireSameBytes(place, sha256);
    return { ...identity, studyUid: header.studyUid ?? newUid(), pseudonymous: false };
  }
  const patient = act.patientPseudonym ?? study.pseudonym;
  const empty = { patientBirthDate: '', patientSex: '', studyDate: '', studyTime: '', accessionNumber: '' };
  return {
    ...empty,
    patientName: patient,
    patientId: patient,
    studyUid: pseudonymUid(context.store, header.studyUid ?? study.pseudonym),
    studyId: '',
    referringPhysician: '',
    pseudonymous: true,
  };
}

/** A new UID of the form 2.25.<UUID> (PS3.5 annex B.2). */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}

/** A folder's path that is not taken: `overread-reports-<UTC time>`, with a number after it where there is one. */
function freeFolder(parent: string, time: Date): string {
  if (!existsSync(parent)) {
    throw new ServiceError('no-folder', `There is no folder "${parent}". Choose the folder to export into.`);
  }
  const stamp = time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  for (let attempt = 1; ; attempt += 1) {
    const folder = path.join(path.resolve(parent), `overread-reports-${stamp}${attempt === 1 ? '' : `-${attempt}`}`);
    if (!existsSync(folder)) return folder;
  }
}

/** Writes the files beside the folder's place and moves them there together; a folder that cannot be logged does not stay. */
function writeFolder(
  folder: string,
  made: readonly { readonly report: ExportedReport; readonly bytes: Uint8Array }[],
  log: () => void,
): void {
  const temporary = path.join(path.dirname(folder), `.overread-export-${randomUUID()}`);
  try {
    mkdirSync(temporary);
    for (const { report, bytes } of made) writeFileDurably(path.join(temporary, report.file), bytes);
    renameSync(temporary, folder);
    syncFolder(path.dirname(folder));
    log();
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function logReports(
  context: ServiceContext,
  reader: string,
  identifiers: ExportReportsRequest['identifiers'],
  made: readonly { readonly report: ExportedReport }[],
): void {
  context.store.transaction(() => {
    for (const { report } of made) {
      const { studyPseudonym, sha256: reportSha256, reads } = report;
      appendEntry(context, { event: 'report-exported', reader, studyPseudonym, reportSha256, reads, identifiers });
    }
  });
}
