import { bootstrap } from '../statistics/bootstrap.ts';
import { percentileInterval } from '../statistics/bootstrap-interval.ts';
import { type Figure, figureOf, openFigure } from '../statistics/figure.ts';

/** How alike the maps of one slice are before and after a network's weights were made random; null where one is constant. */
export interface SliceSimilarity {
  /** Slices of one group are drawn together. */
  readonly group: string;
  readonly correlation: number | null;
}

/** Fewer slices give no interval worth showing. */
const FEWEST_SLICES = 8;
const RESAMPLES = 2000;
const METHOD = `mean rank correlation; percentile bootstrap over groups of slices, ${RESAMPLES} resamples`;

/**
 * The mean similarity of maps before and after randomisation (Adebayo et al., NeurIPS 2018: Spearman's rank correlation; the maps
 * have no negative heat, so its forms with and without absolute values are one), with its interval over slices. A slice
 * whose map is the same everywhere in one of the two has no ranks and is not counted; `n` says how many are.
 */
export function similarityFigure(slices: readonly SliceSimilarity[], seed: number): Figure {
  const counted = slices.flatMap(({ group, correlation }) => (correlation === null ? [] : [{ group, correlation }]));
  const n = counted.length;
  if (n === 0) return openFigure(null, 0, 'One of the two networks gives no heat on any of the slices.');
  const mean = counted.reduce((sum, { correlation }) => sum + correlation, 0) / n;
  if (n < FEWEST_SLICES) return openFigure(mean, n, `Fewer than ${FEWEST_SLICES} slices could be compared.`);
  const numbers = new Map<string, number>();
  const unitOf = Int32Array.from(counted, ({ group }) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group) ?? 0;
  });
  const units = Int32Array.from({ length: numbers.size }, (_, unit) => unit);
  const plan = { kind: 'group', unitOf, unitCount: units.length, strata: [units] } as const;
  const { similarity } = bootstrap(
    plan,
    (weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const sum = counted.reduce((all, { correlation }, at) => all + (weights[at] as number) * correlation, 0);
      return { similarity: total === 0 ? null : sum / total };
    },
    { resamples: RESAMPLES, seed },
  );
  const interval = percentileInterval(similarity);
  return interval ? figureOf(mean, interval, n, METHOD) : openFigure(mean, n, 'The bootstrap gave no interval.');
}

/**
 * From which correlation on two maps are called the same. The literature sets no bound: Adebayo et al. compare curves by eye, and
 * Binder et al. (CVPR 2023) warn of reading the figure as a grade. Ours is where the ranks share a quarter of their variance.
 */
export const SAME_MAP_FROM = 0.5;

export type RandomisationVerdict = 'depends' | 'does-not-depend' | 'unsettled';

/** What is made of the similarity after all weights are random, settled before any model was checked. */
export function randomisationVerdict({ low, high }: Pick<Figure, 'low' | 'high'>): RandomisationVerdict {
  if (low === null || high === null) return 'unsettled';
  if (high < SAME_MAP_FROM) return 'depends';
  return low >= SAME_MAP_FROM ? 'does-not-depend' : 'unsettled';
}

/** The verdict in plain words, to stand behind the figure. */
export function verdictWord(verdict: RandomisationVerdict): string {
  switch (verdict) {
    case 'depends':
      return 'the map depends on what was learnt';
    case 'does-not-depend':
      return 'an untrained network draws much the same map, so this one says little of what was learnt';
    case 'unsettled':
      return 'the check does not settle whether the map depends on what was learnt';
  }
}

/** `0.31 [0.22 to 0.40], n = 32`. */
export function similarityWord({ value, low, high, n, reason }: Figure): string {
  if (value === null) return `cannot be compared: ${reason}`;
  const interval = low === null || high === null ? `no interval: ${reason}` : `${low.toFixed(2)} to ${high.toFixed(2)}`;
  return `${value.toFixed(2)} [${interval}], n = ${n}`;
}
