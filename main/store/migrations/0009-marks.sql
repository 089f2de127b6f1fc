-- A reader's act on a mark. Undo and redo are acts of their own that name the act they take back or restore.

CREATE TABLE mark_acts (
  id INTEGER PRIMARY KEY,
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  reader TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('added', 'changed', 'removed', 'undo', 'redo')),
  -- The act that added the mark names it; NULL for that act itself.
  added_act_id INTEGER REFERENCES mark_acts (id),
  target_act_id INTEGER REFERENCES mark_acts (id),
  -- The mark and its figures as the act left or removed it, as RFC 8785 text; NULL for undo and redo.
  shape_json TEXT,
  figures_json TEXT,
  recorded_ms INTEGER NOT NULL,
  audit_sequence INTEGER NOT NULL,
  CHECK ((kind = 'added') = (added_act_id IS NULL)),
  CHECK ((kind IN ('undo', 'redo')) = (target_act_id IS NOT NULL)),
  CHECK ((target_act_id IS NULL) = (shape_json IS NOT NULL)),
  CHECK ((shape_json IS NULL) = (figures_json IS NULL))
) STRICT;
CREATE INDEX mark_acts_by_reader ON mark_acts (reader, slice_id);
CREATE INDEX mark_acts_by_target ON mark_acts (target_act_id);
CREATE TRIGGER mark_acts_keep BEFORE UPDATE ON mark_acts
BEGIN SELECT RAISE(ABORT, 'marks are kept as they were drawn'); END;
CREATE TRIGGER mark_acts_stay BEFORE DELETE ON mark_acts
BEGIN SELECT RAISE(ABORT, 'marks are kept as they were drawn'); END;
CREATE TRIGGER mark_acts_not_replaced BEFORE INSERT ON mark_acts
WHEN EXISTS (SELECT 1 FROM mark_acts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'marks are kept as they were drawn'); END;
