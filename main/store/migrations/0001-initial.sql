-- One database per project. Times are UTC milliseconds since 1970. JSON columns hold RFC 8785 text.

CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  -- 32 random bytes: pseudonyms are HMAC-SHA-256 under it, so that they cannot be guessed from patient ids or file names.
  pseudonym_key BLOB NOT NULL CHECK (length(pseudonym_key) = 32),
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1))
) STRICT;

-- A folder as opened or imported. `root` can be pointed to again when the folder has moved.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('labelled-set', 'study')),
  name TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  root TEXT NOT NULL,
  -- Where the labels came from: a CSV's path relative to root, or 'folders'; NULL for a study.
  label_origin TEXT,
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  added_ms INTEGER NOT NULL
) STRICT;

-- What is known of a file's bytes, wherever they lie.
CREATE TABLE images (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  byte_length INTEGER NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('png', 'dicom')),
  header_json TEXT NOT NULL
) STRICT;

-- Where bytes lie: one row per file of a source, readable or refused.
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  relative_path TEXT NOT NULL,
  byte_length INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  sha256 TEXT REFERENCES images (sha256),
  refusal_code TEXT,
  refusal_message TEXT,
  UNIQUE (source_id, relative_path),
  CHECK ((sha256 IS NULL) <> (refusal_code IS NULL))
) STRICT;
CREATE INDEX files_by_sha256 ON files (sha256);

-- One 2-D image: a PNG, or one frame (0-based) of a DICOM file.
CREATE TABLE slices (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL REFERENCES images (sha256),
  frame INTEGER NOT NULL CHECK (frame >= 0),
  pixel_sha256 TEXT,
  patient_pseudonym TEXT,
  study_pseudonym TEXT NOT NULL,
  series_pseudonym TEXT NOT NULL,
  -- NULL when the network may read it, else why not.
  not_predictable_code TEXT,
  not_predictable_message TEXT,
  UNIQUE (sha256, frame)
) STRICT;
CREATE INDEX slices_by_pixels ON slices (pixel_sha256);

