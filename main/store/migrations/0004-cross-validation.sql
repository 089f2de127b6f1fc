-- A repeated, grouped k-fold of the development slices of a data set version. The folds stand before anything is trained.
CREATE TABLE cross_validations (
  id INTEGER PRIMARY KEY,
  dataset_version_id INTEGER NOT NULL REFERENCES dataset_versions (id),
  recipes_json TEXT NOT NULL,
  folds INTEGER NOT NULL CHECK (folds >= 2),
  repeats INTEGER NOT NULL CHECK (repeats >= 1),
  inner_folds INTEGER CHECK (inner_folds >= 2),
  grouping TEXT NOT NULL CHECK (grouping IN ('near-duplicates', 'look-alike-runs')),
  seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'failed')),
  reason TEXT,
  -- The shortcut audit on the same slices and folds; NULL until the folds are done, and where there are too few slices.
  shortcuts_json TEXT,
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER
) STRICT;

-- One slice in one repeat (0-based): its fold, and what the network that did not see its fold thinks of it.
CREATE TABLE cross_validation_slices (
  cross_validation_id INTEGER NOT NULL REFERENCES cross_validations (id),
  repeat INTEGER NOT NULL CHECK (repeat >= 0),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  group_key TEXT NOT NULL,
  fold INTEGER NOT NULL CHECK (fold >= 0),
  probability REAL CHECK (probability BETWEEN 0 AND 1),
  PRIMARY KEY (cross_validation_id, repeat, slice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cross_validation_slices_by_slice ON cross_validation_slices (slice_id);

-- Sealed slices are in no fold, and what was in a fold is never sealed.
CREATE TRIGGER cross_validation_slices_not_sealed BEFORE INSERT ON cross_validation_slices
WHEN EXISTS (SELECT 1 FROM test_set_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'a sealed slice never enters a cross-validation'); END;
CREATE TRIGGER test_set_slices_not_cross_validated BEFORE INSERT ON test_set_slices
WHEN EXISTS (SELECT 1 FROM cross_validation_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'a slice of the development data cannot be sealed'); END;

-- An out-of-fold probability is given once.
CREATE TRIGGER cross_validation_slices_keep BEFORE UPDATE ON cross_validation_slices
WHEN OLD.probability IS NOT NULL OR NEW.fold <> OLD.fold OR NEW.group_key <> OLD.group_key
BEGIN SELECT RAISE(ABORT, 'out-of-fold predictions are kept'); END;

-- Which recipe (place in recipes_json) an inner cross-validation chose for a fold, and the mean log loss of each.
CREATE TABLE cross_validation_choices (
  cross_validation_id INTEGER NOT NULL REFERENCES cross_validations (id),
  repeat INTEGER NOT NULL,
  fold INTEGER NOT NULL,
  recipe INTEGER NOT NULL,
  inner_log_losses_json TEXT NOT NULL,
  PRIMARY KEY (cross_validation_id, repeat, fold)
) STRICT, WITHOUT ROWID;

-- What was cross-validated stays, whatever came of it.
CREATE TRIGGER cross_validations_stay BEFORE DELETE ON cross_validations
BEGIN SELECT RAISE(ABORT, 'a cross-validation is kept'); END;
CREATE TRIGGER cross_validations_not_replaced BEFORE INSERT ON cross_validations
WHEN EXISTS (SELECT 1 FROM cross_validations WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a cross-validation is kept'); END;
CREATE TRIGGER cross_validation_slices_stay BEFORE DELETE ON cross_validation_slices
BEGIN SELECT RAISE(ABORT, 'out-of-fold predictions are kept'); END;
CREATE TRIGGER cross_validation_slices_not_replaced BEFORE INSERT ON cross_validation_slices
WHEN EXISTS (SELECT 1 FROM cross_validation_slices WHERE cross_validation_id = NEW.cross_validation_id AND repeat = NEW.repeat AND slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'out-of-fold predictions are kept'); END;
CREATE TRIGGER cross_validation_choices_keep BEFORE UPDATE ON cross_validation_choices
BEGIN SELECT RAISE(ABORT, 'the choice of a fold is kept'); END;
CREATE TRIGGER cross_validation_choices_stay BEFORE DELETE ON cross_validation_choices
BEGIN SELECT RAISE(ABORT, 'the choice of a fold is kept'); END;
CREATE TRIGGER cross_validation_choices_not_replaced BEFORE INSERT ON cross_validation_choices
WHEN EXISTS (SELECT 1 FROM cross_validation_choices WHERE cross_validation_id = NEW.cross_validation_id AND repeat = NEW.repeat AND fold = NEW.fold)
BEGIN SELECT RAISE(ABORT, 'the choice of a fold is kept'); END;

-- The sources that a run learns from, as a JSON list of ids; NULL for all. Others stay unseen, to be measured on.
ALTER TABLE training_runs ADD COLUMN source_ids_json TEXT;
