import { z } from 'zod';
import { dealFolds } from '../dataset/folds.ts';
import { deriveSeed } from '../random/seeded-random.ts';
import type { TrainableLabel } from '../review/label.ts';

/** A LeNet has 90 MB; ten of them are kept in memory when the model predicts. */
export const MOST_MEMBERS = 10;

/**
 * Several networks whose probabilities (and heatmaps) are averaged. `seeds`: all learn from the whole training part, each
 * from a seed of its own. `folds`: each also leaves out one fold of it, groups kept whole.
 */
export const ensembleSchema = z.object({
  of: z.enum(['seeds', 'folds']),
  count: z.number().int().min(2).max(MOST_MEMBERS),
});
export type Ensemble = z.infer<typeof ensembleSchema>;

/** The seed of a member (0-based). The first has the run's own, so that it is the network that the run makes alone. */
export function memberSeed(seed: number, member: number): number {
  return member === 0 ? seed : deriveSeed(seed, 'member', member);
}

/**
 * The fold (0-based) of each training slice, for the members that leave one out; null for any other ensemble.
 * @throws RangeError in words where there are too few groups for the folds
 */
export function ensembleFolds(
  training: readonly { readonly label: TrainableLabel; readonly group: string }[],
  { ensemble, seed }: { readonly ensemble?: Ensemble | undefined; readonly seed: number },
): Uint8Array | null {
  if (ensemble?.of !== 'folds') return null;
  const members = training.map(({ label, group }, index) => ({ key: String(index), label, group }));
  const folds = dealFolds(members, { folds: ensemble.count, seed: deriveSeed(seed, 'ensemble') });
  return Uint8Array.from(members, ({ key }) => folds.get(key) ?? 0);
}

/** How many networks a run trains. */
export function memberCount({ ensemble }: { readonly ensemble?: Ensemble | undefined }): number {
  return ensemble?.count ?? 1;
}
