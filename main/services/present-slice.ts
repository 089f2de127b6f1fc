import type { MethodOutput } from '../../src/contract/contract.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { mayReveal } from '../../src/review/visibility.ts';
import {
  findPresentation,
  insertPresentation,
  insertSeenElsewhere,
  type PresentationRow,
  setPredictionVisible,
  setRevealed,
} from '../store/presentations.ts';
import { markRepeatPresentation } from '../store/repeats.ts';
import { findSliceFacts, type SliceFacts } from '../store/slice-facts.ts';
import { canStep } from './can-step.ts';
import { dueRepeatsOf } from './hidden-repeats.ts';
import { sightOf, sliceSight, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { sliceHistory } from './slice-history.ts';

export interface PresentSliceInput {
  readonly sliceId: number;
  readonly reader: string;
  /** The model whose prediction may be shown; null when none reads for the project yet. */
  readonly modelId: number | null;
  readonly predictionVisible: boolean;
  /** The reader's own wish to read blind, where the project leaves it open. */
  readonly readsBlind?: boolean | undefined;
}

/**
 * Records that a slice is shown to a reader, and says what the screen needs for it and the reader may see. Where the prediction
 * is to be visible but is not there yet, none counts as seen until `markPredictionSeen`. On a read-only project nothing is recorded and
 * `presentationId` is null.
 */
export function presentSlice(
  ctx: ServiceContext,
  input: PresentSliceInput,
): Omit<MethodOutput<'presentation.begin'>, 'presentationId'> & { presentationId: number | null } {
  const reader = requireReader(input.reader);
  const facts = requireSlice(ctx, input.sliceId, input.modelId);
  const viewer = { reader, readsBlind: input.readsBlind ?? false };
  const sight = sliceSight(ctx, viewer, input.sliceId);
  const prediction = input.predictionVisible && sight.ai ? predictionOf(facts) : null;
  const repeatedReadId = dueRepeatsOf(ctx, reader).get(input.sliceId);
  const presentationId = ctx.store.readOnly
    ? null
    : ctx.store.transaction(() => {
        const shownId = insertPresentation(ctx.store.db, {
          sliceId: input.sliceId,
          reader,
          modelId: input.modelId,
          shownMs: ctx.clock().getTime(),
          predictionVisible: prediction !== null,
          truthVisible: sight.truth,
          readingMode: sight.mode,
          arm: sight.arm,
        });
        if (repeatedReadId !== undefined) markRepeatPresentation(ctx.store.db, shownId, repeatedReadId);
        return shownId;
      });
  return {
    presentationId,
    arm: sight.arm,
    aiVisible: sight.ai,
    mayReveal: mayReveal(sight),
    prediction,
    history: sliceHistory(ctx, input.sliceId, viewer),
    ...canStep(ctx, reader),
  };
}

/**
 * Records that the prediction of a slice on the screen becomes visible in any form, and returns it; to be called before it
 * is drawn. From then on it is visible to this reader, also where none is there yet: the answer is null then, and it counts as
 * seen once it was drawn.
 */
export function markPredictionSeen(ctx: ServiceContext, presentationId: number): Prediction | null {
  const presentation = requirePresentation(ctx, presentationId);
  const prediction = predictionOf(requireSlice(ctx, presentation.sliceId, presentation.modelId));
  const { reader, arm, sliceId } = presentation;
  requireRevealable(ctx, { reader, readsBlind: arm === 'blind' }, [sliceId]);
  ctx.store.transaction(() => {
    setRevealed(ctx.store.db, presentationId);
    if (prediction !== null) setPredictionVisible(ctx.store.db, presentationId);
  });
  return prediction;
}

/**
 * Records that a model's predictions were visible to a reader elsewhere than in the viewer: bars in the worklist, lists of
 * errors, exports on the screen; `onPurpose` where the reader asked for a list that shows labels too. Slices that this reader has seen predictions of, or that have none, add nothing.
 */
export function markPredictionsListed(
  ctx: ServiceContext,
  listed: { sliceIds: readonly number[]; reader: string; modelId: number | null; onPurpose?: boolean },
): void {
  if (ctx.store.readOnly || listed.sliceIds.length === 0) return;
  const reader = requireReader(listed.reader);
  const seen = { onPurpose: false, ...listed, reader, shownMs: ctx.clock().getTime() };
  if (seen.onPurpose) requireRevealable(ctx, { reader, readsBlind: false }, listed.sliceIds);
  ctx.store.transaction(() => insertSeenElsewhere(ctx.store.db, seen));
}

/** @throws ServiceError `study-blind` where a slice is in the blind half of a reader study and not read yet */
function requireRevealable(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): void {
  const sight = sightOf(ctx, viewer, sliceIds);
  if (sliceIds.every((sliceId) => mayReveal(sight(sliceId)))) return;
  throw new ServiceError(
    'study-blind',
    'This project is a reader study, and the AI is shown after your read in this half of it. Read the slice first.',
  );
}

/** The reader's name as it is kept. Throws ServiceError `no-reader` for an empty one. */
export function requireReader(name: string): string {
  const reader = cleanName(name);
  if (reader === '') throw new ServiceError('no-reader', 'Enter your name first: every read says whose it is.');
  return reader;
}

export function requireSlice(ctx: ServiceContext, sliceId: number, modelId: number | null): SliceFacts {
  const facts = findSliceFacts(ctx.store.db, sliceId, modelId);
  if (!facts) throw new ServiceError('no-slice', `There is no slice ${sliceId} in this project. Open its study again.`);
  return facts;
}

export function requirePresentation(ctx: ServiceContext, presentationId: number): PresentationRow {
  const presentation = findPresentation(ctx.store.db, presentationId);
  if (!presentation) {
    throw new ServiceError('no-presentation', 'This showing of the slice is not recorded. Go to the slice again.');
  }
  return presentation;
}

function predictionOf(facts: SliceFacts): Prediction | null {
  const { modelId, model, probability, threshold, call, cannotTell = false } = facts;
  if (modelId === null || model === null || probability === null || threshold === null || call === null) return null;
  return { modelId, modelName: model, probability, threshold, call, cannotTell };
}
