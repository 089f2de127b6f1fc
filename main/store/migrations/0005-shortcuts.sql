-- What was measured of a slice's picture, whatever its label; made again where the features' definition has a newer version.
CREATE TABLE slice_statistics (
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  features_version INTEGER NOT NULL,
  statistics_json TEXT NOT NULL,
  PRIMARY KEY (slice_id, features_version)
) STRICT, WITHOUT ROWID;

-- The shortcut audits of data set versions: the newest row of a version counts.
CREATE TABLE shortcut_audits (
  id INTEGER PRIMARY KEY,
  dataset_version_id INTEGER NOT NULL REFERENCES dataset_versions (id),
  features_version INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  -- The slices that it was made on, as a JSON list of ids: none of them may be sealed where it is shown.
  slice_ids_json TEXT NOT NULL,
  -- NULL where there were too few slices for an audit: then 'blocked' says why.
  audit_json TEXT,
  blocked TEXT,
  distributions_json TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  CHECK ((audit_json IS NULL) <> (blocked IS NULL))
) STRICT;
CREATE INDEX shortcut_audits_by_dataset ON shortcut_audits (dataset_version_id);
CREATE TRIGGER shortcut_audits_keep BEFORE UPDATE ON shortcut_audits
BEGIN SELECT RAISE(ABORT, 'a shortcut audit is kept as it was'); END;
CREATE TRIGGER shortcut_audits_stay BEFORE DELETE ON shortcut_audits
BEGIN SELECT RAISE(ABORT, 'a shortcut audit is kept as it was'); END;
CREATE TRIGGER shortcut_audits_not_replaced BEFORE INSERT ON shortcut_audits
WHEN EXISTS (SELECT 1 FROM shortcut_audits WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a shortcut audit is kept as it was'); END;
