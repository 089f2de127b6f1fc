import type { ReaderReport } from '../contract/reader-methods.ts';
import type { Label, TrainableLabel } from '../review/label.ts';
import { standingReads } from '../review/read-transition.ts';
import { readerKey } from '../review/reader-key.ts';
import {
  type CallAct,
  type CountedRead,
  countedCalls,
  countedReads,
  repeatedReads,
  type TimedAct,
  type WhichRead,
} from '../review/reads-of-readers.ts';
import { actsAbout, settleSlice } from '../review/settle-slice.ts';
import { bootstrap } from './bootstrap.ts';
import { openFigure } from './figure.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { groupsPlan, type PairAgreement, type PairedRead, pairAgreement, resampledFigure } from './reader-pair.ts';
import { readingTimes } from './reading-times.ts';

/** A slice with all that was done to it. */
export interface ReadSlice {
  readonly sliceId: number;
  /** The group that it hangs together with: patient, study, near-duplicates. */
  readonly group: string;
  readonly sourceLabel: TrainableLabel | null;
  /** Every act by whomever, in order. */
  readonly acts: readonly TimedAct[];
}

/** A study with every call of it. */
export interface CalledStudy {
  /** The group that its slices hang together with. */
  readonly group: string;
  /** Every act by whomever, in order. */
  readonly acts: readonly CallAct[];
}

export interface ReaderReportInput {
  readonly reads: WhichRead;
  readonly readers: readonly { readonly name: string; readonly joinedMs: number }[];
  /** Slices of the project, read or not. */
  readonly slices: number;
  readonly read: readonly ReadSlice[];
  readonly studies: readonly CalledStudy[];
  /** When a reader first had the reads of others on a slice before them, if ever. */
  readonly viewedMs: (sliceId: number, readerKey: string) => number | undefined;
}

const CHOICE = { resamples: 1000, seed: 'reader-agreement' } as const;

interface Counted {
  readonly slice: ReadSlice;
  readonly reads: ReadonlyMap<string, CountedRead>;
}

/** What readers, by `readerKey`, say of one thing. */
interface Rated {
  readonly group: string;
  readonly reads: ReadonlyMap<string, Pick<CountedRead, 'labelAfter' | 'labelsSeen'>>;
}

/** What the readers of a project have read, how they agree, and how long they took. Same input, same figures. */
export function reportOnReaders(input: ReaderReportInput): Omit<ReaderReport, 'closed'> {
  const counted = input.read.map((slice) => ({
    slice,
    reads: countedReads(slice.acts, input.reads, (reader) => input.viewedMs(slice.sliceId, reader)),
  }));
  const states = input.read.map(({ sourceLabel, acts }) => settleSlice(sourceLabel, acts).state);
  const readers = input.readers.map((reader) => ({ ...reader, key: readerKey(reader.name) }));
  const studies = input.studies.map(({ group, acts }) => ({ group, reads: countedCalls(acts, input.reads) }));
  return {
    reads: input.reads,
    readers: readers.map(({ key, ...reader }) => ({ ...reader, ...factsOf(key, counted, input.read) })),
    slices: input.slices,
    ...agreementsOf(
      readers,
      counted.map(({ slice, reads }) => ({ group: slice.group, reads })),
    ),
    studies: { called: studies.filter(({ reads }) => reads.size > 0).length, ...agreementsOf(readers, studies) },
    disputed: states.filter((state) => state === 'disputed').length,
    adjudicated: states.filter((state) => state === 'adjudicated').length,
  };
}

/** How each pair of readers agrees, and all of them, where there are three. */
function agreementsOf(
  readers: readonly { readonly name: string; readonly key: string }[],
  rated: readonly Rated[],
): Pick<ReaderReport, 'pairs' | 'fleiss'> {
  const reading = readers.filter(({ key }) => rated.some(({ reads }) => reads.has(key)));
  const pairs = reading.flatMap((first, place) =>
    reading.slice(place + 1).map((second) => ({
      first: first.name,
      second: second.name,
      ...agreementOf(rated.map(({ group, reads }) => [group, reads.get(first.key), reads.get(second.key)])),
      labelsSeen: rated.filter(({ reads }) => {
        const [one, other] = [reads.get(first.key), reads.get(second.key)];
        return one && other && (one.labelsSeen || other.labelsSeen);
      }).length,
    })),
  );
  return { pairs, fleiss: reading.length < 3 ? null : overAll(rated, reading.length) };
}

type ReaderFacts = Omit<ReaderReport['readers'][number], 'name' | 'joinedMs'>;

