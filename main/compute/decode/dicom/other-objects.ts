import { DecodeRefusal } from '../refusal.ts';
import { string } from './attributes.ts';
import { type DicomFile, PIXEL_DATA_TAGS } from './open-dicom.ts';

/** Objects that are no slices, by the SOP class below 1.2.840.10008.5.1.4.1.1 (PS3.6 annex A). */
const OTHER_OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/^104\.1$/, 'An encapsulated PDF'],
  [/^104\.\d+$/, 'An encapsulated document or model'],
  [/^88\.59$/, 'A list of key images'],
  [/^88\./, 'A structured report'],
  [/^11\./, 'A presentation state'],
  [/^66\.(4|7)$/, 'A segmentation object'],
  [/^66(\.\d+)?$/, 'Raw data, a registration or a surface'],
  [/^481\.(1|2)$/, 'A radiotherapy image or dose'],
  [/^481\./, 'A radiotherapy plan or structure set'],
  [/^9\./, 'A waveform'],
  [/^4\.2$/, 'Spectroscopy data'],
  [/^77\.1\.(1|2|4)\.1$/, 'A video'],
];
const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** Those of them that may carry pixels and are pictures all the same. */
const SHOWN = new Set(['481.1', '481.2']);

/**
 * Refuses an object that is no picture by its name, a picture whose pixels are gone, and bytes that name no object at
 * all.
 * @throws DecodeRefusal `no-pixels` or `corrupt`
 */
export function refuseOtherObjects(file: DicomFile): void {
  const { dataSet } = file;
  const hasPixels = PIXEL_DATA_TAGS.some((tag) => dataSet.elements[tag] !== undefined);
  const sopClass = string(dataSet, 'x00080016') ?? file.mediaStorageSopClassUid ?? '';
  const own = sopClass.startsWith(STORAGE) ? sopClass.slice(STORAGE.length) : '';
  const name = OTHER_OBJECTS.find(([pattern]) => pattern.test(own))?.[1];
  if (name !== undefined && !(hasPixels && SHOWN.has(own))) {
    throw new DecodeRefusal('no-pixels', `${name}, not a slice. Overread shows pictures only: open it elsewhere.`);
  }
  if (hasPixels) return;
  if (dataSet.elements.x00280010) {
    const message = 'The file says that it is a picture, and its pixels are missing. Copy it again.';
    throw new DecodeRefusal('no-pixels', message);
  }
  // Every object names itself in group 0008.
  if (Object.keys(dataSet.elements).some((tag) => tag.startsWith('x0008'))) {
    const modality = string(dataSet, 'x00080060');
    const kind = modality === null ? '' : ` of modality ${modality}`;
    throw new DecodeRefusal('no-pixels', `A DICOM object${kind} without a picture in it. Leave it out.`);
  }
  throw new DecodeRefusal('corrupt', 'The file holds nothing that can be read as DICOM. Copy or export it again.');
}
