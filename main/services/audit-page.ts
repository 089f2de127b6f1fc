import { z } from 'zod';
import { auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { entrySummary, ownReadSummary } from '../../src/audit/entry-summary.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { auditEntriesBefore, auditHead } from '../store/audit-log.ts';
import { sliceIdsOfKeys, sliceIdsOfStudies } from '../store/slices.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

const onSlice = { reader: z.string(), fileSha256: z.string(), frame: z.number() };
const onStudy = { reader: z.string(), studyPseudonym: z.string() };
/** Acts that tell what somebody thinks of a slice or a study. */
const actSchema = z.union([
  z.object({
    event: z.enum(['read', 'repeat-read', 'adjudication', 'read-undone', 'read-redone']),
    ...onSlice,
  }),
  z.object({
    event: z.enum(['mark-added', 'mark-changed', 'mark-removed', 'mark-undone', 'mark-redone']),
    ...onSlice,
  }),
  z.object({ event: z.enum(['study-called', 'study-call-undone', 'study-call-redone']), ...onStudy }),
]);
type Act = z.output<typeof actSchema>;

/**
 * A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out. Of acts on slices whose labels
 * are hidden from the viewer, and of other readers' acts that are closed to them, it says that they were made, and no more; the exported report has them in full.
 */
export function auditPage(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer,
): MethodOutput<'audit.page'> {
  const { db } = ctx.store;
  const entries = auditEntriesBefore(db, input.beforeSequence, input.limit).map((chained) => ({
    line: lineOf(chained),
    act: actOf(chained),
  }));
  const slicesOf = slicesOfActs(
    ctx,
    entries.flatMap(({ act }) => act ?? []),
  );
  const sight = sightOf(ctx, viewer, [...new Set(entries.flatMap(({ act }) => (act ? slicesOf(act) : [])))]);
  const own = readerKey(viewer.reader);
  const lines = entries.map(({ line, act }) => {
    if (act === null) return line;
    const ofViewer = readerKey(act.reader) === own;
    // What a reader said of a whole study is their own to see; its entry holds no label of anybody else.
    if (ofViewer && 'studyPseudonym' in act) return line;
    const seen = slicesOf(act).map(sight);
    if (seen.every(({ othersReads }) => othersReads)) return line;
    return ofViewer && seen.every(({ truth }) => truth) ? ownLine(line) : hiddenLine(line);
  });
  return { total: auditHead(db).entries, lines };
}

/** The slices that an act tells of: the one it was made on, or all of the study; none where the project has them no more. */
function slicesOfActs({ store }: ServiceContext, acts: readonly Act[]): (act: Act) => readonly number[] {
  const keys = acts.flatMap((act) => ('fileSha256' in act ? [sliceKey(act)] : []));
  const slices = sliceIdsOfKeys(store.db, keys);
  const studies = sliceIdsOfStudies(
    store.db,
    acts.flatMap((act) => ('studyPseudonym' in act ? [act.studyPseudonym] : [])),
  );
  return (act) => {
    if ('studyPseudonym' in act) return studies.get(act.studyPseudonym) ?? [];
    const sliceId = slices.get(sliceKey(act));
    return sliceId === undefined ? [] : [sliceId];
  };
}

function actOf({ entryJson }: ChainedEntry): Act | null {
  try {
    return actSchema.parse(JSON.parse(entryJson));
  } catch {
    return null;
  }
}

function hiddenLine(line: AuditLine): AuditLine {
  const summary =
    'An act on a slice that is closed to you: until you have read it and gone on, and of another reader until it is adjudicated';
  return { ...line, summary, entryJson: JSON.stringify({ sequence: line.sequence, hidden: summary }) };
}

/** The viewer's own act without the label before it and without what settled, which other readers have a part in. */
function ownLine(line: AuditLine): AuditLine {
  const entry = auditEntrySchema.parse(JSON.parse(line.entryJson));
  const summary = ownReadSummary(entry);
  if (summary === null) return line;
  const hidden = 'What other readers made of this slice is closed to you until it is adjudicated';
  return { ...line, summary, entryJson: JSON.stringify({ sequence: line.sequence, summary, hidden }) };
}

function lineOf({ sequence, entryJson, hash }: ChainedEntry): AuditLine {
  const line = { sequence, hash, entryJson };
  try {
    const entry = auditEntrySchema.parse(JSON.parse(entryJson));
    return { ...line, time: entry.time, event: entry.event, reader: entry.reader, summary: entrySummary(entry) };
  } catch {
    const summary = 'This entry cannot be read. Verify the log to see whether it was changed.';
    return { ...line, time: '', event: 'unreadable', reader: null, summary };
  }
}
