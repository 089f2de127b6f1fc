import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type DemoSlicePlan,
  planLabelledDicom,
  planLabelledPng,
  planStudyToRead,
} from '../../src/phantom/demo-plan.ts';
import { phantomDicomFile, syntheticIdentity } from '../../src/phantom/phantom-dicom.ts';
import { encodeSlicePng } from '../../src/phantom/phantom-png.ts';
import { type PhantomSlice, renderSlice } from '../../src/phantom/render-slice.ts';
import { createSyntheticPatient } from '../../src/phantom/synthetic-patient.ts';
import { clearUnfinished, publishFolder, unfinishedPath } from '../store/durable-files.ts';

/** Each file is on the disk before the folder takes its name. */
const FLUSHED = { flush: true } as const;

/** Where the parts of a demo study lie. */
export interface DemoStudyPaths {
  readonly folder: string;
  readonly readmeFile: string;
  /** Labelled PNG set in the form of the published one: `labels.csv` (id, hemorrhage) and `head_ct/000.png`. */
  readonly labelledPngFolder: string;
  readonly labelledPngCsv: string;
  /** Labelled DICOM set: `labels.csv` (file,label). The demo trains on this one. */
  readonly labelledDicomFolder: string;
  readonly labelledDicomCsv: string;
  /** The study to read: DICOM without labels. */
  readonly studyFolder: string;
  /** What bleeds in the study's slices, outside its folder: file,label,kind,area_mm2. */
  readonly studyTruthCsv: string;
}

export interface DemoStudyOptions {
  /** Must not exist yet, or be empty. */
  readonly folder: string;
  readonly seed?: number;
  /** Slices written and slices in all; called after every slice. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Numbers of slices or patients, to make a smaller or larger demo. */
  readonly labelledPngSlices?: number;
  readonly labelledDicomPatients?: number;
  readonly studyPatients?: number;
}

/** What was written. */
export interface DemoStudy extends DemoStudyPaths {
  readonly seed: number;
  readonly sliceCount: number;
}

/** The folder asked for has something in it already. */
export class DemoFolderTakenError extends Error {
  override readonly name = 'DemoFolderTakenError';

  constructor(folder: string) {
    super(`The demo study was not written: "${folder}" is not empty. Choose a new or an empty folder.`);
  }
}

export const DEFAULT_DEMO_SEED = 20_261;

/** Where the parts of a demo study in this folder lie, written or not. */
export function demoStudyPaths(folder: string): DemoStudyPaths {
  const labelledPngFolder = path.join(folder, 'labelled-png');
  const labelledDicomFolder = path.join(folder, 'labelled-dicom');
  return {
    folder,
    readmeFile: path.join(folder, 'README.txt'),
    labelledPngFolder,
    labelledPngCsv: path.join(labelledPngFolder, 'labels.csv'),
    labelledDicomFolder,
    labelledDicomCsv: path.join(labelledDicomFolder, 'labels.csv'),
    studyFolder: path.join(folder, 'study-to-read'),
    studyTruthCsv: path.join(folder, 'study-truth.csv'),
  };
}

/**
 * Write the synthetic demo study: two labelled sets and a study to read. All of it appears at once under its name, or,
 * on an error or an abort, none of it. The same seed and counts give the same bytes.
 * @throws DemoFolderTakenError when the folder is not empty, the signal's reason when aborted, and errors of the disk.
 */
export async function writeDemoStudy(options: DemoStudyOptions): Promise<DemoStudy> {
  const folder = path.resolve(options.folder);
  const seed = options.seed ?? DEFAULT_DEMO_SEED;
  await refuseTakenFolder(folder);
  const partial = unfinishedPath(folder);
  clearUnfinished(path.dirname(folder));
  const plans = {
    png: planLabelledPng(seed, options.labelledPngSlices ?? 120),
    dicom: planLabelledDicom(seed, options.labelledDicomPatients ?? 112),
    study: planStudyToRead(seed, options.studyPatients ?? 3),
  };
  const sliceCount = plans.png.length + plans.dicom.length + plans.study.length;
  let done = 0;
  const afterSlice = async (): Promise<void> => {
    options.onProgress?.(++done, sliceCount);
    await nextTurn();
    options.signal?.throwIfAborted();
  };
  try {
    options.signal?.throwIfAborted();
    const paths = demoStudyPaths(partial);
    await mkdir(partial, { recursive: true });
    await writeLabelledPng(paths, plans.png, afterSlice);
    await writeLabelledDicom(paths, plans.dicom, afterSlice);
    await writeStudyToRead(paths, plans.study, afterSlice);
    await writeFile(paths.readmeFile, readmeText(seed), FLUSHED);
    if (existsSync(folder)) await rmdir(folder);
    publishFolder(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return { ...demoStudyPaths(folder), seed, sliceCount };
}

async function refuseTakenFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined || entries.length > 0) throw new DemoFolderTakenError(folder);
}

