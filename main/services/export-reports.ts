import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ReaderVouched } from '../../src/audit/audit-entry.ts';
import type { AuditHead } from '../../src/audit/audit-head.ts';
import { groupBy } from '../../src/collections/group-by.ts';
import type { Mark } from '../../src/contract/mark-methods.ts';
import { standingReads } from '../../src/review/read-transition.ts';
import type { ReportImage } from '../../src/structured-report/content-items.ts';
import { markContent } from '../../src/structured-report/mark-content.ts';
import type { ReportContent, ReportRead } from '../../src/structured-report/measurement-report.ts';
import { type ReportIdentity, reportDataset } from '../../src/structured-report/report-file.ts';
import { studyCallContent } from '../../src/structured-report/study-call-content.ts';
import type { FileHeader } from '../../src/study/file-header.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { auditHead, vouchedReaders } from '../store/audit-log.ts';
import { headersOfImages } from '../store/images.ts';
import { type ReportAct, type ReportSlice, reportActs, reportSlices } from '../store/report-slices.ts';
import { findSource } from '../store/sources.ts';
import { type StandingStudyCall, standingStudyCalls } from '../store/study-calls.ts';
import { dicomReportFile } from './dicom-report-file.ts';
import { freeStem } from './free-stem.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { namingFile } from './naming-file.ts';
import { requireReader } from './present-slice.ts';
import { pseudonymUid } from './pseudonym.ts';
import { listMarks } from './record-mark.ts';
import { requireOutside } from './require-outside.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { writeExportFolder } from './write-export-folder.ts';

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
  /** Adjudications count, too. */
  readonly reads: number;
  readonly marks: number;
}

export interface ExportedReports {
  readonly folder: string;
  readonly reports: readonly ExportedReport[];
  /** Read or marked slices whose files lack the identifiers that a report refers to them by. */
  readonly withoutIdentifiers: number;
}

/**
 * Writes a reader's standing reads, marks and study calls as DICOM Structured Reports, one for each study of a source. The folder appears whole
 * with its entries in the log, or not at all.
 * @throws ServiceError `nothing-to-report`, `no-reader`, `project-read-only`, `changed`, `inside-project`; SliceNotFound; the signal's reason
 */
export async function exportReports(
  context: ServiceContext,
  compute: ComputeClient,
  request: ExportReportsRequest,
  options: ExportReportsOptions = {},
): Promise<ExportedReports> {
  const { readOnlyReason } = context.store;
  if (readOnlyReason !== null) throw new ServiceError('project-read-only', readOnlyReason);
  requireOutside(context, request.folder);
  const reader = requireReader(request.reader);
  const { studies, withoutIdentifiers } = studiesToReport(context, request.sourceId, reader);
  // Of the log that the reads come from: what is read meanwhile is in no report.
  const head = auditHead(context.store.db);
  const vouched = vouchedReaders(context.store.db);
  const made: { report: ExportedReport; bytes: Uint8Array }[] = [];
  for (const study of studies) {
    options.signal?.throwIfAborted();
    made.push(await makeReport(context, compute, study, { ...request, reader, head, vouched }));
    options.onProgress?.(made.length, studies.length);
  }
  const folder = freeFolder(request.folder, context.clock());
  const files = made.map(({ report, bytes }) => ({ name: report.file, content: bytes }));
  writeExportFolder(context, folder, files, () => logReports(context, reader, request.identifiers, made), head);
  return { folder, reports: made.map(({ report }) => report), withoutIdentifiers };
}

/** A slice of a study, and what its file is called in DICOM. */
interface NamedSlice extends ReportSlice {
  readonly header: FileHeader & { readonly sopClassUid: string; readonly sopInstanceUid: string };
}

/** What a reader says of one study. */
interface Study {
  readonly pseudonym: string;
  /** Those that the reader read or marked; where there is only a call, the first of the study. */
  readonly slices: readonly [NamedSlice, ...NamedSlice[]];
  /** Of each slice the read that stands and the adjudication that does, one of them at least. */
  readonly reads: ReadonlyMap<number, readonly ReportAct[]>;
  readonly marks: ReadonlyMap<number, readonly Mark[]>;
  readonly call: StandingStudyCall | null;
}

function studiesToReport(
  context: ServiceContext,
  sourceId: number,
  reader: string,
): { studies: Study[]; withoutIdentifiers: number } {
  const { db } = context.store;
  const reads = standingActs(reportActs(db, sourceId, reader));
  const marks = groupBy(listMarks(context, { sourceId, reader }), ({ sliceId }) => sliceId);
  const calls = new Map(standingStudyCalls(db).flatMap((call) => (call.reader === reader ? [[call.study, call]] : [])));
  const named = namedSlices(context, reportSlices(db, sourceId));
  const isSaid = ({ sliceId }: ReportSlice) => reads.has(sliceId) || marks.has(sliceId);
  const studies = [...groupBy(named.slices, ({ studyPseudonym }) => studyPseudonym)].flatMap(
    ([pseudonym, slices]): Study[] => {
      const call = calls.get(pseudonym) ?? null;
      const said = slices.filter(isSaid);
      const [first, ...rest] = said.length > 0 ? said : call ? slices.slice(0, 1) : [];
      return first ? [{ pseudonym, slices: [first, ...rest], reads, marks, call }] : [];
    },
  );
  if (studies.length === 0) {
    const source = findSource(db, sourceId)?.name ?? `source ${sourceId}`;
    throw new ServiceError(
      'nothing-to-report',
      `${reader} has no standing read, mark or study call of DICOM slices in "${source}". A report needs at least one; PNG files have no place in DICOM.`,
    );
  }
  return { studies, withoutIdentifiers: named.without.filter(isSaid).length };
}

