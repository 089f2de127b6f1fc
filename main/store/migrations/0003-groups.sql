-- Near-duplicates, splits that a person brought, and sealed test sets.

-- What near-duplicates are searched from: the head of a slice as 64 x 64 float32 greys. `searched_ms` is when a search
-- that compared it with all others here was complete; NULL until then.
CREATE TABLE slice_thumbnails (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id),
  recipe INTEGER NOT NULL,
  picture_rows INTEGER NOT NULL,
  picture_columns INTEGER NOT NULL,
  box_top INTEGER NOT NULL,
  box_left INTEGER NOT NULL,
  box_rows INTEGER NOT NULL,
  box_columns INTEGER NOT NULL,
  grey BLOB NOT NULL CHECK (length(grey) = 16384),
  searched_ms INTEGER
) STRICT;

-- Two slices that seem to be one picture, in the order of their keys. Anything but `rejected` ties them into one group.
CREATE TABLE near_duplicates (
  id INTEGER PRIMARY KEY,
  slice_a INTEGER NOT NULL REFERENCES slices (id),
  slice_b INTEGER NOT NULL REFERENCES slices (id),
  kind TEXT NOT NULL,
  changes_json TEXT NOT NULL,
  score REAL NOT NULL,
  found_ms INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'candidate' CHECK (status IN ('candidate', 'confirmed', 'rejected')),
  reader TEXT,
  judged_ms INTEGER,
  UNIQUE (slice_a, slice_b),
  CHECK (slice_a <> slice_b),
  CHECK ((status = 'candidate') = (judged_ms IS NULL))
) STRICT;
CREATE INDEX near_duplicates_by_b ON near_duplicates (slice_b);
CREATE TRIGGER near_duplicates_stay BEFORE DELETE ON near_duplicates
BEGIN SELECT RAISE(ABORT, 'a near-duplicate is judged, never taken away'); END;
CREATE TRIGGER near_duplicates_not_replaced BEFORE INSERT ON near_duplicates
WHEN EXISTS (SELECT 1 FROM near_duplicates
  WHERE id = NEW.id OR (slice_a = NEW.slice_a AND slice_b = NEW.slice_b))
BEGIN SELECT RAISE(ABORT, 'a near-duplicate is judged, never taken away'); END;

-- Splits that were not dealt by Overread: the SHA-256 of the table that they came with.
CREATE TABLE own_splits (
  split_id INTEGER PRIMARY KEY REFERENCES splits (id),
  file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64)
) STRICT;

-- A sealed test set: which slices with which labels, fixed by the hash of its manifest.
CREATE TABLE test_sets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  manifest_sha256 TEXT NOT NULL CHECK (length(manifest_sha256) = 64),
  slices INTEGER NOT NULL CHECK (slices > 0),
  -- Where the slices came from, and how many were left out for which reason.
  origin_json TEXT NOT NULL,
  left_out_json TEXT NOT NULL,
  -- Slices that some model had read before they were sealed.
  predicted_before INTEGER NOT NULL,
  reader TEXT,
  sealed_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER test_sets_keep BEFORE UPDATE ON test_sets
BEGIN SELECT RAISE(ABORT, 'a test set is sealed for good'); END;
CREATE TRIGGER test_sets_stay BEFORE DELETE ON test_sets
BEGIN SELECT RAISE(ABORT, 'a test set is sealed for good'); END;
CREATE TRIGGER test_sets_not_replaced BEFORE INSERT ON test_sets
WHEN EXISTS (SELECT 1 FROM test_sets WHERE id = NEW.id OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'a test set is sealed for good'); END;

