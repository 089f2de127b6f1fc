import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { numberElement } from '../../src/dicom-write/dicom-element.ts';
import { seededUid } from '../../src/dicom-write/seeded-uid.ts';
import type { BleedKind } from '../../src/phantom/bleed.ts';
import { type PhantomDicomOptions, phantomDicomFile, syntheticIdentity } from '../../src/phantom/phantom-dicom.ts';
import { encodeSlicePng, type PngLayout } from '../../src/phantom/phantom-png.ts';
import { type PhantomSlice, renderSlice } from '../../src/phantom/render-slice.ts';
import { createSyntheticPatient } from '../../src/phantom/synthetic-patient.ts';

/** A small slice that shows what bleeds (at the bleed's middle), or the middle of a normal head. */
export function smallPhantomSlice(seed: number, bleedKind: BleedKind | 'none' = 'none', columns = 96): PhantomSlice {
  const patient = createSyntheticPatient(seed, bleedKind);
  const zMm = Math.round(Math.min(90, Math.max(8, patient.bleeds[0]?.centreZMm ?? 50)));
  return renderSlice(patient, { zMm, columns });
}

/** Bytes of a small DICOM file of one slice. */
export function smallPhantomDicom(
  seed: number,
  bleedKind: BleedKind | 'none' = 'none',
  options: PhantomDicomOptions = {},
): Uint8Array {
  return phantomDicomFile(smallPhantomSlice(seed, bleedKind), syntheticIdentity(seed), 1, options);
}

/** Bytes of a small PNG of one slice with the brain window burnt in. */
export function smallPhantomPng(
  seed: number,
  bleedKind: BleedKind | 'none' = 'none',
  layout: PngLayout = 'grey8',
): Uint8Array {
  return encodeSlicePng(smallPhantomSlice(seed, bleedKind), layout);
}

/** Columns left out at the left of a field of view, and rows at its top: its middle lies elsewhere, the patient where they lay. */
export interface FieldCut {
  readonly left: number;
  readonly top: number;
}

function cutField(whole: PhantomSlice, { left, top }: FieldCut): { slice: PhantomSlice; dicom: PhantomDicomOptions } {
  const [rows, columns] = [whole.rows - top, whole.columns - left];
  const hu = new Int16Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (row + top) * whole.columns + left;
    hu.set(whole.hu.subarray(from, from + columns), row * columns);
  }
  const firstPixelMm = (count: number, leftOut: number) => (leftOut - (count - 1) / 2) * whole.pixelSpacingMm;
  const [x, y] = [firstPixelMm(whole.columns, left), firstPixelMm(whole.rows, top)];
  const position = numberElement('00200032', 'DS', x, y, whole.zMm);
  return { slice: { ...whole, rows, columns, hu }, dicom: { extraElements: [position] } };
}

/** Write one patient's series (`slice-01.dcm`, ...) from base to vertex; gives the paths in order of position. */
export async function writePhantomSeries(
  folder: string,
  options: {
    readonly seed: number;
    readonly bleedKind?: BleedKind | 'none';
    readonly slices?: number;
    readonly columns?: number;
    readonly dicom?: PhantomDicomOptions;
    /** Another series of the patient, in the same coordinates. */
    readonly seriesNumber?: number;
    readonly cut?: FieldCut;
  },
): Promise<readonly string[]> {
  const count = options.slices ?? 6;
  const patient = createSyntheticPatient(options.seed, options.bleedKind ?? 'none');
  const own = syntheticIdentity(options.seed);
  const { seriesNumber } = options;
  const another = seriesNumber === undefined ? {} : { seriesNumber, seriesUid: seededUid(own.seriesUid, seriesNumber) };
  const identity = { ...own, ...another };
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (let index = 0; index < count; index++) {
    const zMm = Math.round(10 + (80 * index) / Math.max(1, count - 1));
    const whole = renderSlice(patient, { zMm, columns: options.columns ?? 96 });
    const { slice, dicom } = options.cut ? cutField(whole, options.cut) : { slice: whole, dicom: {} };
    const file = path.join(folder, `slice-${String(index + 1).padStart(2, '0')}.dcm`);
    await writeFile(file, phantomDicomFile(slice, identity, index + 1, { ...options.dicom, ...dicom }));
    files.push(file);
  }
  return files;
}
