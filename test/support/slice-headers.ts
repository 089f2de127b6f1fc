import type { FileHeader, FrameHeader } from '../../src/study/file-header.ts';

/** Axial: rows to the patient's left, columns to the back. */
export const AXIAL = [1, 0, 0, 0, 1, 0] as const;

/** The header of one axial head-CT frame in HU, with what a test changes. */
export function frameHeader(change: Partial<FrameHeader> = {}): FrameHeader {
  return {
    positionMm: [0, 0, 0],
    orientation: [...AXIAL],
    spacingMm: { row: 0.5, column: 0.5 },
    pixelAspect: 1,
    sliceThicknessMm: 5,
    gantryTiltDegrees: 0,
    rescale: { slope: 1, intercept: -1024, toHu: true },
    windows: [],
    voiFunction: 'linear',
    instanceNumber: 1,
    acquisitionNumber: 1,
    imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    rowsMissing: 0,
    coarseness: 1,
    ...change,
  };
}

/** The header of a head-CT file of one frame, with what a test changes. */
export function fileHeader(change: Partial<FileHeader> = {}): FileHeader {
  return {
    format: 'dicom',
    rows: 512,
    columns: 512,
    samples: 1,
    bitsAllocated: 16,
    bitsStored: 12,
    signed: false,
    photometric: 'MONOCHROME2',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    lossy: false,
    lossyRatio: null,
    modality: 'CT',
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: '1.2.3.4',
    studyUid: '1.2.3',
    seriesUid: '1.2.3.1',
    frameOfReferenceUid: '1.2.3.9',
    patientId: 'P1',
    seriesNumber: 2,
    seriesDescription: 'Head 5.0',
    studyDescription: 'CT head',
    studyDate: '20200101',
    bodyPart: 'HEAD',
    pixelPaddingValue: null,
    pixelPaddingLimit: null,
    overlays: false,
    signFromBits: null,
    framesMissing: 0,
    palette: null,
    frames: [frameHeader()],
    ...change,
  };
}

/** The header of a PNG: no study, no geometry, no rescale. */
export function pngHeader(change: Partial<FileHeader> = {}): FileHeader {
  const nothing = { positionMm: null, orientation: null, spacingMm: null, sliceThicknessMm: null, rescale: null };
  return fileHeader({
    format: 'png',
    bitsAllocated: 8,
    bitsStored: 8,
    photometric: 'GREY',
    transferSyntaxUid: null,
    modality: null,
    sopClassUid: null,
    studyUid: null,
    seriesUid: null,
    seriesNumber: null,
    seriesDescription: null,
    bodyPart: null,
    frames: [frameHeader({ ...nothing, instanceNumber: null, imageType: [] })],
    ...change,
  });
}
