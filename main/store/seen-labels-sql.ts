/**
 * SQL for whether a reader had seen the labels of a slice at a time: beside its picture, in a list that they asked for, or in its
 * row, where they come when the reader has gone on from a read of it (at once after one that nothing was shown for, as in bulk).
 * An undo hides them again, and takes nothing out of mind; one before they came keeps them hidden, unless it was redone.
 * @param of SQL expressions for the slice's id, the reader's name, and the time in ms since 1970; null for now
 */
export function labelsSeenSql(of: {
  readonly slice: string;
  readonly reader: string;
  readonly atMs: string | null;
}): string {
  const until = (column: string): string => (of.atMs === null ? '' : ` AND ${column} <= ${of.atMs}`);
  const before = (column: string): string => (of.atMs === null ? '' : ` AND ${column} < ${of.atMs}`);
  // The first showing of another slice decides: what is true of a later one is true of it.
  const goneOn = `SELECT next.id FROM presentations AS next WHERE next.reader = earlier.reader AND next.reading_mode IS NOT NULL
    AND next.id > earlier.presentation_id AND next.slice_id <> earlier.slice_id ORDER BY next.id LIMIT 1`;
  return `(EXISTS (SELECT 1 FROM presentations AS labelled WHERE labelled.slice_id = ${of.slice} AND labelled.reader = ${of.reader}
      AND labelled.truth_visible = 1${until('labelled.shown_ms')})
    OR EXISTS (SELECT 1 FROM reads AS earlier LEFT JOIN presentations AS elsewhere ON elsewhere.id = (${goneOn})
      WHERE earlier.slice_id = ${of.slice} AND earlier.reader = ${of.reader} AND earlier.kind = 'read'${before('earlier.recorded_ms')}
        AND (earlier.presentation_id IS NULL OR (elsewhere.id IS NOT NULL${until('elsewhere.shown_ms')}
          AND NOT EXISTS (SELECT 1 FROM reads AS undo WHERE undo.target_read_id = earlier.id AND undo.kind = 'undo'
            AND undo.recorded_ms <= elsewhere.shown_ms AND NOT EXISTS (SELECT 1 FROM reads AS redo
              WHERE redo.target_read_id = earlier.id AND redo.kind = 'redo' AND redo.id > undo.id${before('redo.recorded_ms')}))))))`;
}
