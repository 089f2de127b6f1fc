import type { MethodOutput } from '../../src/contract/contract.ts';
import type { ReadOutcome } from '../../src/contract/review-methods.ts';
import type { Label } from '../../src/review/label.ts';
import { countBulk } from '../store/bulk-counts.ts';
import type { ReadRow } from '../store/reads.ts';
import { readsOfReader } from '../store/repeats.ts';
import { type BatchOptions, commitBatch } from './commit-batch.ts';
import { dueRepeatsOf } from './hidden-repeats.ts';
import { requireReader, requireSlice } from './present-slice.ts';
import { sightOf } from './reader-sight.ts';
import { batchOutcome, planBatchStep, planRead, redoRead, targetOfStep, undoRead } from './record-read.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface BulkReadInput {
  readonly sliceIds: readonly number[];
  readonly reader: string;
  /** The reader's own wish to read blind, where the project leaves it open. */
  readonly readsBlind?: boolean | undefined;
  /** The model whose calls the label is compared with, null for none. */
  readonly modelId: number | null;
  readonly label: Label;
  readonly reason: string | null;
}

/**
 * Gives many slices one label in one act: a read of each without a showing of its own, without confidence and without a time
 * to decide, all of them in the log as one batch. Undone and redone as one.
 * @throws ServiceError `no-reader`, `no-slice`, `reads-blind`; the signal's reason when cancelled, which leaves nothing
 */
export async function bulkRead(
  ctx: ServiceContext,
  input: BulkReadInput,
  options: BatchOptions = {},
): Promise<ReadRow[]> {
  const reader = requireReader(input.reader);
  const { modelId, label: intent, reason } = input;
  const rest = { reader, modelId, intent, reason, presentationId: null };
  const unshown = { predictionVisible: false, readingMode: null, arm: null };
  const unique = [...new Set(input.sliceIds)];
  requireNoneBlind(ctx, { ...input, reader }, unique);
  const planners = unique.map(
    (sliceId) => () => planRead(ctx, { ...rest, ...unshown, sliceId, confidence: null, decidedAfterMs: null }),
  );
  return commitBatch(ctx, planners, options);
}

/**
 * A slice that is read blind-first needs a look of its own, and says how sure the reader is. Nor can it be excluded in bulk:
 * that is a read too, and would show the AI and the labels of all of them at once.
 */
function requireNoneBlind(ctx: ServiceContext, input: BulkReadInput, sliceIds: readonly number[]): void {
  const sight = sightOf(ctx, { reader: input.reader, readsBlind: input.readsBlind ?? false }, sliceIds);
  const hidden = sliceIds.filter((sliceId) => !sight(sliceId).ai);
  if (hidden.length === 0) return;
  for (const sliceId of hidden) requireSlice(ctx, sliceId, null);
  throw new ServiceError(
    'reads-blind',
    `${hidden.length} of these slices are read blind-first: each needs a look of its own. Select those that you have read.`,
  );
}

/** What a bulk label of these slices would mean for this reader, as they know it: reads of others do not count, nor does what is to come again. */
export function previewBulkRead(
  ctx: ServiceContext,
  input: { readonly sliceIds: readonly number[]; readonly reader: string },
): MethodOutput<'read.bulk-preview'> {
  const { db } = ctx.store;
  const reader = requireReader(input.reader);
  const read = readsOfReader(db, reader).flatMap(({ sliceId, standing }) => (standing ? [sliceId] : []));
  const due = [...dueRepeatsOf(ctx, reader).keys()];
  return countBulk(db, { sliceIds: input.sliceIds, reader, read, due });
}

/** Undo or redo as the window does it: a batch is made ready a little at a time. @throws ServiceError where there is none */
export async function stepBack(
  ctx: ServiceContext,
  input: { readonly reader: string },
  kind: 'undo' | 'redo',
): Promise<ReadOutcome> {
  const reader = requireReader(input.reader);
  const target = targetOfStep(ctx, reader, kind);
  if (target.batchId === null) return kind === 'undo' ? undoRead(ctx, input) : redoRead(ctx, input);
  const requireStill = () => {
    if (targetOfStep(ctx, reader, kind).id === target.id) return;
    throw new ServiceError('changed', 'Something else was read or taken back meanwhile: nothing was done. Try again.');
  };
  return batchOutcome(ctx, await commitBatch(ctx, planBatchStep(ctx, target, kind), { requireStill }));
}
