import { z } from 'zod';
import { auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { entrySummary, ownReadSummary } from '../../src/audit/entry-summary.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { standingCall } from '../../src/review/study-call.ts';
import { othersActOpen } from '../../src/review/visibility.ts';
import { slicesBeforeAdjudicator } from '../store/adjudication-views.ts';
import { auditEntriesBefore, auditHead } from '../store/audit-log.ts';
import { sliceIdsOfKeys, sliceIdsOfStudies } from '../store/slices.ts';
import { studyCallsOf } from '../store/study-calls.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

const onSlice = { reader: z.string(), fileSha256: z.string(), frame: z.number() };
const onStudy = { reader: z.string(), studyPseudonym: z.string() };
/** Acts that tell what somebody thinks of a slice or a study. */
const actSchema = z.union([
  z
    .object({ event: z.enum(['read', 'repeat-read', 'adjudication', 'read-undone', 'read-redone']), ...onSlice })
    .transform((act) => ({ ...act, kind: 'read' as const })),
  z
    .object({
      event: z.enum(['mark-added', 'mark-changed', 'mark-removed', 'mark-undone', 'mark-redone']),
      ...onSlice,
    })
    .transform((act) => ({ ...act, kind: 'mark' as const })),
  z
    .object({ event: z.enum(['study-called', 'study-call-undone', 'study-call-redone']), ...onStudy })
    .transform((act) => ({ ...act, kind: 'study-call' as const })),
]);
type Act = z.output<typeof actSchema>;

const CLOSED_ACT =
  'An act on a slice that is closed to you: until you have read it and gone on, and of another reader until it is adjudicated';
const CLOSED_CALL =
  'Another reader’s call of a study, closed to you until you have called it yourself and its slices are open to you';

/**
 * A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out. Of acts on slices whose labels
 * are hidden from the viewer, and of other readers' acts that are closed to them, it says that they were made, and no more; the exported report has them in full.
 */
export function auditPage(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer,
): MethodOutput<'audit.page'> {
  return { total: auditHead(ctx.store.db).entries, lines: auditLines(ctx, input, viewer).map(({ line }) => line) };
}

/** The lines of a page, each with whether what it tells of is closed to the viewer. */
export function auditLines(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer,
): { readonly line: AuditLine; readonly closed: boolean }[] {
  const entries = auditEntriesBefore(ctx.store.db, input.beforeSequence, input.limit).map((chained) => ({
    line: lineOf(chained),
    act: actOf(chained),
  }));
  const acts = entries.flatMap(({ act }) => act ?? []);
  const slicesOf = slicesOfActs(ctx, acts);
  const sight = sightOf(ctx, viewer, [...new Set(acts.flatMap(slicesOf))]);
  const own = readerKey(viewer.reader);
  const standing = standingOf(ctx, viewer, acts);
  return entries.map(({ line, act }) => {
    if (act === null) return { line, closed: false };
    const ofViewer = readerKey(act.reader) === own;
    // What a reader said of a whole study is their own to see; its entry holds no label of anybody else.
    if (ofViewer && act.kind === 'study-call') return { line, closed: false };
    const sliceIds = slicesOf(act);
    const seen = sliceIds.map(sight);
    // An own mark tells nothing of others; what a read of one's own settled does.
    const kind = ofViewer ? 'read' : act.kind;
    if (othersActOpen(kind, seen, standing(act, sliceIds))) return { line, closed: false };
    if (ofViewer && seen.every(({ truth }) => truth)) return { line: ownLine(line), closed: false };
    return { line: hiddenLine(line, act), closed: true };
  });
}

/** What the viewer did that opens other readers' acts: their own call of the study, and the disputes that they had before them. */
function standingOf(
  { store: { db } }: ServiceContext,
  viewer: Viewer,
  acts: readonly Act[],
): (act: Act, sliceIds: readonly number[]) => { ownCall: boolean; adjudicates: boolean } {
  const studies = [...new Set(acts.flatMap((act) => (act.kind === 'study-call' ? [act.studyPseudonym] : [])))];
  const reader = cleanName(viewer.reader);
  const called = new Set(studies.filter((study) => standingCall(studyCallsOf(db, study, reader)) !== null));
  const settling = slicesBeforeAdjudicator(db, readerKey(viewer.reader));
  return (act, sliceIds) => ({
    ownCall: act.kind === 'study-call' && called.has(act.studyPseudonym),
    adjudicates: sliceIds.some((sliceId) => settling.has(sliceId)),
  });
}

/** The slices that an act tells of: the one it was made on, or all of the study; none where the project has them no more. */
function slicesOfActs({ store }: ServiceContext, acts: readonly Act[]): (act: Act) => readonly number[] {
  const keys = acts.flatMap((act) => (act.kind === 'study-call' ? [] : [sliceKey(act)]));
  const slices = sliceIdsOfKeys(store.db, keys);
  const studies = sliceIdsOfStudies(
    store.db,
    acts.flatMap((act) => (act.kind === 'study-call' ? [act.studyPseudonym] : [])),
  );
  return (act) => {
    if (act.kind === 'study-call') return studies.get(act.studyPseudonym) ?? [];
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

function hiddenLine(line: AuditLine, { kind }: Act): AuditLine {
  const summary = kind === 'study-call' ? CLOSED_CALL : CLOSED_ACT;
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
