-- How wide the zone is in which the app says that it cannot tell (src/prediction/doubt-zone.ts).
-- The table is made anew: this SQLite refuses a new REAL column that is NOT NULL with a default where there are rows already.
CREATE TABLE project_with_doubt (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  -- 32 random bytes: pseudonyms are HMAC-SHA-256 under it, so that they cannot be guessed from patient ids or file names.
  pseudonym_key BLOB NOT NULL CHECK (length(pseudonym_key) = 32),
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  doubt_width REAL NOT NULL DEFAULT 0.25 CHECK (doubt_width BETWEEN 0 AND 0.9)
) STRICT;
INSERT INTO project_with_doubt SELECT id, uuid, name, created_ms, pseudonym_key, synthetic, 0.25 FROM project;
DROP TABLE project;
ALTER TABLE project_with_doubt RENAME TO project;

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
