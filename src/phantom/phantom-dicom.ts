import {
  bytesElement,
  type DicomDataSet,
  numberElement,
  sequenceElement,
  textElement,
} from '../dicom-write/dicom-element.ts';
import { seededUid } from '../dicom-write/seeded-uid.ts';
import { TRANSFER_SYNTAX, writeDicomFile } from '../dicom-write/write-dicom-file.ts';
import { deriveSeed } from '../random/seeded-random.ts';
import type { PhantomSlice } from './render-slice.ts';
import { type PhantomRescale, type StoredPixelFormat, storedPixels, usualRescale } from './stored-pixels.ts';

/** Who and what a made-up file says it is of. */
export interface PhantomIdentity {
  readonly patientId: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
}

/** How a phantom's file differs from the plain one: what odd files in tests are made with. */
export interface PhantomDicomOptions extends Partial<StoredPixelFormat> {
  /** MONOCHROME1 changes the attribute alone; the stored values stay as they are. */
  readonly photometricInterpretation?: 'MONOCHROME1' | 'MONOCHROME2';
  /** Uncompressed or deflated; explicit little-endian by default. */
  readonly transferSyntaxUid?: string;
  readonly preamble?: boolean;
  readonly metaGroup?: boolean;
  /** ORIGINAL\PRIMARY\AXIAL by default; a scout has LOCALIZER in the third place. */
  readonly imageType?: readonly string[];
  /** Direction cosines of row and column, LPS; axial by default. */
  readonly imageOrientation?: readonly [number, number, number, number, number, number];
  readonly sliceThicknessMm?: number;
  readonly rescale?: PhantomRescale;
  /** Elements added to the data set, or put in place of those it has. */
  readonly extraElements?: DicomDataSet;
  /** Tags left out, 8 lower-case hexadecimal digits each. */
  readonly omitTags?: readonly string[];
}

/** SOP classes (PS3.4 annex B.5). */
export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
export const ENHANCED_CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2.1';

/** The identity of a made-up patient; the seed decides every UID. */
export function syntheticIdentity(seed: number): PhantomIdentity {
  return {
    patientId: `OVR-${String(deriveSeed(seed, 'patient') % 1_000_000).padStart(6, '0')}`,
    studyUid: seededUid(seed, 'study'),
    seriesUid: seededUid(seed, 'series'),
    frameOfReferenceUid: seededUid(seed, 'frame of reference'),
    seriesNumber: 2,
    seriesDescription: 'SYNTHETIC HEAD 5MM',
  };
}

/** Bytes of a CT Image Storage file of one slice. `instanceNumber` counts from 1. */
export function phantomDicomFile(
  slice: PhantomSlice,
  identity: PhantomIdentity,
  instanceNumber: number,
  options: PhantomDicomOptions = {},
): Uint8Array {
  const dataSet = [
    ...commonElements(CT_IMAGE_STORAGE, identity, instanceNumber, options),
    ...planeElements(slice, options),
    ...rescaleElements(options),
    ...windowElements(),
    ...pixelElements([slice], options),
  ];
  return writeFile(dataSet, options);
}

/**
 * Bytes of one file with all slices as its frames: Enhanced CT Image Storage with functional groups (PS3.3 section
 * A.38), where position and spacing stand in sequences and not at the top.
 */
export function multiFramePhantomDicomFile(
  slices: readonly PhantomSlice[],
  identity: PhantomIdentity,
  options: PhantomDicomOptions = {},
): Uint8Array {
  const perFrame = slices.map((slice, index) => [
    sequenceElement('00209113', [[positionElement(slice)]]),
    sequenceElement('00209111', [[numberElement('00209157', 'UL', 1, index + 1)]]),
  ]);
  const first = slices[0];
  if (first === undefined) throw new RangeError('A multi-frame file needs at least one slice.');
  const shared = [
    sequenceElement('00289110', [[spacingElement(first), thicknessElement(options)]]),
    sequenceElement('00209116', [[orientationElement(options)]]),
    sequenceElement('00289145', [rescaleElements(options)]),
    sequenceElement('00289132', [windowElements()]),
  ];
  const dataSet = [
    ...commonElements(ENHANCED_CT_IMAGE_STORAGE, identity, 1, options),
    numberElement('00280008', 'IS', slices.length),
    sequenceElement('52009229', [shared]),
    sequenceElement('52009230', perFrame, { undefinedLength: true }),
    ...pixelElements(slices, options),
  ];
  return writeFile(dataSet, options);
}

function writeFile(dataSet: DicomDataSet, options: PhantomDicomOptions): Uint8Array {
  const omitted = new Set(options.omitTags ?? []);
  const kept = [...dataSet, ...(options.extraElements ?? [])].filter((element) => !omitted.has(element.tag));
  return writeDicomFile({
    dataSet: kept,
    transferSyntaxUid: options.transferSyntaxUid ?? TRANSFER_SYNTAX.explicitLittleEndian,
    preamble: options.preamble ?? true,
    metaGroup: options.metaGroup ?? true,
  });
}