-- A slice lies in one test set at most, with its label as it was when it was sealed.
CREATE TABLE test_set_slices (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id),
  test_set_id INTEGER NOT NULL REFERENCES test_sets (id),
  label TEXT NOT NULL CHECK (label IN ('haemorrhage', 'none')),
  group_key TEXT NOT NULL
) STRICT;
CREATE INDEX test_set_slices_by_set ON test_set_slices (test_set_id);
CREATE TRIGGER test_set_slices_keep BEFORE UPDATE ON test_set_slices
BEGIN SELECT RAISE(ABORT, 'a sealed slice stays as it is'); END;
CREATE TRIGGER test_set_slices_stay BEFORE DELETE ON test_set_slices
BEGIN SELECT RAISE(ABORT, 'a sealed slice never becomes development data'); END;
CREATE TRIGGER test_set_slices_not_replaced BEFORE INSERT ON test_set_slices
WHEN EXISTS (SELECT 1 FROM test_set_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'a slice is sealed once'); END;
CREATE TRIGGER test_set_slices_complete BEFORE INSERT ON test_set_slices
WHEN (SELECT count(*) FROM test_set_slices WHERE test_set_id = NEW.test_set_id)
  >= (SELECT slices FROM test_sets WHERE id = NEW.test_set_id)
BEGIN SELECT RAISE(ABORT, 'nothing is added to a sealed test set'); END;
CREATE TRIGGER test_set_slices_unused BEFORE INSERT ON test_set_slices
WHEN EXISTS (SELECT 1 FROM split_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'a slice of the development data cannot be sealed'); END;
CREATE TRIGGER split_slices_not_sealed BEFORE INSERT ON split_slices
WHEN EXISTS (SELECT 1 FROM test_set_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'a sealed slice never enters a split'); END;

-- Each time a test set was opened, counted from 1 within the set.
CREATE TABLE test_looks (
  id INTEGER PRIMARY KEY,
  test_set_id INTEGER NOT NULL REFERENCES test_sets (id),
  look INTEGER NOT NULL,
  model_id INTEGER NOT NULL REFERENCES models (id),
  reader TEXT,
  opened_ms INTEGER NOT NULL,
  n INTEGER NOT NULL,
  outcome_json TEXT NOT NULL,
  UNIQUE (test_set_id, look)
) STRICT;
CREATE TRIGGER test_looks_keep BEFORE UPDATE ON test_looks
BEGIN SELECT RAISE(ABORT, 'looks are counted for good'); END;
CREATE TRIGGER test_looks_stay BEFORE DELETE ON test_looks
BEGIN SELECT RAISE(ABORT, 'looks are counted for good'); END;
CREATE TRIGGER test_looks_counted BEFORE INSERT ON test_looks
WHEN NEW.look <> (SELECT count(*) + 1 FROM test_looks WHERE test_set_id = NEW.test_set_id)
BEGIN SELECT RAISE(ABORT, 'looks are counted one by one'); END;
CREATE TRIGGER test_looks_not_replaced BEFORE INSERT ON test_looks
WHEN EXISTS (SELECT 1 FROM test_looks WHERE id = NEW.id OR (test_set_id = NEW.test_set_id AND look = NEW.look))
BEGIN SELECT RAISE(ABORT, 'looks are counted for good'); END;

-- A model reads a sealed slice, and other files of the same pixels, only once its test set was opened with that model.
CREATE TRIGGER predictions_not_of_sealed BEFORE INSERT ON predictions
WHEN EXISTS (SELECT 1 FROM slices AS own
  JOIN slices AS twin ON twin.id = own.id OR twin.pixel_sha256 = own.pixel_sha256
  JOIN test_set_slices ON test_set_slices.slice_id = twin.id
  WHERE own.id = NEW.slice_id AND NOT EXISTS (SELECT 1 FROM test_looks
    WHERE test_looks.test_set_id = test_set_slices.test_set_id AND test_looks.model_id = NEW.model_id))
BEGIN SELECT RAISE(ABORT, 'a sealed slice is predicted when its test set is opened'); END;

-- Predictions that may be shown: pixels that were predicted before they were sealed keep their secret until they are opened.
CREATE VIEW readable_predictions AS
SELECT predictions.* FROM predictions
WHERE NOT EXISTS (SELECT 1 FROM slices AS own
  JOIN slices AS twin ON twin.id = own.id OR twin.pixel_sha256 = own.pixel_sha256
  JOIN test_set_slices ON test_set_slices.slice_id = twin.id
  WHERE own.id = predictions.slice_id AND NOT EXISTS (SELECT 1 FROM test_looks
    WHERE test_looks.test_set_id = test_set_slices.test_set_id AND test_looks.model_id = predictions.model_id));
