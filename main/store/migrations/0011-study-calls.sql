-- A reader's act on a whole study. Undo and redo are acts of their own that name the call they take back or restore.

CREATE TABLE study_calls (
  id INTEGER PRIMARY KEY,
  study_pseudonym TEXT NOT NULL,
  reader TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('call', 'undo', 'redo')),
  target_call_id INTEGER REFERENCES study_calls (id),
  -- What the call says; of an undo or redo, what stands for its reader after it (NULL = no call stands).
  label TEXT CHECK (label IN ('haemorrhage', 'none', 'unsure')),
  -- [{"type", "side"}]: each type at most once, the patient's side.
  bleeds_json TEXT NOT NULL,
  confidence INTEGER CHECK (confidence BETWEEN 1 AND 5),
  note TEXT,
  -- Whether this reader had seen the prediction of any slice of the study.
  prediction_seen INTEGER NOT NULL CHECK (prediction_seen IN (0, 1)),
  recorded_ms INTEGER NOT NULL,
  audit_sequence INTEGER NOT NULL,
  CHECK ((kind = 'call') = (target_call_id IS NULL)),
  CHECK (kind <> 'call' OR label IS NOT NULL)
) STRICT;
CREATE INDEX study_calls_by_study ON study_calls (study_pseudonym, reader);
CREATE INDEX study_calls_by_reader ON study_calls (reader, audit_sequence);
-- A reader's acts of all kinds are gone through by their entries, newest first.
CREATE INDEX reads_by_entry ON reads (reader, audit_sequence);
CREATE INDEX slices_by_study ON slices (study_pseudonym);
CREATE TRIGGER study_calls_keep BEFORE UPDATE ON study_calls
BEGIN SELECT RAISE(ABORT, 'study calls are kept'); END;
CREATE TRIGGER study_calls_stay BEFORE DELETE ON study_calls
BEGIN SELECT RAISE(ABORT, 'study calls are kept'); END;
CREATE TRIGGER study_calls_not_replaced BEFORE INSERT ON study_calls
WHEN EXISTS (SELECT 1 FROM study_calls WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'study calls are kept'); END;