-- A slice's place in a source, in reading order.
CREATE TABLE source_slices (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  file_id INTEGER NOT NULL REFERENCES files (id),
  series_index INTEGER NOT NULL,
  slice_index INTEGER NOT NULL,
  PRIMARY KEY (source_id, slice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_slices_by_slice ON source_slices (slice_id);

-- One row per series of a source: its name on the screen, gaps and other remarks as JSON.
CREATE TABLE source_series (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  series_index INTEGER NOT NULL,
  series_pseudonym TEXT NOT NULL,
  title TEXT NOT NULL,
  remarks_json TEXT NOT NULL,
  PRIMARY KEY (source_id, series_index)
) STRICT, WITHOUT ROWID;

-- The label that came with the data. Never overwritten.
CREATE TABLE source_labels (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  label TEXT NOT NULL CHECK (label IN ('haemorrhage', 'none'))
) STRICT;
CREATE TRIGGER source_labels_keep BEFORE UPDATE ON source_labels
BEGIN SELECT RAISE(ABORT, 'source labels are never overwritten'); END;

CREATE TABLE dataset_versions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  note TEXT,
  manifest_sha256 TEXT NOT NULL CHECK (length(manifest_sha256) = 64),
  manifest_json TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER dataset_versions_frozen BEFORE UPDATE ON dataset_versions
BEGIN SELECT RAISE(ABORT, 'a data set version is frozen'); END;
CREATE TRIGGER dataset_versions_kept BEFORE DELETE ON dataset_versions
BEGIN SELECT RAISE(ABORT, 'a data set version is kept'); END;

CREATE TABLE splits (
  id INTEGER PRIMARY KEY,
  dataset_version_id INTEGER NOT NULL REFERENCES dataset_versions (id),
  seed INTEGER NOT NULL,
  held_out_fraction REAL NOT NULL,
  validation_fraction REAL NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE split_slices (
  split_id INTEGER NOT NULL REFERENCES splits (id),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  group_key TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('training', 'validation', 'held-out')),
  PRIMARY KEY (split_id, slice_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE training_runs (
  id INTEGER PRIMARY KEY,
  dataset_version_id INTEGER NOT NULL REFERENCES dataset_versions (id),
  split_id INTEGER NOT NULL REFERENCES splits (id),
  architecture_json TEXT NOT NULL,
  preprocessing_json TEXT NOT NULL,
  settings_json TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'diverged', 'failed')),
  reason TEXT,
  epochs_json TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER
) STRICT;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  training_run_id INTEGER NOT NULL UNIQUE REFERENCES training_runs (id),
  name TEXT NOT NULL UNIQUE,
  weights_file TEXT NOT NULL,
  weights_sha256 TEXT NOT NULL CHECK (length(weights_sha256) = 64),
  weights_byte_length INTEGER NOT NULL,
  threshold REAL NOT NULL,
  heatmap_scale REAL NOT NULL,
  -- What the training slices were: 'png', 'ct' or 'mixed'.
  domain TEXT NOT NULL CHECK (domain IN ('png', 'ct', 'mixed')),
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  created_ms INTEGER NOT NULL
) STRICT;

-- Which model reads for the project: the newest row counts.
CREATE TABLE promotions (
  id INTEGER PRIMARY KEY,
  model_id INTEGER NOT NULL REFERENCES models (id),
  reader TEXT NOT NULL,
  note TEXT,
  promoted_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE predictions (
  model_id INTEGER NOT NULL REFERENCES models (id),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  threshold REAL NOT NULL,
  call TEXT NOT NULL CHECK (call IN ('haemorrhage', 'none')),
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (model_id, slice_id)
) STRICT, WITHOUT ROWID;

-- One showing of a slice to a reader. What was visible is a fact of the showing and only ever goes from 0 to 1.
CREATE TABLE presentations (
  id INTEGER PRIMARY KEY,
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  reader TEXT NOT NULL,
  model_id INTEGER REFERENCES models (id),
  shown_ms INTEGER NOT NULL,
  prediction_visible INTEGER NOT NULL CHECK (prediction_visible IN (0, 1))
) STRICT;
CREATE INDEX presentations_by_slice ON presentations (slice_id, reader);

-- A reader's act on a slice. Undo and redo are acts of their own that name the read they take back or restore.
CREATE TABLE reads (
  id INTEGER PRIMARY KEY,
  presentation_id INTEGER REFERENCES presentations (id),
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  reader TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('read', 'undo', 'redo')),
  target_read_id INTEGER REFERENCES reads (id),
  -- The current label before and after this act; NULL = no label.
  label_before TEXT CHECK (label_before IN ('haemorrhage', 'none', 'unsure', 'excluded')),
  label_after TEXT CHECK (label_after IN ('haemorrhage', 'none', 'unsure', 'excluded')),
  reason TEXT,
  confidence INTEGER CHECK (confidence BETWEEN 1 AND 5),
  -- NULL when there was no prediction.
  agrees_with_model INTEGER CHECK (agrees_with_model IN (0, 1)),
  prediction_seen INTEGER NOT NULL CHECK (prediction_seen IN (0, 1)),
  decided_after_ms INTEGER,
  recorded_ms INTEGER NOT NULL,
  audit_sequence INTEGER NOT NULL,
  CHECK ((kind = 'read') = (target_read_id IS NULL))
) STRICT;
CREATE INDEX reads_by_slice ON reads (slice_id);
CREATE INDEX reads_by_reader ON reads (reader);
CREATE INDEX reads_by_target ON reads (target_read_id);
CREATE TRIGGER reads_keep BEFORE UPDATE ON reads BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;
CREATE TRIGGER reads_stay BEFORE DELETE ON reads BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;

-- The label that stands now: from the source, or from the last read that changed it.
CREATE TABLE current_labels (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id),
  label TEXT NOT NULL CHECK (label IN ('haemorrhage', 'none', 'unsure', 'excluded')),
  origin TEXT NOT NULL CHECK (origin IN ('source', 'read')),
  read_id INTEGER REFERENCES reads (id)
) STRICT;

-- The audit log: hash = SHA-256(previous_hash + '\n' + entry_json), lower-case hex; the first previous_hash is 64 zeros.
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
  entry_json TEXT NOT NULL,
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_keep BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_stay BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
