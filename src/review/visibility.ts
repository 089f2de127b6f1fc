import { z } from 'zod';
import type { Arm, ReadingMode } from './reading-mode.ts';

/** What is known of one slice and one reader, at one moment. */
export interface VisibilityFacts {
  readonly mode: ReadingMode;
  /** Of this slice; see `armOf`. */
  readonly arm: Arm;
  /** Whether a read of this slice by THIS reader stands. Those of others do not count. */
  readonly ownRead: boolean;
  /** Whether this reader was shown another slice after that read: until then they may still change their mind. */
  readonly goneOn: boolean;
  /** Whether the AI was revealed to this reader on purpose; for a hidden repeat: since it was asked for. */
  readonly revealed: boolean;
  /** Whether its labels were, in a list that shows them (the slices of an evaluation). */
  readonly labelsRevealed: boolean;
  /** Whether this reader is to read this slice once more without knowing: nothing may tell that they have read it. */
  readonly hiddenRepeatPending: boolean;
  /** Whether other readers' reads are closed: a project of several readers whose reads of this slice nobody has settled yet. */
  readonly awaitsAdjudication: boolean;
}

export const visibilitySchema = z.object({
  /** Call, probability, heatmap, and any order or list that comes from them. */
  ai: z.boolean(),
  /** Source label, current label, and file names, whose folders may be classes. */
  truth: z.boolean(),
  /** This reader's earlier reads. */
  ownReads: z.boolean(),
  /** Everybody else's. */
  othersReads: z.boolean(),
});
export type Visibility = z.infer<typeof visibilitySchema>;

/**
 * What a reader may see of a slice. The one place where that is decided; main redacts its answers by it.
 *
 * The AI comes with the reader's own read or on purpose, in the open arm at once. Labels come later than the AI, once the reader
 * has gone on to another slice: a change of mind between the two is then the AI's doing and not that of the answer. With the AI there
 * from the start labels still wait wherever the project is read blind or is a study; only a project that is `off`, for a
 * reader who does not read blind, shows all at once.
 */
export function visibilityOf(facts: VisibilityFacts): Visibility {
  const { mode, arm, revealed, labelsRevealed, hiddenRepeatPending, awaitsAdjudication } = facts;
  const nothingHidden = mode === 'off' && arm === 'open';
  const read = facts.ownRead && !hiddenRepeatPending;
  const truth = !hiddenRepeatPending && (nothingHidden || labelsRevealed || (read && facts.goneOn));
  return {
    ai: arm === 'open' || revealed || read,
    truth,
    ownReads: !hiddenRepeatPending,
    othersReads: truth && !awaitsAdjudication,
  };
}

/** What a reader's act says something of: a slice, a place on it, or a whole study. */
export type ActKind = 'read' | 'mark' | 'study-call';

/**
 * Whether another reader's act is open to a viewer: no act before the others' reads of its slices are. Others draw and call without
 * reading, too, so that nothing of theirs awaits an adjudication; their marks then wait for the viewer's own read of the slice, and
 * their calls for the viewer's own call of the study, but where the viewer has had reads of others before them to settle.
 * @param slices what the viewer may see of the slice, or of each slice of the study
 */
export function othersActOpen(
  kind: ActKind,
  slices: readonly (Pick<Visibility, 'othersReads'> & { readonly ownRead: boolean })[],
  viewer: { readonly ownCall: boolean; readonly adjudicates: boolean },
): boolean {
  if (!slices.every(({ othersReads }) => othersReads)) return false;
  switch (kind) {
    case 'read':
      return true;
    case 'mark':
      return viewer.adjudicates || slices.some(({ ownRead }) => ownRead);
    case 'study-call':
      return viewer.adjudicates || viewer.ownCall;
  }
}

/**
 * Whether a reader may have the AI shown before their own read of a slice. On purpose and on record, but not in a reader study,
 * whose blind half would no longer be one.
 */
export function mayReveal(sight: { readonly mode: ReadingMode; readonly ai: boolean }): boolean {
  return sight.ai || sight.mode !== 'half';
}
