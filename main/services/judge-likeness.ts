import { canTellUnlike, FEWEST_FOR_LIKENESS, likenessOf, likenessReference } from '../../src/prediction/likeness.ts';
import { LIKENESS_FEATURES, likenessFeatures } from '../../src/prediction/likeness-features.ts';
import type { SliceStatistics } from '../../src/shortcuts/slice-statistics.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { insertLikeness, type LikenessRow, likenessOfSource } from '../store/likeness.ts';
import { predictionsOfSource } from '../store/predictions.ts';
import { groupedSlices } from './development-slices.ts';
import { type MeasureOptions, measureSlices } from './measure-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { type TaughtRun, taughtBy } from './taught-slices.ts';

/** A model with the run that tells what it learnt from. */
interface JudgingModel {
  readonly row: { readonly id: number };
  readonly run: TaughtRun;
}

/**
 * Tells how unlike a model's training slices the predicted slices of a source are, where that is not known yet; keeps it.
 * A slice that taught the model is not asked about, and one that cannot be read has no answer.
 * @returns how many were judged; 0 as well where the model learnt from too few slices to tell
 */
export async function judgeLikeness(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  model: JudgingModel,
  sourceId: number,
  options: MeasureOptions = {},
): Promise<number> {
  const { db, readOnly } = context.store;
  if (readOnly) return 0;
  const known = likenessOfSource(db, model.row.id, sourceId);
  const taught = taughtBy(context, model.run);
  const asked = [...predictionsOfSource(db, model.row.id, sourceId).keys()].filter(
    (sliceId) => !known.has(sliceId) && !taught.has(sliceId),
  );
  if (asked.length === 0 || taught.size < FEWEST_FOR_LIKENESS) return 0;
  const { statistics } = await measureSlices(context, compute, [...taught, ...asked], options);
  const rows = judge(statistics, groupedSlices(context, [...taught]), asked);
  context.store.transaction(() => insertLikeness(db, model.row.id, rows));
  return rows.length;
}

function judge(
  statistics: ReadonlyMap<number, SliceStatistics>,
  taught: ReadonlyMap<number, { readonly group: string }>,
  asked: readonly number[],
): LikenessRow[] {
  const featuresOf = (sliceIds: readonly number[]): [number, number[]][] =>
    sliceIds.flatMap((sliceId): [number, number[]][] => {
      const measured = statistics.get(sliceId);
      return measured ? [[sliceId, likenessFeatures(measured)]] : [];
    });
  const lessons = featuresOf([...taught.keys()]).map(([sliceId, features]) => {
    return { features, group: taught.get(sliceId)?.group ?? String(sliceId) };
  });
  if (!canTellUnlike(lessons)) return [];
  const reference = likenessReference(lessons);
  return featuresOf(asked).map(([sliceId, features]) => {
    const { pValue, furthest } = likenessOf(reference, features);
    const feature = LIKENESS_FEATURES[furthest.feature]?.name ?? '';
    return { sliceId, pValue, feature, deviations: furthest.deviations };
  });
}
