-- Slices whose study was purged: their rows stay for what speaks of them by hash, and nothing else of them does.

CREATE TABLE purged_slices (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id),
  purged_ms INTEGER NOT NULL
) STRICT;

-- A label that came with the data goes with its study, and in no other way.
DROP TRIGGER source_labels_stay;
CREATE TRIGGER source_labels_stay BEFORE DELETE ON source_labels
WHEN NOT EXISTS (SELECT 1 FROM purged_slices WHERE slice_id = OLD.slice_id)
BEGIN SELECT RAISE(ABORT, 'source labels are never overwritten'); END;

-- An undo of a read from before, or a prediction that was under way, brings nothing back.
CREATE TRIGGER current_labels_not_of_purged BEFORE INSERT ON current_labels
WHEN EXISTS (SELECT 1 FROM purged_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER predictions_not_of_purged BEFORE INSERT ON predictions
WHEN EXISTS (SELECT 1 FROM purged_slices WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(IGNORE); END;

-- Somebody opened its files again: it is a slice of the project like any other.
CREATE TRIGGER purged_slices_come_back AFTER INSERT ON source_slices
BEGIN DELETE FROM purged_slices WHERE slice_id = NEW.slice_id; END;

-- The name of the source in a test set's origin may be a patient's folder. It alone can be replaced; the rest is sealed.
DROP TRIGGER test_sets_keep;
CREATE TRIGGER test_sets_keep
BEFORE UPDATE OF id, name, manifest_sha256, slices, left_out_json, predicted_before, reader, sealed_ms ON test_sets
BEGIN SELECT RAISE(ABORT, 'a test set is sealed for good'); END;
CREATE TRIGGER test_sets_keep_origin BEFORE UPDATE OF origin_json ON test_sets
WHEN json_remove(NEW.origin_json, '$.source') IS NOT json_remove(OLD.origin_json, '$.source')
BEGIN SELECT RAISE(ABORT, 'a test set is sealed for good'); END;
