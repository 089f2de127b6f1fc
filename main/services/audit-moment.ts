import { z } from 'zod';
import type { AuditLine, Moment } from '../../src/contract/audit-methods.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { trainableLabelSchema } from '../../src/review/label.ts';
import { recordedViewSchema } from '../../src/viewing/recorded-view.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { auditEntriesBefore, auditHead, entriesByHash } from '../store/audit-log.ts';
import { listModelRows } from '../store/models.ts';
import { isPurged } from '../store/purge.ts';
import { sliceIdsOfKeys } from '../store/slices.ts';
import { unopenedSlices } from '../store/test-sets.ts';
import { auditLines } from './audit-page.ts';
import { locateSlice } from './locate-slice.ts';
import { loadModel } from './model-reference.ts';
import { nameless } from './neutral-names.ts';
import { predictSlices } from './predict-slices.ts';
import { markPredictionsListed } from './present-slice.ts';
import { sliceSight, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * How far a probability may lie from the recorded one and still be called the same. The network adds in another order when a slice is
 * in a batch with others: a few units in the last place of 32-bit floats.
 */
const SAME_PROBABILITY = 1e-6;

const sliceEntry = z.object({
  studyPseudonym: z.string(),
  seriesPseudonym: z.string(),
  fileSha256: z.string(),
  frame: z.number().int(),
});
const predictedEntry = z.object({
  model: z.string(),
  weightsSha256: z.string(),
  probability: z.number(),
  threshold: z.number(),
  call: trainableLabelSchema,
});
type Predicted = z.output<typeof predictedEntry>;

const NO_SLICE = 'This entry is about no slice.';
const CLOSED = 'What this entry tells of is closed to you.';
const GONE = 'The project has this slice no more.';
const HIDDEN = 'What the model said is closed to you until your own read of this slice is saved.';

/**
 * What an entry of the log tells of, shown again as far as it can be, with the recorded model's answer computed anew. A viewer
 * learns no more by it than they may see of the slice now, and nothing but the timeline's line of an entry that is closed to them; a
 * prediction that is shown counts as seen.
 * @throws ServiceError `no-entry`
 */
export async function auditMoment(
  ctx: ServiceContext,
  compute: ComputeClient,
  entry: string,
  viewer: Viewer,
): Promise<Moment> {
  const sequence = sequenceOf(ctx, entry);
  const { line, closed } = lineFor(ctx, sequence, viewer);
  const facts = closed ? {} : factsOf(ctx, sequence);
  const slice = sliceEntry.safeParse(facts).data ?? null;
  if (slice === null) {
    const why = closed ? CLOSED : NO_SLICE;
    return { line, slice: null, prediction: null, recomputed: { kind: 'not', why }, view: null };
  }
  const known = sliceIdsOfKeys(ctx.store.db, [sliceKey(slice)]).get(sliceKey(slice)) ?? null;
  const why = whyNoPicture(ctx, viewer, known);
  const shown = {
    study: slice.studyPseudonym,
    series: slice.seriesPseudonym,
    fileSha256: slice.fileSha256,
    frame: slice.frame,
  };
  const place = { ...shown, sliceId: why === null ? known : null, why };
  // Of a slice that the project has no more nothing is known of what may be seen: then nothing of the AI is.
  const maySee = known !== null && sliceSight(ctx, viewer, known).ai;
  if (!maySee)
    return {
      line,
      slice: place,
      prediction: null,
      recomputed: { kind: 'not', why: known === null ? GONE : HIDDEN },
      view: null,
    };
  const view = recordedViewSchema.safeParse(facts.view).data ?? null;
  const recorded = predictedEntry.safeParse(facts).data ?? null;
  if (recorded === null) {
    const recomputed = { kind: 'not', why: 'The entry holds no prediction.' } as const;
    return { line, slice: place, prediction: null, recomputed, view };
  }
  const modelId = modelOf(ctx, recorded);
  if (viewer.reader.trim() !== '') {
    markPredictionsListed(ctx, { sliceIds: [known], reader: viewer.reader, modelId });
  }
  const recomputed = unnamed(ctx, viewer, await recompute(ctx, compute, recorded, { sliceId: known, why, modelId }));
  return { line, slice: place, prediction: { ...recorded, modelId }, recomputed, view };
}

function sequenceOf(ctx: ServiceContext, entry: string): number {
  const text = entry.trim().toLowerCase();
  const { entries } = auditHead(ctx.store.db);
  // Eight digits may be either; a number that the log has is a number.
  if (/^\d{1,15}$/.test(text) && Number(text) >= 1 && Number(text) <= entries) return Number(text);
  if (/^[0-9a-f]{8,64}$/.test(text)) {
    const found = entriesByHash(ctx.store.db, text);
    const [sequence] = found;
    if (sequence !== undefined && found.length === 1) return sequence;
  }
  throw new ServiceError(
    'no-entry',
    `The log has no entry "${entry.trim()}". Give its number (1 to ${entries}), or its hash or at least 8 digits of that.`,
  );
}

function lineFor(ctx: ServiceContext, sequence: number, viewer: Viewer): { line: AuditLine; closed: boolean } {
  const [line] = auditLines(ctx, { beforeSequence: sequence + 1, limit: 1 }, viewer);
  if (!line) throw new Error(`The log has no entry ${sequence}`);
  return line;
}

function factsOf(ctx: ServiceContext, sequence: number): Record<string, unknown> {
  const [chained] = auditEntriesBefore(ctx.store.db, sequence + 1, 1);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(chained?.entryJson ?? ''));
  } catch {
    return {};
  }
}

