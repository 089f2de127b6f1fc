import type { ReaderVouched } from '../audit/audit-entry.ts';
import { type AuditHead, HEAD_COLUMN, headText } from '../audit/audit-head.ts';
import { imageReference, type NaturalDataset, personName, type ReportImage } from './content-items.ts';
import { measurementReport, type ReportContent } from './measurement-report.ts';

/** Comprehensive SR Storage: may hold places on pictures (PS3.4 B.5). */
export const COMPREHENSIVE_SR_UID = '1.2.840.10008.5.1.4.1.1.88.33';

/** The patient and study that a report is filed under, as DICOM text. An unknown value is empty, as the standard has it. */
export interface ReportIdentity {
  readonly patientName: string;
  readonly patientId: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly studyUid: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyId: string;
  readonly accessionNumber: string;
  readonly referringPhysician: string;
  /** Whether patient and study are named by pseudonyms. */
  readonly pseudonymous: boolean;
}

export interface ReportFile {
  readonly identity: ReportIdentity;
  readonly content: ReportContent;
  /** Series of each picture, by SOP instance UID. */
  readonly seriesOf: ReadonlyMap<string, string>;
  readonly sopInstanceUid: string;
  readonly seriesUid: string;
  /** UTC. */
  readonly time: Date;
  readonly appVersion: string;
  /** Head of the log that the reads come from. */
  readonly head: AuditHead;
  /** Whether the system's account vouched for the reader's name at every act that the report tells of. */
  readonly readerVouched: ReaderVouched;
}

const two = (value: number): string => String(value).padStart(2, '0');

function dateText(time: Date): string {
  return `${time.getUTCFullYear()}${two(time.getUTCMonth() + 1)}${two(time.getUTCDate())}`;
}

function timeText(time: Date): string {
  return `${two(time.getUTCHours())}${two(time.getUTCMinutes())}${two(time.getUTCSeconds())}`;
}

/** Every picture of the report by study and series (PS3.3 C.17.2, Hierarchical SOP Instance Reference). */
function evidence(studyUid: string, images: readonly ReportImage[], seriesOf: ReadonlyMap<string, string>) {
  const bySeries = new Map<string, Map<string, NaturalDataset>>();
  for (const image of images) {
    const series = seriesOf.get(image.sopInstanceUid) ?? '';
    const references = bySeries.get(series) ?? new Map<string, NaturalDataset>();
    references.set(image.sopInstanceUid, imageReference({ ...image, frameNumber: null }));
    bySeries.set(series, references);
  }
  const series = [...bySeries].map(([uid, references]) => ({
    SeriesInstanceUID: uid,
    ReferencedSOPSequence: [...references.values()],
  }));
  return [{ StudyInstanceUID: studyUid, ReferencedSeriesSequence: series }];
}

function identityOf(identity: ReportIdentity): NaturalDataset {
  return {
    PatientName: identity.patientName,
    PatientID: identity.patientId,
    PatientBirthDate: identity.patientBirthDate,
    PatientSex: identity.patientSex,
    ...(identity.pseudonymous
      ? { PatientIdentityRemoved: 'YES', DeidentificationMethod: 'Overread: pseudonyms, mapped UIDs, no dates' }
      : {}),
    StudyInstanceUID: identity.studyUid,
    StudyDate: identity.studyDate,
    StudyTime: identity.studyTime,
    StudyID: identity.studyId,
    AccessionNumber: identity.accessionNumber,
    ReferringPhysicianName: identity.referringPhysician,
  };
}

/** What made the report, with the head of its log (PS3.3 C.12.1, Contributing Equipment Sequence). */
function logAsEquipment({ head, readerVouched, appVersion, time }: ReportFile): NaturalDataset {
  return {
    PurposeOfReferenceCodeSequence: [
      { CodeValue: '109102', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Processing Equipment' },
    ],
    Manufacturer: 'Overread',
    SoftwareVersions: appVersion,
    ContributionDateTime: `${dateText(time)}${timeText(time)}+0000`,
    ContributionDescription: `${HEAD_COLUMN} ${headText(head)}; reader_vouched ${readerVouched}`,
  };
}

/** The data set of a report file (Comprehensive SR), by keyword, without group 0002. */
export function reportDataset(report: ReportFile): NaturalDataset {
  const { content, time, identity } = report;
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: COMPREHENSIVE_SR_UID,
    SOPInstanceUID: report.sopInstanceUid,
    ...identityOf(identity),
    Modality: 'SR',
    SeriesInstanceUID: report.seriesUid,
    SeriesNumber: '1',
    SeriesDescription: 'Over-read',
    ReferencedPerformedProcedureStepSequence: [],
    Manufacturer: 'Overread',
    ManufacturerModelName: 'Overread',
    DeviceSerialNumber: 'none',
    SoftwareVersions: report.appVersion,
    ContributingEquipmentSequence: [logAsEquipment(report)],
    InstanceNumber: '1',
    ContentDate: dateText(time),
    ContentTime: timeText(time),
    TimezoneOffsetFromUTC: '+0000',
    CompletionFlag: 'PARTIAL',
    // A name that was typed is a claim: nobody has signed.
    VerificationFlag: 'UNVERIFIED',
    AuthorObserverSequence: [
      {
        ...{ ObserverType: 'PSN', PersonName: personName(content.reader), PersonIdentificationCodeSequence: [] },
        ...{ InstitutionName: '', InstitutionCodeSequence: [] },
      },
    ],
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: evidence(identity.studyUid, content.images, report.seriesOf),
    ...measurementReport(content),
  };
}
