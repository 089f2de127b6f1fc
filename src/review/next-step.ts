/** Where one kind of a reader's acts stands, by sequence numbers of the audit log, which order acts of all kinds. */
export interface ActHistory<K extends string> {
  readonly kind: K;
  /** When the act that an undo would take back came to stand (made, or last redone); null: nothing to undo. */
  readonly standsSince: number | null;
  /** When the act that a redo would restore was taken back; null: nothing to redo. */
  readonly undoneAt: number | null;
  /** The reader's newest act that is neither undo nor redo; null: none. */
  readonly newestAct: number | null;
}

/**
 * Whose turn it is: the kind of act that the reader did last is undone first, and what was undone last is redone first. Any
 * new act, of whichever kind, ends the redoing of what was undone before it.
 */
export function nextStep<K extends string>(
  histories: readonly ActHistory<K>[],
): { readonly undo: K | null; readonly redo: K | null } {
  const newest = Math.max(0, ...histories.map(({ newestAct }) => newestAct ?? 0));
  const latest = (sequenceOf: (history: ActHistory<K>) => number | null): K | null => {
    let found: { kind: K; sequence: number } | null = null;
    for (const history of histories) {
      const sequence = sequenceOf(history);
      if (sequence !== null && sequence > (found?.sequence ?? 0)) found = { kind: history.kind, sequence };
    }
    return found?.kind ?? null;
  };
  return {
    undo: latest(({ standsSince }) => standsSince),
    redo: latest(({ undoneAt }) => (undoneAt !== null && undoneAt > newest ? undoneAt : null)),
  };
}
