/**
 * SQL for whether a reader had seen the labels of a slice at a time: beside its picture, in a list that they asked for, or in its
 * row after they had gone on from a read of it, which a later undo hides again but does not take out of mind.
 * @param of SQL expressions for the slice's id, the reader's name, and the time in ms since 1970; null for now
 */
export function labelsSeenSql(of: {
  readonly slice: string;
  readonly reader: string;
  readonly atMs: string | null;
}): string {
  const before = (column: string): string => (of.atMs === null ? '' : ` AND ${column} <= ${of.atMs}`);
  const earlier = (column: string): string => (of.atMs === null ? '' : ` AND ${column} < ${of.atMs}`);
  return `(EXISTS (SELECT 1 FROM presentations AS labelled WHERE labelled.slice_id = ${of.slice} AND labelled.reader = ${of.reader}
      AND labelled.truth_visible = 1${before('labelled.shown_ms')})
    OR EXISTS (SELECT 1 FROM reads AS earlier JOIN presentations AS elsewhere ON elsewhere.reader = earlier.reader
      AND elsewhere.reading_mode IS NOT NULL AND elsewhere.id > earlier.presentation_id AND elsewhere.slice_id <> earlier.slice_id
      WHERE earlier.slice_id = ${of.slice} AND earlier.reader = ${of.reader} AND earlier.kind = 'read'${earlier('earlier.recorded_ms')}${before('elsewhere.shown_ms')}
        AND NOT EXISTS (SELECT 1 FROM reads AS undo WHERE undo.target_read_id = earlier.id AND undo.kind = 'undo'
          AND undo.recorded_ms <= elsewhere.shown_ms)))`;
}
