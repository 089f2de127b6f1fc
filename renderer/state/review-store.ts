import { create } from 'zustand';
import type { MethodInput } from '../../src/contract/contract.ts';
import type { Read } from '../../src/contract/review-methods.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import type { Arm } from '../../src/review/reading-mode.ts';

export type Intent = MethodInput<'read.record'>['intent'];

/** One showing of a slice to the reader, as main knows it. */
export type Presentation =
  | { readonly kind: 'none' }
  | { readonly kind: 'beginning'; readonly sliceId: number }
  | { readonly kind: 'failed'; readonly sliceId: number; readonly message: string }
  | {
      readonly kind: 'shown';
      readonly sliceId: number;
      /** Null in a project that is open for reading only. */
      readonly presentationId: number | null;
      /** Whether the slice is read with the AI from the start, or blind-first. */
      readonly arm: Arm;
      /** Whether the prediction may be revealed before the read. */
      readonly mayReveal: boolean;
      /** Whether main has it on record that the prediction can be seen. */
      readonly revealed: boolean;
      readonly prediction: Prediction | null;
      readonly history: readonly Read[];
    };

export type Saving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving'; readonly sliceId: number }
  | { readonly kind: 'saved'; readonly sliceId: number; readonly text: string; readonly auditSequence: number }
  | { readonly kind: 'failed'; readonly sliceId: number; readonly message: string };

export interface ReviewState {
  readonly presentation: Presentation;
  readonly saving: Saving;
  /** Reasons typed and not yet saved, by slice: looking at a neighbour loses nothing. */
  readonly reasons: ReadonlyMap<number, string>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** A label that waits for its confidence, or the reverse; forgotten with the slice and after the read. */
  readonly draft: {
    readonly sliceId: number;
    readonly intent: Intent | null;
    readonly confidence: number | null;
    /** How long the slice had been in sight when the label was given, milliseconds; null where that is not known. */
    readonly decidedAfterMs: number | null;
  } | null;
}

const fresh = {
  presentation: { kind: 'none' },
  saving: { kind: 'idle' },
  reasons: new Map<number, string>(),
  canUndo: false,
  canRedo: false,
  draft: null,
} as const;

export const useReview = create<ReviewState>()(() => fresh);

export function resetReview(): void {
  useReview.setState(fresh);
}

/** Keeps a reason typed for a slice; null forgets it. */
export function draftReason(sliceId: number, reason: string | null): void {
  useReview.setState((state) => {
    const reasons = new Map(state.reasons);
    if (reason === null) reasons.delete(sliceId);
    else reasons.set(sliceId, reason);
    return { reasons };
  });
}

/** Why a read cannot be recorded now, or null when it can. The picture must have been seen, agreeing needs a shown call. */
export function whyNotRecord(
  intent: Intent,
  now: {
    readonly readOnly: boolean;
    readonly saving: boolean;
    readonly picture: 'none' | 'loading' | 'ready' | 'failed';
    readonly presentation: Presentation;
  },
): string | null {
  const { presentation } = now;
  if (now.readOnly) return 'This project is open for reading only, so nothing can be recorded.';
  if (now.saving) return 'The read before is still being saved.';
  if (presentation.kind === 'failed') return `The slice could not be presented: ${presentation.message}`;
  if (presentation.kind !== 'shown') return 'The slice is not on the screen yet.';
  if (now.picture === 'failed' && intent !== 'excluded' && intent !== 'unsure')
    return 'The picture could not be shown: only Unsure or Exclude can be recorded.';
  if (now.picture === 'none' || now.picture === 'loading') return 'The picture is not on the screen yet.';
  if (intent !== 'agree') return null;
  if (!presentation.revealed) return 'Agree needs the model’s call, which is hidden (blind-first).';
  if (presentation.prediction === null) return 'There is no prediction to agree with.';
  return presentation.prediction.cannotTell ? 'The model cannot tell here: choose a label.' : null;
}
