import type { Seed } from '../random/seeded-random.ts';
import { bootstrap, type ResamplingPlan } from './bootstrap.ts';
import { percentileInterval } from './bootstrap-interval.ts';
import type { Confusion } from './confusion.ts';
import { type Figure, figureOf, openFigure } from './figure.ts';
import { cohenKappa, cohenKappaFigure } from './kappa.ts';
import type { Weights } from './scored-slices.ts';
import { wilsonProportion } from './wilson.ts';

/** One slice that both have read: whether each of them says haemorrhage, and the group that the slice hangs together with. */
export interface PairedRead {
  readonly first: boolean;
  readonly second: boolean;
  readonly group: string;
}

/** How two sets of reads of the same slices agree. */
export interface PairAgreement {
  readonly n: number;
  /** Independent groups among the slices (patient, study, near-duplicates). */
  readonly groups: number;
  /** Slices that both, the first alone, the second alone, and neither calls haemorrhage. */
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
  readonly agreement: Figure;
  readonly kappa: Figure;
  /** 2 x agreement - 1: kappa if both labels were as frequent as each other (Byrt, Bishop & Carlin, 1993). */
  readonly pabak: Figure;
  /** Agreement on slices with haemorrhage and on those without (Cicchetti & Feinstein, 1990). */
  readonly positive: Figure;
  readonly negative: Figure;
  /** Why kappa and agreement tell different stories, in words; null where they do not. */
  readonly paradox: string | null;
}

export interface ResamplingChoice {
  readonly resamples: number;
  readonly seed: Seed;
}

type Statistic = 'agreement' | 'kappa' | 'pabak' | 'positive' | 'negative';

/**
 * Agreement of two sets of reads with 95 % intervals. Where slices hang together, whole groups are drawn (percentile
 * bootstrap). Where all are independent: Wilson's interval for agreement and its linear map for PABAK, the large-sample
 * interval for Cohen's kappa, and slices are drawn for positive and negative agreement.
 */
export function pairAgreement(reads: readonly PairedRead[], choice: ResamplingChoice): PairAgreement {
  const plan = groupsPlan(reads.map(({ group }) => group));
  const counts = confusionOfPairs(reads);
  const values = statisticsOf(counts);
  const n = reads.length;
  const independent = plan.unitCount === n;
  const draws = n === 0 ? null : bootstrap(plan, (weights) => statisticsOf(confusionOfPairs(reads, weights)), choice);
  const method = `percentile bootstrap over ${independent ? 'slices' : 'groups'}, ${choice.resamples} resamples`;
  const drawn = (name: Statistic): Figure => resampledFigure(values[name], draws?.[name], n, method);
  const figures = independent
    ? { ...independentFigures(counts), positive: drawn('positive'), negative: drawn('negative') }
    : {
        agreement: drawn('agreement'),
        kappa: drawn('kappa'),
        pabak: drawn('pabak'),
        positive: drawn('positive'),
        negative: drawn('negative'),
      };
  return {
    n,
    groups: plan.unitCount,
    both: counts.truePositives,
    firstOnly: counts.falseNegatives,
    secondOnly: counts.falsePositives,
    neither: counts.trueNegatives,
    ...figures,
    paradox: paradoxWords(counts, values.kappa),
  };
}

/** Draws whole groups, as many as there are. */
export function groupsPlan(groups: readonly string[]): ResamplingPlan {
  const numbers = new Map<string, number>();
  const unitOf = Int32Array.from(groups, (group) => {
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
  const units = Int32Array.from({ length: numbers.size }, (_, unit) => unit);
  return { kind: 'group', unitOf, unitCount: numbers.size, strata: [units] };
}

/** A value with the interval of its resamples; without one where they all say the same. */
export function resampledFigure(
  value: number | null,
  draws: Float64Array | undefined,
  n: number,
  method: string,
): Figure {
  if (value === null) return openFigure(null, n, 'Not defined on these slices.');
  const interval = draws ? percentileInterval(draws) : null;
  if (!interval) return openFigure(value, n, 'No resample could be evaluated.');
  if (interval.high - interval.low < 1e-12) {
    return openFigure(value, n, 'Every resample gives the same value, which says nothing of how sure it is.');
  }
  return figureOf(value, interval, n, method);
}

function confusionOfPairs(reads: readonly PairedRead[], weights?: Weights): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  reads.forEach(({ first, second }, index) => {
    const cell = first ? (second ? 'truePositives' : 'falseNegatives') : second ? 'falsePositives' : 'trueNegatives';
    counts[cell] += weights ? (weights[index] as number) : 1;
  });
  return counts;
}

function statisticsOf(counts: Confusion): Record<Statistic, number | null> {
  const { truePositives: both, falsePositives, trueNegatives: neither, falseNegatives } = counts;
  const differing = falsePositives + falseNegatives;
  const n = both + neither + differing;
  const share = (above: number, below: number): number | null => (below === 0 ? null : above / below);
  const agreement = share(both + neither, n);
  return {
    agreement,
    kappa: cohenKappa(counts),
    pabak: agreement === null ? null : 2 * agreement - 1,
    positive: share(2 * both, 2 * both + differing),
    negative: share(2 * neither, 2 * neither + differing),
  };
}

function independentFigures(counts: Confusion): Pick<PairAgreement, 'agreement' | 'kappa' | 'pabak'> {
  const { truePositives: both, falsePositives, trueNegatives: neither, falseNegatives } = counts;
  const wilson = wilsonProportion(both + neither, both + neither + falsePositives + falseNegatives);
  const { value, low, high, n } = wilson;
  const nothing = openFigure(null, 0, 'There is no slice that both have read as haemorrhage or none.');
  if (value === null || low === null || high === null) return { agreement: nothing, kappa: nothing, pabak: nothing };
  return {
    agreement: figureOf(value, { low, high }, n, 'Wilson'),
    kappa: cohenKappaFigure(counts),
    pabak: figureOf(2 * value - 1, { low: 2 * low - 1, high: 2 * high - 1 }, n, 'Wilson, mapped'),
  };
}

/** From which share of one label over the other, and from which distance between PABAK and kappa on, it is said. */
const LOPSIDED = 0.5;
const APART = 0.2;

/** Feinstein & Cicchetti, 1990, J. Clin. Epidemiol. 43:543-549: high agreement with a low kappa where one label is rare. */
function paradoxWords(counts: Confusion, kappa: number | null): string | null {
  const { truePositives: both, falsePositives, trueNegatives: neither, falseNegatives } = counts;
  const n = both + neither + falsePositives + falseNegatives;
  if (n === 0) return null;
  const agreed = (both + neither) / n;
  const lopsided = Math.abs(both - neither) / n;
  const pabak = 2 * agreed - 1;
  const common = both > neither ? 'haemorrhage' : 'no haemorrhage';
  const percent = `${(agreed * 100).toFixed(0)} %`;
  if (kappa === null) return `Both call every slice ${common}, so kappa is not defined; they agree on ${percent}.`;
  if (lopsided < LOPSIDED || pabak - kappa < APART) return null;
  return (
    `Prevalence paradox: they agree on ${percent}, yet kappa is ${kappa.toFixed(2)}, because nearly all slices are ` +
    `${common} and chance alone would agree often. PABAK, which leaves prevalence out, is ${pabak.toFixed(2)}.`
  );
}
