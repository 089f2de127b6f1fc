import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { groupKeys } from '../../src/dataset/split.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { countedCalls, type WhichRead } from '../../src/review/reads-of-readers.ts';
import { type CalledStudy, type ReadSlice, reportOnReaders } from '../../src/statistics/reader-report.ts';
import { adjudicationViews } from '../store/adjudication-views.ts';
import { linkedSlices } from '../store/grouping.ts';
import { type Circumstances, readCircumstances } from '../store/read-circumstances.ts';
import { knownReaders } from '../store/readers.ts';
import { type ReadRow, readsBySlice } from '../store/reads.ts';
import { knownSlices } from '../store/source-labels.ts';
import { aSliceOfStudies } from '../store/studies.ts';
import { studyCallsByStudy } from '../store/study-calls.ts';
import { groupedSlices } from './development-slices.ts';
import { openToFigures } from './open-figures.ts';
import type { Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice that has an act, with its `sliceKey`. */
interface KeyedSlice extends ReadSlice {
  readonly key: string;
  readonly acts: readonly (ReadRow & Circumstances)[];
}

/** Of an act that nothing is on record of. */
const UNKNOWN: Circumstances = { readingMode: null, arm: null, labelsSeen: false, aiShown: false };

/**
 * What the project's readers have read and how they agree. For a viewer, slices that they are still to read, or whose labels wait
 * until they go on, are left out of all of it: the figures would tell what others made of them, or whether their read was right. So
 * are studies that they have not called themselves.
 * @param viewer null for all of it (the command line, an export)
 */
export function readerReport(ctx: ServiceContext, reads: WhichRead, viewer: Viewer | null = null): ReaderReport {
  const { db } = ctx.store;
  const slices = readSlices(ctx);
  const ids = slices.map(({ sliceId }) => sliceId);
  const figures = viewer === null ? null : openToFigures(ctx, viewer, ids);
  const views = adjudicationViews(db);
  // Whoever adjudicates a slice has its reads before them: nothing of it is kept back from them.
  const adjudicates = (sliceId: number) => viewer !== null && views.has(`${sliceId} ${readerKey(viewer.reader)}`);
  const read = slices.filter(({ sliceId }) => figures === null || figures.isOpen(sliceId) || adjudicates(sliceId));
  const known = knownSlices(db).size;
  const report = reportOnReaders({
    reads,
    readers: knownReaders(db).map(({ name, joinedMs }) => ({ name, joinedMs })),
    slices: known,
    read,
    studies: calledStudies(ctx, viewer?.reader ?? null),
    viewedMs: (sliceId, reader) => views.get(`${sliceId} ${reader}`),
  });
  // Counted over all slices, acted on by anybody or not: how many others have acted on would tell.
  const closed = figures === null || figures.alone ? 0 : known - read.length;
  return { ...report, closed };
}

/** Every slice that has an act, with its key and the group that it hangs together with. */
export function readSlices(ctx: ServiceContext): KeyedSlice[] {
  const { db } = ctx.store;
  const acts = readsBySlice(db);
  const circumstances = readCircumstances(db);
  const linked = linkedSlices(db, [...acts.keys()]);
  const keys = groupKeys(linked);
  const labels = knownSlices(db);
  return linked.map(({ sliceId, key }, index) => ({
    sliceId,
    key,
    group: keys[index] ?? key,
    sourceLabel: labels.get(key) ?? null,
    acts: (acts.get(sliceId) ?? []).map((act) => ({ ...act, ...(circumstances.get(act.id) ?? UNKNOWN) })),
  }));
}

/** Every study that has a call; for a reader those that they have called, and where nobody else has joined all. */
function calledStudies(ctx: ServiceContext, reader: string | null): CalledStudy[] {
  const { db } = ctx.store;
  const own = readerKey(reader ?? '');
  const alone = knownReaders(db).every(({ name }) => readerKey(name) === own);
  const calls = [...studyCallsByStudy(db)].filter(
    ([, acts]) => reader === null || alone || countedCalls(acts, 'last').has(own),
  );
  const slices = aSliceOfStudies(
    db,
    calls.map(([study]) => study),
  );
  const groups = groupedSlices(ctx, [...slices.values()]);
  return calls.map(([study, acts]) => ({ group: groups.get(slices.get(study) ?? 0)?.group ?? study, acts }));
}
