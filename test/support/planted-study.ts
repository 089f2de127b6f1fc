import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesElement, sequenceElement, textElement } from '../../src/dicom-write/dicom-element.ts';
import { type PhantomDicomOptions, phantomDicomFile } from '../../src/phantom/phantom-dicom.ts';
import { smallPhantomSlice } from './phantom-files.ts';

/** What must never leave, each unlike anything else that a test writes. */
export const PLANTED = {
  family: 'Qvandrelsohn',
  given: 'Ysabeth',
  patientId: 'MRN-7731904',
  birthDate: '19370412',
  studyDate: '20191123',
  studyTime: '134522',
  accession: 'ACC-55801-Z',
  institution: 'Krankenhaus Zwiebelthal',
  address: 'Lindengasse 47b',
  physician: 'Okonjo-Brix',
  operator: 'Tellervo',
  station: 'STATION-XQ9',
  device: 'SER-4478812',
  description: 'CTSchaedelNotfallRaum3',
  comment: 'KnownToDrPlumm',
  studyUid: '1.2.840.99999.7.731904.1',
  seriesUid: '1.2.840.99999.7.731904.2',
  frameOfReferenceUid: '1.2.840.99999.7.731904.3',
  referencedUid: '1.2.840.99999.7.731904.44',
  sopUid: '1.2.840.99999.7.731904.5',
  privateText: 'PRIVATE-Wumpelstrudel',
  nested: 'NestedGrandmotherPolk',
  preamble: 'PreambleVetterli',
  folder: 'folder-Qvandrelsohn-1937',
  file: 'scan-of-Ysabeth',
} as const;

const elements = (instance: number) => [
  textElement('00080012', 'DA', PLANTED.studyDate),
  textElement('00080018', 'UI', `${PLANTED.sopUid}.${instance}`),
  textElement('00080020', 'DA', PLANTED.studyDate),
  textElement('00080021', 'DA', PLANTED.studyDate),
  textElement('00080022', 'DA', PLANTED.studyDate),
  textElement('0008002a', 'DT', `${PLANTED.studyDate}${PLANTED.studyTime}`),
  textElement('00080030', 'TM', PLANTED.studyTime),
  textElement('00080050', 'SH', PLANTED.accession),
  textElement('00080080', 'LO', PLANTED.institution),
  textElement('00080081', 'ST', PLANTED.address),
  textElement('00080090', 'PN', PLANTED.physician),
  textElement('00081010', 'SH', PLANTED.station),
  textElement('00081030', 'LO', PLANTED.description),
  textElement('0008103e', 'LO', PLANTED.description),
  textElement('00081070', 'PN', PLANTED.operator),
  sequenceElement('00081140', [
    [textElement('00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00081155', 'UI', PLANTED.referencedUid)],
  ]),
  textElement('00100010', 'PN', `${PLANTED.family}^${PLANTED.given}`),
  textElement('00100020', 'LO', PLANTED.patientId),
  textElement('00100030', 'DA', PLANTED.birthDate),
  textElement('00101040', 'LO', PLANTED.address),
  textElement('00104000', 'LT', PLANTED.comment),
  textElement('00181000', 'LO', PLANTED.device),
  textElement('00080070', 'LO', 'Maker of scanners'),
  textElement('00090010', 'LO', 'SECRET MAKER'),
  bytesElement('00091001', 'UN', Buffer.from(PLANTED.privateText)),
  // A sequence that the profile keeps, with what it does not keep inside, two levels down.
  sequenceElement('00189346', [
    [
      textElement('00080100', 'SH', '113691'),
      textElement('00080102', 'SH', 'DCM'),
      textElement('00080104', 'LO', 'IEC Body Dosimetry Phantom'),
      sequenceElement('00189346', [
        [textElement('00100010', 'PN', PLANTED.nested), textElement('00090010', 'LO', PLANTED.nested)],
      ]),
    ],
  ]),
  textElement('0020000d', 'UI', PLANTED.studyUid),
  textElement('0020000e', 'UI', PLANTED.seriesUid),
  textElement('00200010', 'SH', PLANTED.accession),
  textElement('00200052', 'UI', PLANTED.frameOfReferenceUid),
  textElement('00204000', 'LT', PLANTED.comment),
];

/** Bytes of a synthetic CT slice whose header is full of a made-up person. `instance` counts from 1. */
export function plantedDicom(instance: number, options: PhantomDicomOptions = {}): Uint8Array {
  const identity = {
    ...{ patientId: PLANTED.patientId, studyUid: PLANTED.studyUid, seriesUid: PLANTED.seriesUid },
    ...{ frameOfReferenceUid: PLANTED.frameOfReferenceUid, seriesNumber: 2, seriesDescription: PLANTED.description },
  };
  const slice = smallPhantomSlice(40 + instance, instance % 2 === 0 ? 'none' : 'intraparenchymal');
  const extraElements = [...elements(instance), ...(options.extraElements ?? [])];
  const bytes = phantomDicomFile(slice, identity, instance, { ...options, extraElements });
  bytes.set(Buffer.from(PLANTED.preamble), 0);
  return bytes;
}

/** Writes the study into a folder of a telling name, with a broken file beside it; gives that folder. */
export function writePlantedStudy(parent: string, slices = 3): string {
  const folder = path.join(parent, PLANTED.folder);
  mkdirSync(folder, { recursive: true });
  for (let instance = 1; instance <= slices; instance += 1) {
    writeFileSync(path.join(folder, `${PLANTED.file}-${instance}.dcm`), plantedDicom(instance));
  }
  writeFileSync(
    path.join(folder, `${PLANTED.file}-broken.dcm`),
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM?')]),
  );
  return folder;
}

/** Dates and times may stand as digits anywhere by chance, so they are looked for in headers alone. */
const TELLING = Object.entries(PLANTED).filter(([name]) => name !== 'studyTime');

/**
 * Where planted text lies below a folder: in names of files and folders and in their bytes, as it was written, in UTF-16, and dates
 * with dashes. Each find says what and where.
 */
export function findPlanted(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? bytesOf(file) : Buffer.alloc(0);
    for (const [what, text] of TELLING) {
      if (entry.name.includes(text)) found.push(`${what} in the name of ${file}`);
      const dashed = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
      for (const form of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(dashed)]) {
        if (bytes.includes(form)) found.push(`${what} in ${file}`);
      }
    }
  }
  return [...new Set(found)];
}

/** A file's bytes; none where it is gone again, as files of a running browser go. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