type AfterSlice = () => Promise<void>;

async function writeLabelledPng(
  paths: DemoStudyPaths,
  plan: readonly DemoSlicePlan[],
  afterSlice: AfterSlice,
): Promise<void> {
  await mkdir(path.join(paths.labelledPngFolder, 'head_ct'), { recursive: true });
  const rows = ['id, hemorrhage'];
  for (const [index, planned] of plan.entries()) {
    const slice = draw(planned);
    const name = `${String(index).padStart(3, '0')}.png`;
    await writeFile(
      path.join(paths.labelledPngFolder, 'head_ct', name),
      encodeSlicePng(slice, planned.pngLayout),
      FLUSHED,
    );
    rows.push(`${index},${labelOf(slice)}`);
    await afterSlice();
  }
  await writeFile(paths.labelledPngCsv, csvText(rows), FLUSHED);
}

async function writeLabelledDicom(
  paths: DemoStudyPaths,
  plan: readonly DemoSlicePlan[],
  afterSlice: AfterSlice,
): Promise<void> {
  const rows = ['file,label'];
  for (const planned of plan) {
    const { slice, file } = await writeDicomSlice(paths.labelledDicomFolder, planned);
    rows.push(`${file},${labelOf(slice)}`);
    await afterSlice();
  }
  await writeFile(paths.labelledDicomCsv, csvText(rows), FLUSHED);
}

async function writeStudyToRead(
  paths: DemoStudyPaths,
  plan: readonly DemoSlicePlan[],
  afterSlice: AfterSlice,
): Promise<void> {
  const rows = ['file,label,kind,area_mm2'];
  for (const planned of plan) {
    const { slice, file } = await writeDicomSlice(paths.studyFolder, planned);
    rows.push(`${file},${labelOf(slice)},${slice.bleedKind},${Math.round(slice.bleedAreaMm2)}`);
    await afterSlice();
  }
  await writeFile(paths.studyTruthCsv, csvText(rows), FLUSHED);
}

async function writeDicomSlice(
  folder: string,
  planned: DemoSlicePlan,
): Promise<{ readonly slice: PhantomSlice; readonly file: string }> {
  const slice = draw(planned);
  const patient = `patient-${String(planned.patientNumber).padStart(2, '0')}`;
  const file = `${patient}/slice-${String(planned.instanceNumber).padStart(2, '0')}.dcm`;
  await mkdir(path.join(folder, patient), { recursive: true });
  const identity = syntheticIdentity(planned.patientSeed);
  await writeFile(path.join(folder, file), phantomDicomFile(slice, identity, planned.instanceNumber), FLUSHED);
  return { slice, file };
}

function draw(planned: DemoSlicePlan): PhantomSlice {
  return renderSlice(createSyntheticPatient(planned.patientSeed, planned.bleedKind), planned.slice);
}

function labelOf(slice: PhantomSlice): 0 | 1 {
  return slice.bleedKind === 'none' ? 0 : 1;
}

function csvText(rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}

function readmeText(seed: number): string {
  return [
    'SYNTHETIC. Every picture in this folder was made by a program. No person was scanned.',
    '',
    `Written by Overread's demo study, seed ${seed}. Not for diagnosis, and no evidence of how well anything works on`,
    'real slices.',
    '',
    'labelled-dicom/   CT slices in DICOM with labels.csv (file,label; 1 is haemorrhage). The demo trains on these.',
    'labelled-png/     Slices as PNG with labels.csv in the form of the public head-CT set.',
    'study-to-read/    A study of CT slices without labels, to review.',
    'study-truth.csv   What really bleeds in study-to-read; for checking afterwards.',
    '',
  ].join('\n');
}
