import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phantomDicomFile, syntheticIdentity } from '../../src/phantom/phantom-dicom.ts';
import { renderSlice } from '../../src/phantom/render-slice.ts';
import { createSyntheticPatient } from '../../src/phantom/synthetic-patient.ts';

export const CT_SLICES = 300;
const SIDE = 512;
/** Slices that are drawn; each stands several times in the folder, at a place of its own. */
const DRAWN = 30;
const SPACING_MM = 0.5;

/** Folders of 300 CT slices, 512 x 512: as they are, and as lossless JPEG 2000. */
export interface CtFolders {
  readonly plain: string;
  readonly jpeg2000: string;
}

/** Makes the folders once. @param python with pydicom and its codecs @param benchFolder where the bench's programs lie */
export function makeCtFolders(parent: string, python: string, benchFolder: string): CtFolders {
  const folder = path.join(parent, `bench-ct-${CT_SLICES}-${SIDE}-1`);
  const folders = { plain: path.join(folder, 'plain'), jpeg2000: path.join(folder, 'jpeg-2000') };
  if (existsSync(folder)) return folders;
  const partial = `${folder}.${process.pid}.making`;
  mkdirSync(path.join(partial, 'plain'), { recursive: true });
  writeSlices(path.join(partial, 'plain'));
  const script = path.join(benchFolder, 'compress_ct.py');
  execFileSync(python, ['-B', script, path.join(partial, 'plain'), path.join(partial, 'jpeg-2000')]);
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return folders;
}

function writeSlices(folder: string): void {
  const patient = createSyntheticPatient(17, 'subdural');
  const identity = syntheticIdentity(17);
  const drawn = Array.from({ length: DRAWN }, (_, at) => renderSlice(patient, { zMm: 10 + at * 3, columns: SIDE }));
  for (let at = 0; at < CT_SLICES; at += 1) {
    const slice = drawn[Math.floor((at * DRAWN) / CT_SLICES)];
    if (!slice) throw new Error('No slice was drawn.');
    const bytes = phantomDicomFile({ ...slice, zMm: 10 + at * SPACING_MM }, identity, at + 1);
    writeFileSync(path.join(folder, `slice-${String(at + 1).padStart(3, '0')}.dcm`), bytes);
  }
}