function commonElements(
  sopClassUid: string,
  identity: PhantomIdentity,
  instanceNumber: number,
  options: PhantomDicomOptions,
): DicomDataSet {
  return [
    textElement('00080005', 'CS', 'ISO_IR 100'),
    textElement('00080008', 'CS', ...(options.imageType ?? ['ORIGINAL', 'PRIMARY', 'AXIAL'])),
    textElement('00080016', 'UI', sopClassUid),
    textElement('00080018', 'UI', seededUid(identity.seriesUid, sopClassUid, instanceNumber)),
    textElement('00080020', 'DA', '20000101'),
    textElement('00080030', 'TM', '120000'),
    textElement('00080050', 'SH', ''),
    textElement('00080060', 'CS', 'CT'),
    textElement('00080070', 'LO', 'Overread phantom generator'),
    textElement('00080090', 'PN', ''),
    textElement('00081030', 'LO', 'SYNTHETIC HEAD PHANTOM'),
    textElement('0008103e', 'LO', identity.seriesDescription),
    textElement('00100010', 'PN', 'OVERREAD^SYNTHETIC'),
    textElement('00100020', 'LO', identity.patientId),
    textElement('00100030', 'DA', ''),
    textElement('00100040', 'CS', 'O'),
    textElement('00104000', 'LT', 'Made by a program. No person was scanned.'),
    textElement('00180015', 'CS', 'HEAD'),
    numberElement('00180060', 'DS', 120),
    textElement('00185100', 'CS', 'HFS'),
    textElement('0020000d', 'UI', identity.studyUid),
    textElement('0020000e', 'UI', identity.seriesUid),
    textElement('00200010', 'SH', '1'),
    numberElement('00200011', 'IS', identity.seriesNumber),
    numberElement('00200013', 'IS', instanceNumber),
    textElement('00200052', 'UI', identity.frameOfReferenceUid),
    textElement('00201040', 'LO', ''),
    textElement('00280301', 'CS', 'NO'),
  ];
}

function planeElements(slice: PhantomSlice, options: PhantomDicomOptions): DicomDataSet {
  return [
    thicknessElement(options),
    positionElement(slice),
    orientationElement(options),
    numberElement('00201041', 'DS', slice.zMm),
    spacingElement(slice),
  ];
}

function thicknessElement(options: PhantomDicomOptions) {
  return numberElement('00180050', 'DS', options.sliceThicknessMm ?? 5);
}

/** Centre of the first pixel: the field of view lies about the origin. */
function positionElement(slice: PhantomSlice) {
  const left = (-(slice.columns - 1) / 2) * slice.pixelSpacingMm;
  const top = (-(slice.rows - 1) / 2) * slice.pixelSpacingMm;
  return numberElement('00200032', 'DS', left, top, slice.zMm);
}

function orientationElement(options: PhantomDicomOptions) {
  return numberElement('00200037', 'DS', ...(options.imageOrientation ?? [1, 0, 0, 0, 1, 0]));
}

function spacingElement(slice: PhantomSlice) {
  return numberElement('00280030', 'DS', slice.pixelSpacingMm, slice.pixelSpacingMm);
}

function windowElements(): DicomDataSet {
  return [
    numberElement('00281050', 'DS', 40, 80),
    numberElement('00281051', 'DS', 80, 200),
    textElement('00281055', 'LO', 'BRAIN', 'SUBDURAL'),
  ];
}

function rescaleElements(options: PhantomDicomOptions): DicomDataSet {
  const rescale = options.rescale ?? usualRescale(pixelFormat(options));
  return [
    numberElement('00281052', 'DS', rescale.intercept),
    numberElement('00281053', 'DS', rescale.slope),
    textElement('00281054', 'LO', 'HU'),
  ];
}

function pixelElements(slices: readonly PhantomSlice[], options: PhantomDicomOptions): DicomDataSet {
  const format = pixelFormat(options);
  const rescale = options.rescale ?? usualRescale(format);
  return [
    numberElement('00280002', 'US', 1),
    textElement('00280004', 'CS', options.photometricInterpretation ?? 'MONOCHROME2'),
    numberElement('00280010', 'US', slices[0]?.rows ?? 0),
    numberElement('00280011', 'US', slices[0]?.columns ?? 0),
    numberElement('00280100', 'US', format.bitsStored === 8 ? 8 : 16),
    numberElement('00280101', 'US', format.bitsStored),
    numberElement('00280102', 'US', format.bitsStored - 1),
    numberElement('00280103', 'US', format.signed ? 1 : 0),
    // Implicit VR knows OW alone.
    bytesElement(
      '7fe00010',
      'OW',
      storedPixels(
        slices.map((slice) => slice.hu),
        format,
        rescale,
      ),
    ),
  ];
}

function pixelFormat(options: PhantomDicomOptions): StoredPixelFormat {
  return { bitsStored: options.bitsStored ?? 12, signed: options.signed ?? false };
}
