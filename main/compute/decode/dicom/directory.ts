import { strings } from './attributes.ts';
import type { DicomFile } from './open-dicom.ts';

const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';

/**
 * The files that a DICOMDIR lists (PS3.3 F.3), as paths with `/` below the folder that it lies in; null for any other
 * object.
 */
export function readDirectory(file: DicomFile): string[] | null {
  const records = file.dataSet.elements.x00041220;
  if (!records && file.mediaStorageSopClassUid !== MEDIA_STORAGE_DIRECTORY) return null;
  const paths = (records?.items ?? []).flatMap(({ dataSet }) => {
    const parts = dataSet ? strings(dataSet, 'x00041500') : [];
    // A path that leads out of the folder is none that a disc may have.
    return parts.length === 0 || parts.includes('..') ? [] : [parts.join('/')];
  });
  return [...new Set(paths)];
}