function factsOf(key: string, counted: readonly Counted[], slices: readonly ReadSlice[]): ReaderFacts {
  const own = counted.flatMap(({ slice, reads }) => {
    const read = reads.get(key);
    return read ? [{ slice, read }] : [];
  });
  const timesOf = (reads: readonly CountedRead[]) => readingTimes(reads.map(({ decidedAfterMs }) => decidedAfterMs));
  const reads = own.map(({ read }) => read);
  const labels = [...new Set(reads.map(({ labelAfter }) => labelAfter))].sort();
  return {
    slices: own.length,
    reread: slices.reduce((sum, { acts }) => sum + Math.max(0, standingOf(acts, key, null) - 1), 0),
    adjudicated: slices.filter(({ acts }) => standingOf(acts, key, 'adjudication') > 0).length,
    times: timesOf(reads),
    timesByLabel: labels.map((label) => ({ label, times: timesOf(reads.filter((read) => read.labelAfter === label)) })),
    timesByAi: [false, true].map((aiSeen) => ({
      aiSeen,
      times: timesOf(reads.filter((read) => read.predictionSeen === aiSeen)),
    })),
    reference: againstSource(own),
    referenceByAi: [false, true].map((aiSeen) =>
      accuracyOf(
        own.filter(({ read }) => read.predictionSeen === aiSeen),
        aiSeen,
      ),
    ),
    repeats: repeatsOf(key, slices),
  };
}

interface OwnRead {
  readonly slice: ReadSlice;
  readonly read: CountedRead;
}

/** Reads of whoever had the label before them say nothing of how right they are: they are counted and left out. */
function againstSource(own: readonly OwnRead[]): ReaderFacts['reference'] {
  const labelled = own.filter(({ slice }) => slice.sourceLabel !== null);
  const unaided = labelled.filter(({ read }) => !read.labelsSeen);
  const agreement = agreementOf(
    unaided.map(({ slice, read }) => [
      slice.group,
      slice.sourceLabel ? { labelAfter: slice.sourceLabel } : undefined,
      read,
    ]),
  );
  return { ...agreement, labelsSeen: labelled.length - unaided.length };
}

function accuracyOf(own: readonly OwnRead[], aiSeen: boolean): ReaderFacts['referenceByAi'][number] {
  const labelled = (label: TrainableLabel) => own.filter(({ slice }) => slice.sourceLabel === label);
  const all = againstSource(own);
  return {
    aiSeen,
    accuracy: all.agreement,
    sensitivity: againstSource(labelled('haemorrhage')).agreement,
    specificity: againstSource(labelled('none')).agreement,
    leftOut: all.leftOut,
    labelsSeen: all.labelsSeen,
  };
}

function standingOf(acts: readonly TimedAct[], key: string, purpose: TimedAct['purpose']): number {
  const readers = new Map(acts.map(({ id, reader }) => [id, readerKey(reader)]));
  return standingReads(actsAbout(acts, purpose)).filter(({ id }) => readers.get(id) === key).length;
}

function repeatsOf(key: string, slices: readonly ReadSlice[]): ReaderFacts['repeats'] {
  const all = slices.flatMap(({ group, acts }) =>
    repeatedReads(acts).flatMap((pair) => (pair.reader === key ? [{ ...pair, group }] : [])),
  );
  const kept = all.filter(({ undone }) => !undone);
  const agreement = agreementOf(kept.map(({ group, first, repeat }) => [group, first, repeat]));
  return { ...agreement, undone: all.length - kept.length };
}

type Labelled = Pick<CountedRead, 'labelAfter'> | { readonly labelAfter: Label };

/** Agreement on what has both; where one of the two is unsure or excluded it is counted and left out. */
function agreementOf(
  pairs: readonly (readonly [group: string, first: Labelled | undefined, second: Labelled | undefined])[],
): PairAgreement & { readonly leftOut: number } {
  let leftOut = 0;
  const paired: PairedRead[] = [];
  for (const [group, first, second] of pairs) {
    if (!first || !second) continue;
    if (scores(first.labelAfter) && scores(second.labelAfter)) {
      const [a, b] = [first.labelAfter === 'haemorrhage', second.labelAfter === 'haemorrhage'];
      paired.push({ group, first: a, second: b });
    } else leftOut += 1;
  }
  return { ...pairAgreement(paired, CHOICE), leftOut };
}

const scores = (label: Label): boolean => label === 'haemorrhage' || label === 'none';

/** Fleiss' kappa over whatever each has of scoring reads. */
function overAll(rated: readonly Rated[], readers: number): NonNullable<ReaderReport['fleiss']> {
  const rows = rated.map(({ group, reads }) => {
    const labels = [...reads.values()].map(({ labelAfter }) => labelAfter);
    const count = (wanted: Label) => labels.filter((label) => label === wanted).length;
    return {
      group,
      row: [count('none'), count('haemorrhage')],
      unscored: labels.some((label) => !scores(label)),
    };
  });
  const kept = rows.filter(({ row }) => row.some((count) => count > 0));
  const table = kept.map(({ row }) => row);
  const value = fleissKappa(table);
  const n = table.filter((row) => row.reduce((sum, count) => sum + count, 0) > 1).length;
  const leftOut = rows.filter(({ unscored }) => unscored).length;
  if (value === null)
    return {
      readers,
      leftOut,
      figure: openFigure(null, n, 'Not defined: nothing has two reads, or all reads are one label.'),
    };
  const plan = groupsPlan(kept.map(({ group }) => group));
  const { kappa } = bootstrap(plan, (weights) => ({ kappa: fleissKappa(table, weights) }), CHOICE);
  const method = `percentile bootstrap over groups, ${CHOICE.resamples} resamples`;
  return { readers, leftOut, figure: resampledFigure(value, kappa, n, method) };
}
