/// <reference path="../dcmjs.d.ts" />
import type { NaturalDataset } from '../../src/structured-report/content-items.ts';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Ours: a UUID as a UID, made once. */
const IMPLEMENTATION_UID = '2.25.262487520153041763409135563437129573206';

/** Bytes of a DICOM file (PS3.10) with this data set, explicit little-endian, text in UTF-8. */
export async function dicomReportFile(dataset: NaturalDataset): Promise<Uint8Array> {
  // Its dictionaries are a third of main's code: no start of the app waits for them.
  const { DicomDict, DicomMetaDictionary } = (await import('dcmjs')).default.data;
  const meta = DicomMetaDictionary.denaturalizeDataset({
    FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
    MediaStorageSOPClassUID: dataset.SOPClassUID,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
    TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: IMPLEMENTATION_UID,
    ImplementationVersionName: 'OVERREAD',
  });
  const file = new DicomDict(meta);
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(file.write());
}
