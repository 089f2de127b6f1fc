-- How wide the zone is in which the app says that it cannot tell (src/prediction/doubt-zone.ts).
-- Not NOT NULL: SQLite 3.45 takes the default of a new REAL column for NULL in its check of a table that has rows, and refuses.
ALTER TABLE project ADD COLUMN doubt_width REAL DEFAULT 0.25
  CHECK (doubt_width IS NOT NULL AND doubt_width BETWEEN 0 AND 0.9);

-- How unlike a model's training slices a slice is (src/prediction/likeness.ts).
CREATE TABLE likeness (
  model_id INTEGER NOT NULL REFERENCES models (id),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  p_value REAL NOT NULL CHECK (p_value > 0 AND p_value <= 1),
  -- The feature that is furthest off, and by how many standard deviations of the training slices.
  feature TEXT NOT NULL,
  deviations REAL NOT NULL,
  PRIMARY KEY (model_id, slice_id)
) STRICT, WITHOUT ROWID;
