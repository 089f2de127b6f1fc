import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { groupKeys } from '../../src/dataset/split.ts';
import type { WhichRead } from '../../src/review/reads-of-readers.ts';
import { type ReadSlice, reportOnReaders } from '../../src/statistics/reader-report.ts';
import { adjudicationViews } from '../store/adjudication-views.ts';
import { linkedSlices } from '../store/grouping.ts';
import { knownReaders } from '../store/readers.ts';
import { type ReadRow, readsBySlice } from '../store/reads.ts';
import { knownSlices } from '../store/source-labels.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice that has an act, with its `sliceKey`. */
interface KeyedSlice extends ReadSlice {
  readonly key: string;
  readonly acts: readonly ReadRow[];
}

/** What the project's readers have read and how they agree. */
export function readerReport(ctx: ServiceContext, reads: WhichRead): ReaderReport {
  const { db } = ctx.store;
  const views = adjudicationViews(db);
  return reportOnReaders({
    reads,
    readers: knownReaders(db).map(({ name, joinedMs }) => ({ name, joinedMs })),
    slices: knownSlices(db).size,
    read: readSlices(ctx),
    viewedMs: (sliceId, reader) => views.get(`${sliceId} ${reader}`),
  });
}

/** Every slice that has an act, with its key and the group that it hangs together with. */
export function readSlices(ctx: ServiceContext): KeyedSlice[] {
  const { db } = ctx.store;
  const acts = readsBySlice(db);
  const linked = linkedSlices(db, [...acts.keys()]);
  const keys = groupKeys(linked);
  const labels = knownSlices(db);
  return linked.map(({ sliceId, key }, index) => ({
    sliceId,
    key,
    group: keys[index] ?? key,
    sourceLabel: labels.get(key) ?? null,
    acts: acts.get(sliceId) ?? [],
  }));
}
