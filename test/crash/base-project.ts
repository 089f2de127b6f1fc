import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { findNearDuplicates } from '../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../main/services/freeze-dataset.ts';
import { listWorklist } from '../../main/services/list-worklist.ts';
import { openStudy } from '../../main/services/open-study.ts';
import { predictSource } from '../../main/services/predict-source.ts';
import { prepareTraining } from '../../main/services/prepare-training.ts';
import { recordUnshownRead } from '../../main/services/record-read.ts';
import { trainAndMeasure } from '../../main/services/train-and-measure.ts';
import { importBlobSource } from '../support/blob-source.ts';
import { heads, writeLabelledPngs } from '../support/labelled-pngs.ts';
import { writePhantomSeries } from '../support/phantom-files.ts';
import { temporaryProject } from '../support/temporary-project.ts';
import { writeOldProject } from './old-project.ts';

/** What the trials begin with, all below one temporary folder. */
export interface BaseProject {
  readonly root: string;
  /** A closed project: 24 labelled slices, frozen; two models; a study that was read. */
  readonly project: string;
  /** A closed project in the layout of the first release. */
  readonly old: string;
  /** Labelled sets and studies that are not in the project. */
  readonly sets: readonly string[];
  readonly studies: readonly string[];
  /** The study that is. */
  readonly openStudy: string;
  /** A picture that can be decoded. */
  readonly sample: string;
}

const LABELLED = { name: 'labelled', count: 24, seed: 5 };
/** Enough that the first slices of one study are stored before the rest (services/open-study.ts). */
const STUDY_SLICES = [3, 4, 60];

export async function makeBaseProject(hostsFolder: string): Promise<BaseProject> {
  const base = temporaryProject('Trials');
  const { context, folder: root } = base;
  const compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
  const inRoot = (name: string): string => path.join(root, name);
  try {
    const sets = Array.from({ length: 8 }, (_, n) => writeLabelledPngs(inRoot(`set-${n}`), heads(n * 6, 6)));
    const studies = await Promise.all(
      STUDY_SLICES.map(async (slices, n) => {
        await writePhantomSeries(inRoot(`study-${n}`), { seed: 20 + n, slices, columns: 48 });
        return inRoot(`study-${n}`);
      }),
    );
    const study = inRoot('study');
    const [sample = ''] = await writePhantomSeries(study, { seed: 11, slices: 3 });
    await importBlobSource(base, compute, LABELLED);
    await findNearDuplicates(context, compute, { reader: 'Ada' });
    const { id: datasetId } = freezeDataset(context, { note: null, reader: 'Ada' });
    for (const seed of [1, 2]) {
      const settings = { seed, rounds: 1 };
      const prepared = prepareTraining(context, { datasetId, architecture: 'compact', settings, reader: 'Ada' });
      await trainAndMeasure(context, compute, prepared);
    }
    const { sourceId } = await openStudy(context, compute, { folder: study, reader: 'Ada' });
    await predictSource(context, compute, { sourceId, modelId: null, reader: 'Ada' });
    for (const { sliceId } of listWorklist(context, { sourceId }).items) {
      recordUnshownRead(context, { sliceId, reader: 'Ada', modelId: null, label: 'none', reason: null });
    }
    context.store.close();
    const old = inRoot('old.overread');
    mkdirSync(old);
    writeOldProject(old);
    return { root, project: context.store.folder, old, sets, studies, openStudy: study, sample };
  } catch (error) {
    base.remove();
    throw error;
  } finally {
    compute.close();
  }
}
