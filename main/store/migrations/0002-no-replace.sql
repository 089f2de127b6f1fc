-- INSERT OR REPLACE takes the old row away without firing the triggers that guard DELETE. So a row that would stand in the
-- place of another is refused before it is looked at.

CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER reads_not_replaced BEFORE INSERT ON reads
WHEN EXISTS (SELECT 1 FROM reads WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;

CREATE TRIGGER dataset_versions_not_replaced BEFORE INSERT ON dataset_versions
WHEN EXISTS (SELECT 1 FROM dataset_versions WHERE id = NEW.id OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'a data set version is frozen'); END;

CREATE TRIGGER source_labels_not_replaced BEFORE INSERT ON source_labels
WHEN EXISTS (SELECT 1 FROM source_labels WHERE slice_id = NEW.slice_id)
BEGIN SELECT RAISE(ABORT, 'source labels are never overwritten'); END;
CREATE TRIGGER source_labels_stay BEFORE DELETE ON source_labels
BEGIN SELECT RAISE(ABORT, 'source labels are never overwritten'); END;