/** Null where the picture's file is where it was. Whether its bytes are the same shows when it is read. */
function whyNoPicture(ctx: ServiceContext, viewer: Viewer, sliceId: number | null): string | null {
  if (sliceId === null) return GONE;
  if (isPurged(ctx.store.db, sliceId)) return 'Its study was purged from the project.';
  try {
    locateSlice(ctx, sliceId);
    return null;
  } catch (error) {
    return nameless(ctx, viewer, error instanceof ServiceError ? error.message : String(error));
  }
}

function modelOf({ store }: ServiceContext, { model, weightsSha256 }: Predicted): number | null {
  const found = listModelRows(store.db).find((row) => row.name === model && row.weightsSha256 === weightsSha256);
  return found?.id ?? null;
}

/** Why it was not computed, without names that may tell. */
function unnamed(ctx: ServiceContext, viewer: Viewer, recomputed: Moment['recomputed']): Moment['recomputed'] {
  return recomputed.kind === 'not' ? { ...recomputed, why: nameless(ctx, viewer, recomputed.why) } : recomputed;
}

async function recompute(
  ctx: ServiceContext,
  compute: ComputeClient,
  recorded: Predicted,
  now: { readonly sliceId: number; readonly why: string | null; readonly modelId: number | null },
): Promise<Moment['recomputed']> {
  const { sliceId, why, modelId } = now;
  if (why !== null) return { kind: 'not', why };
  if (modelId === null) {
    return { kind: 'not', why: `Model ${recorded.model} with these weights is not in this project any more.` };
  }
  if (unopenedSlices(ctx.store.db, modelId).has(sliceId)) {
    return { kind: 'not', why: 'The slice is sealed in a test set that was not opened with this model.' };
  }
  try {
    const model = loadModel(ctx, modelId);
    const { predictions, failures } = await predictSlices(ctx, compute, model, [sliceId], { notStored: true });
    const [prediction] = predictions;
    if (!prediction) return { kind: 'not', why: failures[0]?.message ?? 'The model gave no answer.' };
    const difference = Math.abs(prediction.probability - recorded.probability);
    const equal = difference <= SAME_PROBABILITY;
    return { kind: 'computed', probability: prediction.probability, difference, equal };
  } catch (error) {
    return { kind: 'not', why: error instanceof Error ? error.message : String(error) };
  }
}
