-- Reads that were given to many slices in one act, and the undo or redo of them: the acts of one batch carry the id of its
-- first act. NULL for an act on one slice.

ALTER TABLE reads ADD COLUMN batch_id INTEGER;
CREATE INDEX reads_by_batch ON reads (batch_id) WHERE batch_id IS NOT NULL;
