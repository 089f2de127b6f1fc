import type { StudyIdentity } from '../../../../src/study/study-identity.ts';
import { sha256Of } from '../pixel-hash.ts';
import { withFile } from '../read-file.ts';
import { text } from './attributes.ts';
import { openDicom } from './open-dicom.ts';

const TAGS: Readonly<Record<keyof StudyIdentity, string>> = {
  patientName: 'x00100010',
  patientId: 'x00100020',
  patientBirthDate: 'x00100030',
  patientSex: 'x00100040',
  studyDate: 'x00080020',
  studyTime: 'x00080030',
  studyId: 'x00200010',
  accessionNumber: 'x00080050',
  referringPhysician: 'x00080090',
};

/**
 * The names that a DICOM file is filed under, with the hash of the bytes that they were read from.
 * @throws DecodeRefusal when the file cannot be read
 */
export function readIdentity(path: string): Promise<{ sha256: string; identity: StudyIdentity }> {
  return withFile(path, (bytes) => {
    const { dataSet } = openDicom(bytes);
    const value = (name: keyof StudyIdentity): string => text(dataSet, TAGS[name]) ?? '';
    return {
      sha256: sha256Of(bytes),
      identity: {
        patientName: value('patientName'),
        patientId: value('patientId'),
        patientBirthDate: value('patientBirthDate'),
        patientSex: value('patientSex'),
        studyDate: value('studyDate'),
        studyTime: value('studyTime'),
        studyId: value('studyId'),
        accessionNumber: value('accessionNumber'),
        referringPhysician: value('referringPhysician'),
      },
    };
  });
}
