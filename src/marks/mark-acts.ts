/** What a reader did with a mark. Undo and redo are acts of their own; `id`s rise. */
export interface MarkAct {
  readonly id: number;
  /** The id of the act that added the mark. */
  readonly markId: number;
  readonly kind: 'added' | 'changed' | 'removed' | 'undo' | 'redo';
  /** The act that an undo takes back or a redo restores. */
  readonly targetActId: number | null;
}

/**
 * The marks that stand after one reader's acts, each as its last standing act left it, in the order in which they were added.
 * A reader undoes last in, first out, so an act never stands on one that was taken back.
 * @param acts of one reader, in order
 */
export function standingMarks<A extends MarkAct>(acts: readonly A[]): Map<number, A> {
  const undone = new Set<number>();
  for (const { kind, targetActId } of acts) {
    if (targetActId === null) continue;
    if (kind === 'undo') undone.add(targetActId);
    else undone.delete(targetActId);
  }
  const marks = new Map<number, A>();
  for (const act of acts) {
    if (act.targetActId !== null || undone.has(act.id)) continue;
    if (act.kind === 'removed') marks.delete(act.markId);
    else marks.set(act.markId, act);
  }
  return marks;
}