/** Slices with the names that a report refers to them by, and those without. */
function namedSlices(
  context: ServiceContext,
  slices: readonly ReportSlice[],
): { slices: NamedSlice[]; without: ReportSlice[] } {
  const headers = headersOfImages(
    context.store.db,
    slices.map(({ sliceId }) => sliceId),
  );
  const without: ReportSlice[] = [];
  const found = slices.flatMap((slice): NamedSlice[] => {
    const header = headers.get(slice.sha256);
    if (header?.sopClassUid && header.sopInstanceUid) {
      const { sopClassUid, sopInstanceUid } = header;
      return [{ ...slice, header: { ...header, sopClassUid, sopInstanceUid } }];
    }
    without.push(slice);
    return [];
  });
  return { slices: found, without };
}

/** Of each slice the reader's own last read that stands and their last adjudication that does: neither takes the other's place. */
function standingActs(acts: readonly ReportAct[]): Map<number, ReportAct[]> {
  const standing = new Map<number, ReportAct[]>();
  for (const [sliceId, ofSlice] of groupBy(acts, (act) => act.sliceId)) {
    const ids = new Set(standingReads(ofSlice).map(({ id }) => id));
    const those = ofSlice.filter(({ id }) => ids.has(id));
    const last = [false, true].flatMap((adjudication) =>
      those.filter((act) => act.adjudication === adjudication).slice(-1),
    );
    if (last.length > 0) standing.set(sliceId, last);
  }
  return standing;
}

async function makeReport(
  context: ServiceContext,
  compute: ComputeClient,
  study: Study,
  request: ExportReportsRequest & {
    readonly head: AuditHead;
    readonly vouched: ReadonlyMap<number, ReaderVouched>;
  },
): Promise<{ report: ExportedReport; bytes: Uint8Array }> {
  const uid = request.identifiers === 'originals' ? (own: string) => own : mappedUid(context);
  const content = contentOf(context, study, request.reader, uid);
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
    head: request.head,
    readerVouched: vouchedFor(request.vouched, study),
  });
  const bytes = await dicomReportFile(dataset);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { reads, marks } = content;
  const counts = { reads: reads.length, marks: marks.length };
  return { report: { file: `${study.pseudonym}.dcm`, studyPseudonym: study.pseudonym, sha256, ...counts }, bytes };
}

/** `account` where the account vouched for the reader at every act of the study that stands. */
function vouchedFor(vouched: ReadonlyMap<number, ReaderVouched>, { slices, reads, marks, call }: Study): ReaderVouched {
  const acts = slices.flatMap(({ sliceId }) => [...(reads.get(sliceId) ?? []), ...(marks.get(sliceId) ?? [])]);
  const all = [...acts, ...(call ? [call] : [])];
  return all.every(({ auditSequence }) => vouched.get(auditSequence) === 'account') ? 'account' : 'claimed';
}

function contentOf(
  context: ServiceContext,
  { slices, reads, marks, call }: Study,
  reader: string,
  uid: (original: string) => string,
): ReportContent {
  const imageOf = ({ header, frame }: NamedSlice): ReportImage => ({
    sopClassUid: header.sopClassUid,
    sopInstanceUid: uid(header.sopInstanceUid),
    frameNumber: header.frames.length > 1 ? frame + 1 : null,
  });
  const tracked = (trackingId: string) => ({ trackingId, trackingUid: pseudonymUid(context.store, trackingId) });
  return {
    reader,
    images: slices.map(imageOf),
    reads: slices.flatMap((slice) =>
      (reads.get(slice.sliceId) ?? []).map(
        ({ id, labelAfter, confidence, reason, predictionSeen: aiSeen, adjudication }): ReportRead => {
          const label = labelAfter ?? 'unsure';
          const said = { label, confidence, reason, aiSeen, adjudication };
          return { image: imageOf(slice), ...said, ...tracked(`read ${id}`) };
        },
      ),
    ),
    marks: slices.flatMap((slice) =>
      (marks.get(slice.sliceId) ?? []).map(({ id, shape, figures }) => ({
        image: imageOf(slice),
        ...markContent(shape, figures),
        ...tracked(`mark ${id}`),
      })),
    ),
    call: call && studyCallContent(call),
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
  const [{ sliceId, patientPseudonym, header }] = study.slices;
  if (identifiers === 'originals') {
    const place = locateSlice(context, sliceId);
    const { sha256, identity } = await namingFile(place.file, compute.request('study-identity', { path: place.path }));
    requireSameBytes(place, sha256);
    return { ...identity, studyUid: header.studyUid ?? newUid(), pseudonymous: false };
  }
  const patient = patientPseudonym ?? study.pseudonym;
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

/** Where the reports go in a folder: no folder that is there. */
function freeFolder(parent: string, time: Date): string {
  if (!existsSync(parent)) {
    throw new ServiceError('no-folder', `There is no folder "${parent}". Choose the folder to export into.`);
  }
  return freeStem(parent, 'overread-reports', [''], time);
}

function logReports(
  context: ServiceContext,
  reader: string,
  identifiers: ExportReportsRequest['identifiers'],
  made: readonly { readonly report: ExportedReport }[],
): void {
  context.store.transaction(() => {
    for (const { report } of made) {
      const { studyPseudonym, sha256: reportSha256, reads, marks } = report;
      const facts = { studyPseudonym, reportSha256, reads, marks, identifiers };
      appendEntry(context, { event: 'report-exported', reader, ...facts });
    }
  });
}
