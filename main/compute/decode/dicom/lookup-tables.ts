import type { DataSet } from 'dicom-parser';
import type { LookupTables, VoiTable } from '../../../../src/study/lookup-tables.ts';
import { firstItem, string, text } from './attributes.ts';
import { frameItem } from './frame-headers.ts';
import { lutDescriptor, lutEntries } from './lut-data.ts';
import type { DicomFile } from './open-dicom.ts';
import type { PixelDescription } from './pixel-description.ts';

const DESCRIPTOR = 'x00283002';
const DATA = 'x00283006';

/** Whether modality values may be below zero: the rescaled ones of a CT nearly always may. */
function mayBeNegative({ dataSet }: DicomFile, pixels: PixelDescription): boolean {
  return pixels.signed || Number(string(dataSet, 'x00281052') ?? 0) < 0;
}

function readModality(file: DicomFile, pixels: PixelDescription): LookupTables['modality'] {
  const item = firstItem(file.dataSet, 'x00283000');
  const descriptor = item && lutDescriptor(item, DESCRIPTOR, pixels.signed);
  if (!item || !descriptor) return null;
  const values = lutEntries(item, DATA, descriptor.entries, file.bigEndian);
  return { first: descriptor.first, values, type: string(item, 'x00283004')?.toUpperCase() ?? 'US' };
}

function readVoi(file: DicomFile, item: DataSet, signed: boolean): VoiTable[] {
  const descriptor = lutDescriptor(item, DESCRIPTOR, signed);
  if (!descriptor || descriptor.bits < 1 || descriptor.bits > 16) return [];
  const values = lutEntries(item, DATA, descriptor.entries, file.bigEndian);
  return [{ first: descriptor.first, values, bits: descriptor.bits, name: text(item, 'x00283003') }];
}

/**
 * ModalityLUTSequence and VOILUTSequence of a frame, the latter from its functional groups or the top level.
 * @param frame 0-based
 * @throws DecodeRefusal `corrupt` or `truncated`
 */
export function readLookupTables(file: DicomFile, pixels: PixelDescription, frame: number): LookupTables {
  if (pixels.samples !== 1 || pixels.floating) return { modality: null, voi: [] };
  const modality = readModality(file, pixels);
  const holder = frameItem(file.dataSet, frame, 'x00289132', 'x00283010');
  const signed = modality === null && mayBeNegative(file, pixels);
  const items = holder.elements.x00283010?.items ?? [];
  return { modality, voi: items.flatMap(({ dataSet }) => (dataSet ? readVoi(file, dataSet, signed) : [])) };
}
