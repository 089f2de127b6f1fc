-- Reads that were given to many slices in one act, and the undo or redo of them: the acts of one batch carry the id of its
-- first act. NULL for an act on one slice.

ALTER TABLE reads ADD COLUMN batch_id INTEGER;
CREATE INDEX reads_by_batch ON reads (batch_id) WHERE batch_id IS NOT NULL;

-- 1 where a list showed what a model thinks of the slice and the slice itself was not in the viewer. Rows from before this
-- column are 0 whatever they were.
ALTER TABLE presentations ADD COLUMN listed_only INTEGER NOT NULL DEFAULT 0 CHECK (listed_only IN (0, 1));
