import type { ClassDistribution, DatasetShortcuts } from '../../src/contract/shortcut-methods.ts';
import { dealFolds } from '../../src/dataset/folds.ts';
import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { distributionsOf } from '../../src/shortcuts/distributions.ts';
import { SHORTCUT_FEATURES_VERSION } from '../../src/shortcuts/shortcut-feature.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { insertShortcutAudit, newestShortcutAudit } from '../store/shortcut-audits.ts';
import { slicePlaces } from '../store/slices.ts';
import { auditMeasured } from './audit-shortcuts.ts';
import { type DevelopmentMember, developmentMembers, slicesSetApart } from './development-slices.ts';
import { findNearDuplicates } from './find-near-duplicates.ts';
import { type MeasuredSlices, type MeasureOptions, measureSlices } from './measure-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface DatasetShortcutsRequest {
  readonly datasetId: number;
  readonly reader: string | null;
}

const FOLDS = 5;
/** Deals the folds and draws the samples: the same version gives the same audit. */
const SEED = 1;
/** Slices of each label that are shown as samples. */
const SAMPLES = 12;

/**
 * The audit of a version as it was last made; null where there is none under the features' definition of today, and where
 * it saw slices that are sealed, or hang together with sealed ones, by now.
 */
export function storedShortcuts(context: ServiceContext, datasetId: number): DatasetShortcuts | null {
  const newest = newestShortcutAudit(context.store.db, datasetId);
  if (!newest || slicesSetApart(context, newest.sliceIds).size > 0) return null;
  return newest.shortcuts;
}

/**
 * Measures every slice of a data set version and audits it for shortcuts on five grouped folds of its own, without a network.
 * What was found is kept (where the project can be written) with an audit entry.
 * @throws ServiceError `no-dataset`; the signal's reason, or ComputeAborted, when cancelled
 */
export async function datasetShortcuts(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  { datasetId, reader }: DatasetShortcutsRequest,
  options: MeasureOptions = {},
): Promise<DatasetShortcuts> {
  const { db } = context.store;
  const version = findDatasetVersion(db, datasetId);
  if (!version) throw new ServiceError('no-dataset', `There is no data set version ${datasetId}. Freeze one first.`);
  await findNearDuplicates(context, compute, { reader }, { signal: options.signal });
  const members = developmentMembers(context, datasetId);
  const sliceIds = members.map(({ sliceId }) => sliceId);
  const measured = await measureSlices(context, compute, sliceIds, options);
  options.signal?.throwIfAborted();
  const slices = members.flatMap((member) => {
    const own = measured.statistics.get(member.sliceId);
    return own ? [{ ...member, statistics: own }] : [];
  });
  const shortcuts: DatasetShortcuts = {
    datasetId,
    datasetName: version.name,
    seed: SEED,
    createdMs: context.clock().getTime(),
    ...(await auditOrReason(compute, members, measured, options.signal)),
    distributions: withSamples(context, distributionsOf(slices), slices),
  };
  if (!context.store.readOnly) keep(context, shortcuts, sliceIds, version.manifestSha256, reader);
  return shortcuts;
}

async function auditOrReason(
  compute: Pick<ComputeClient, 'request'>,
  members: readonly DevelopmentMember[],
  measured: MeasuredSlices,
  signal: AbortSignal | undefined,
): Promise<Pick<DatasetShortcuts, 'audit' | 'blocked'>> {
  try {
    const foldOf = dealFolds(members, { folds: FOLDS, seed: SEED });
    const folds = [members.map(({ key }) => foldOf.get(key) ?? 0)];
    const audit = await auditMeasured(compute, { members, folds, network: null }, measured, { signal });
    return { audit, blocked: null };
  } catch (error) {
    const tooFew = error instanceof RangeError || (error instanceof ServiceError && error.code === 'no-shortcut-audit');
    if (!tooFew) throw error;
    return { audit: null, blocked: error.message };
  }
}

function withSamples(
  context: ServiceContext,
  distributions: ReturnType<typeof distributionsOf>,
  slices: readonly DevelopmentMember[],
): DatasetShortcuts['distributions'] {
  const samplesOf = (label: TrainableLabel): ClassDistribution['samples'] => {
    const own = slices.filter((slice) => slice.label === label).map(({ sliceId }) => sliceId);
    const drawn = createSeededRandom(deriveSeed(SEED, 'samples', label))
      .shuffle(own)
      .slice(0, SAMPLES);
    const places = slicePlaces(context.store.db, drawn);
    return drawn.flatMap((sliceId) => {
      const place = places.get(sliceId);
      return place ? [{ sliceId, ...place }] : [];
    });
  };
  return {
    haemorrhage: { ...distributions.haemorrhage, samples: samplesOf('haemorrhage') },
    none: { ...distributions.none, samples: samplesOf('none') },
  };
}

function keep(
  context: ServiceContext,
  shortcuts: DatasetShortcuts,
  sliceIds: readonly number[],
  manifestSha256: string,
  reader: string | null,
): void {
  const aucOf = (name: string): number | null =>
    shortcuts.audit?.classifiers.find((classifier) => classifier.name === name)?.figures.auc.value ?? null;
  context.store.transaction(() => {
    insertShortcutAudit(context.store.db, shortcuts, sliceIds);
    appendEntry(context, {
      event: 'shortcuts-audited',
      reader,
      datasetVersion: shortcuts.datasetName,
      manifestSha256,
      featuresVersion: SHORTCUT_FEATURES_VERSION,
      seed: shortcuts.seed,
      n: shortcuts.audit?.n ?? 0,
      pictureFactsAuc: aucOf('picture-facts'),
      brainStatisticsAuc: aucOf('brain-statistics'),
    });
  });
}
